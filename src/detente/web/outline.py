"""What the page of a study holds before anything is solved: its controls, its claims, its tables of outcomes."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from ..audit import sentences
from ..chance.cube import median as centre
from ..chance.cube import score
from ..domains.domain import Problem
from ..domains.records import Column
from ..domains.sheets import Sheet
from ..domains.switches import switches
from ..report.tree import ordered
from ..study.records import Assumption, Claim
from .point import centres

TAIL = 0.002
"""Share of an unbounded distribution that lies beyond either end of its slider."""
STEPS = 200
PLACES = 41
"""Points at which a distribution is told along its slider."""
WIDTH, HEIGHT = 100, 16
"""Of the picture of a density, in its own units."""


@dataclass(frozen=True)
class Scale:
    """A slider: ends, step and centre [unit of the column], and percentiles and density at even places along it."""

    low: float
    high: float
    step: float
    centre: float
    below: tuple[float, ...]
    """Share of the distribution below each of `PLACES` even places, in per cent."""
    outline: str
    """The density as the path of a picture `WIDTH` wide and `HEIGHT` high."""


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
        sheets=tuple(one for domain in problem.domains for one in domain.sheets(problem) if one.rows),
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


def scale(column: Column) -> Scale | None:
    """Return the slider of a column; None for what is chosen from a list, or is fixed."""
    d = column.distribution
    if d.listed or d.constant(column.part):
        return None
    low, high = d.ends(column.part)
    if not math.isfinite(low):
        low = _at(column, TAIL)
    if not math.isfinite(high):
        high = _at(column, 1 - TAIL)
    places = np.linspace(low, high, PLACES)
    below = special.ndtr(score(column, places))
    below[0], below[-1] = min(below[0], TAIL), max(below[-1], 1 - TAIL)
    step = float(f"{(high - low) / STEPS:.1g}")
    shares = tuple(round(100 * float(one), 1) for one in below)
    return Scale(float(low), float(high), step, centre(column), shares, _density(below))


def _at(column: Column, share: float) -> float:
    """Return the value below which a share of an unbounded column lies."""
    d = column.distribution
    if d.joint:
        middle, spread = centre(column), 1.0
        probe = np.array([middle - spread, middle + spread])
        slope = float(np.diff(score(column, probe))[0] / (2 * spread))
        return middle + float(special.ndtri(share)) / slope
    return float(d.ppf(np.array([share]))[0])


def _density(below: np.ndarray) -> str:
    """Return a density as a filled path, from the shares below even places."""
    heights = np.diff(below)
    tops = HEIGHT * (1 - heights / max(float(heights.max()), 1e-12))
    wide = WIDTH / len(heights)
    steps = "".join(f"L{(place + 0.5) * wide:.1f} {top:.1f}" for place, top in enumerate(tops))
    return f"M0 {HEIGHT}L0 {tops[0]:.1f}{steps}L{WIDTH} {tops[-1]:.1f}L{WIDTH} {HEIGHT}Z"
