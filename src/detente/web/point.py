"""A point of a study: the values that somebody gave its assumptions, and the moves that are switched off."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..audit.centre import centre
from ..bind.records import Column, Problem
from ..bind.switches import switches
from ..ground.faults import did_you_mean
from ..study.distributions import (
    Beta,
    Choice,
    Dirichlet,
    Discrete,
    Fixed,
    Gamma,
    LogNormal,
    Path,
    Triangular,
    Uniform,
)
from .refusals import Refused

NEAR = 1e-9
"""Share of a range by which a value may lie outside of it by rounding."""


@dataclass(frozen=True)
class Point:
    """Values of columns that are not at their centre, and moves that are made in no world."""

    values: Mapping[str, float]
    off: frozenset[str] = frozenset()


def point(problem: Problem, given: Any) -> Point:
    """Return what a request asks for, `{"values": {name: number or variant}, "off": [move]}`.

    Raises Refused for a name that is not there, or a value outside of the assumption's range.
    """
    if not isinstance(given, dict):
        raise Refused(422, "a point is a table", 'send {"values": {}, "off": []}')
    values, off = given.get("values", {}), given.get("off", [])
    if not isinstance(values, dict) or not isinstance(off, list):
        raise Refused(
            422, "a point has `values`, a table, and `off`, a list", 'send {"values": {}, "off": []}'
        )
    columns = {column.name: column for column in problem.columns}
    found = {}
    for name, value in values.items():
        if name not in columns:
            raise Refused(422, f"no assumption '{name}'", did_you_mean(name, columns))
        found[name] = _value(columns[name], value)
    known = switches(problem)
    for name in off:
        if not isinstance(name, str) or name not in known:
            raise Refused(422, f"no move '{name}' is made in any world", did_you_mean(str(name), known))
    return Point(found, frozenset(off))


def centres(problem: Problem) -> dict[str, float]:
    """Return the centre of every column."""
    return {column.name: centre(column) for column in problem.columns}


def columns_at(
    problem: Problem, points: Sequence[Point], middle: Mapping[str, float]
) -> dict[str, np.ndarray]:
    """Return the value of every column at points, `[point]` each, those not given at their `middle`.

    Shares of one whole are scaled to sum to 1.
    """
    found = {
        name: np.array([one.values.get(name, value) for one in points], float)
        for name, value in middle.items()
    }
    wholes: dict[str, list[str]] = {}
    for column in problem.columns:
        if isinstance(column.distribution, Dirichlet):
            wholes.setdefault(column.assumption, []).append(column.name)
    for names in wholes.values():
        total = np.maximum(np.sum([found[name] for name in names], axis=0), 1e-300)
        found |= {name: found[name] / total for name in names}
    return found


def ends(column: Column) -> tuple[float, float]:
    """Return the lowest and the highest value that a column may have; infinite where there is none."""
    d = column.distribution
    if isinstance(d, (Uniform, Triangular, Beta, Path)):
        return d.low, d.high
    if isinstance(d, (Gamma, LogNormal)):
        return 0.0, math.inf
    if isinstance(d, Dirichlet):
        return 0.0, 1.0
    if isinstance(d, Discrete):
        return min(d.values), max(d.values)
    if isinstance(d, Fixed):
        return d.value, d.value
    return -math.inf, math.inf


def _value(column: Column, value: Any) -> float:
    """Return a value that a column may have. Raises Refused for another."""
    d = column.distribution
    if isinstance(d, Choice):
        if not isinstance(value, str) or value not in d.names:
            raise Refused(422, f"'{column.name}' has no variant '{value}'", did_you_mean(str(value), d.names))
        return float(d.names.index(value))
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise Refused(422, f"'{column.name}' is to be a number", "send a finite number")
    low, high = ends(column)
    room = NEAR * max(abs(low) if math.isfinite(low) else 0, abs(high) if math.isfinite(high) else 0, 1e-300)
    if not low - room <= value <= high + room:
        raise Refused(422, f"'{column.name}' is {value:g}", f"its range is {low:g} to {high:g}")
    if isinstance(d, Discrete) and min(abs(value - one) for one in d.values) > room:
        raise Refused(
            422, f"'{column.name}' is {value:g}", f"it is one of {', '.join(f'{v:g}' for v in d.values)}"
        )
    return float(min(max(value, low), high))
