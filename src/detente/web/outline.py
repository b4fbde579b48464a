"""What the page of a study holds before anything is solved: its controls, its claims, its tables of outcomes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..audit import sentences
from ..domains.domain import Problem
from ..domains.records import Column
from ..domains.switches import switches
from ..report.tree import ordered
from ..study.records import Assumption, Claim
from .point import centres
from .scale import Scale, scale
from .sheets import Sheet, sheets


@dataclass(frozen=True)
class Control:
    """One number of an assumption that can be moved: with a slider, or by choosing from a list."""

    column: Column
    scale: Scale | None
    choices: tuple[tuple[str, str], ...] = ()
    """Value sent and words, where it is chosen from a list; the likeliest is at the centre."""
    centre: str = ""

    @property
    def label(self) -> str:
        """Return what the number is called."""
        return self.column.meaning or self.column.name


@dataclass(frozen=True)
class Group:
    """An assumption and its numbers."""

    assumption: Assumption
    controls: tuple[Control, ...]

    @property
    def whole(self) -> bool:
        """Tell whether its numbers are the parts of a whole."""
        return any(one.column.distribution.shares for one in self.controls)


@dataclass(frozen=True)
class Switch:
    """A move that can be left out of every world, and the worlds that make it."""

    name: str
    meaning: str
    worlds: tuple[str, ...]


@dataclass(frozen=True)
class Outline:
    """All of it."""

    variants: tuple[Group, ...]
    groups: tuple[Group, ...]
    switches: tuple[Switch, ...]
    claims: tuple[tuple[int, Claim], ...]
    sheets: tuple[Sheet, ...]


def outline(problem: Problem) -> Outline:
    """Return the outline of a study's page."""
    groups = _groups(problem)
    chosen = [one for one in groups if one.assumption.distribution.variants]
    return Outline(
        variants=tuple(chosen),
        groups=tuple(one for one in groups if one not in chosen),
        switches=_switches(problem),
        claims=tuple((depth, problem.study.claims[name]) for depth, name in ordered(problem.study.claims)),
        sheets=sheets(problem),
    )


def _groups(problem: Problem) -> list[Group]:
    found, middle = [], centres(problem)
    for assumption in problem.study.assumptions.values():
        its = [one for one in problem.columns if one.assumption == assumption.id]
        controls = tuple(made for one in its if (made := _control(one, middle[one.name])))
        if controls:
            found.append(Group(assumption, controls))
    return found


def _control(column: Column, middle: float) -> Control | None:
    d = column.distribution
    if len(d.variants) > 1:
        return Control(column, None, tuple((name, name) for name in d.variants), d.variants[int(middle)])
    if len(d.options) > 1:
        choices = tuple((repr(float(one)), sentences.value(column, one)) for one in d.options)
        return Control(column, None, choices, repr(float(middle)))
    slider = scale(column)
    return Control(column, replace(slider, centre=middle)) if slider and slider.low < slider.high else None


def _switches(problem: Problem) -> tuple[Switch, ...]:
    moves = problem.study.moves
    worlds: dict[str, list[str]] = {name: [] for name in switches(problem)}
    for case in problem.cases:
        for written in case.written:
            worlds[written.name].append(case.name)
    return tuple(Switch(name, moves[name].meaning or name, tuple(made)) for name, made in worlds.items())
