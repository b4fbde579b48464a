"""A point of a study: the values that somebody gave its assumptions, and the moves that are switched off."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..chance.cube import median as centre
from ..chance.cube import values
from ..domains.domain import Problem
from ..domains.records import Column
from ..domains.switches import switches
from ..ground.faults import did_you_mean
from .refusals import Refused

LARGEST = sys.float_info.max
"""A whole number may be beyond it, and is none that can be reckoned with."""
NEAR = 1e-9
"""Share of a range by which a value may lie outside of it by rounding."""


@dataclass(frozen=True)
class Point:
    """Values of columns that are not at their centre, and moves that are made in no world."""

    values: Mapping[str, float]
    off: frozenset[str] = frozenset()


def point(problem: Problem, asked: Mapping[str, Any], off: Sequence[Any]) -> Point:
    """Return the point with values by assumption, numbers or variants, and the names of the moves that are off.

    Raises Refused for a name that is not there, or a value outside of the assumption's range.
    """
    columns = {column.name: column for column in problem.columns}
    found = {}
    for name, value in asked.items():
        if name not in columns:
            raise Refused(422, f"no assumption '{name}'", did_you_mean(name, columns))
        found[name] = _value(columns[name], value)
    known = switches(problem)
    for name in off:
        if not isinstance(name, str) or name not in known:
            raise Refused(422, f"no move '{name}' is made in any world", did_you_mean(str(name), known))
    return Point(found, frozenset(off))


def centres(problem: Problem) -> dict[str, float]:
    """Return the centre of every column; parts of a whole have theirs together, so that they sum to 1."""
    found = {column.name: centre(column) for column in problem.columns}
    for names in wholes(problem):
        its = [column for column in problem.columns if column.name in names]
        made = values(its, np.full((1, len(its)), 0.5))
        found |= {name: float(made[name][0]) for name in names}
    return found


def wholes(problem: Problem) -> tuple[tuple[str, ...], ...]:
    """Return the parts of each whole: the columns whose values sum to 1."""
    found: dict[str, list[str]] = {}
    for column in problem.columns:
        if column.distribution.shares:
            found.setdefault(column.assumption, []).append(column.name)
    return tuple(tuple(names) for names in found.values())


def columns_at(
    problem: Problem, points: Sequence[Point], middle: Mapping[str, float]
) -> dict[str, np.ndarray]:
    """Return the value of every column at points, `[point]` each, those not given at their `middle`.

    Parts of a whole make room for those that are given.
    """
    found = {
        name: np.array([one.values.get(name, value) for one in points], float)
        for name, value in middle.items()
    }
    for names in wholes(problem):
        its = {name: middle[name] for name in names}
        made = [
            shares({name: one.values[name] for name in names if name in one.values}, its) for one in points
        ]
        found |= {name: np.array([one[name] for one in made]) for name in names}
    return found


def shares(given: Mapping[str, float], middle: Mapping[str, float]) -> dict[str, float]:
    """Return the parts of a whole: those given stay, the others share what is left of 1 as they do in the middle.

    Where there is no other, or those given are more than 1, they share the whole as they are to each other.

    >>> shares({"a": 0.6}, {"a": 0.2, "b": 0.3, "c": 0.5})
    {'a': 0.6, 'b': 0.15000000000000002, 'c': 0.25}
    >>> shares({"a": 0.9, "b": 0.6}, {"a": 0.2, "b": 0.3, "c": 0.5})
    {'a': 0.6, 'b': 0.4, 'c': 0.0}
    """
    taken = sum(given.values())
    others = sum(value for name, value in middle.items() if name not in given)
    if others and taken <= 1:
        return {name: given.get(name, value * (1 - taken) / others) for name, value in middle.items()}
    return {name: given.get(name, 0.0) / taken if taken else value for name, value in middle.items()}


def _value(column: Column, value: Any) -> float:
    """Return a value that a column may have. Raises Refused for another."""
    d = column.distribution
    if d.variants:
        if not isinstance(value, str) or value not in d.variants:
            mend = did_you_mean(str(value), d.variants)
            raise Refused(422, f"'{column.name}' has no variant '{value}'", mend)
        return float(d.variants.index(value))
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= LARGEST:
        raise Refused(422, f"'{column.name}' is to be a number", "send a finite number")
    low, high = d.ends(column.part)
    room = NEAR * max(abs(low) if math.isfinite(low) else 0, abs(high) if math.isfinite(high) else 0, 1e-300)
    if not low - room <= value <= high + room:
        raise Refused(422, f"'{column.name}' is {value:g}", f"its range is {low:g} to {high:g}")
    if d.options and min(abs(value - one) for one in d.options) > room:
        mend = f"it is one of {', '.join(f'{one:g}' for one in d.options)}"
        raise Refused(422, f"'{column.name}' is {value:g}", mend)
    return float(min(max(value, low), high))
