"""From the unit cube to values of a study's numbers, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from .distribution import EDGE, Drawn

Column = TypeVar("Column", bound=Drawn)


def sampled(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Return the columns that take a dimension of the cube: all but those that are the same in every draw."""
    return tuple(column for column in columns if not column.distribution.constant(column.part))


def values(columns: Sequence[Drawn], cube: np.ndarray) -> dict[str, np.ndarray]:
    """Return the value of each column in each draw.

    `cube` is `[draw, dimension]` in [0, 1], a dimension for each of `sampled(columns)` in their order. The
    parts of a vector assumption (Dirichlet shares, the years of a path) are made together.
    """
    dimension = {column.name: place for place, column in enumerate(sampled(columns))}
    clipped = np.clip(cube, EDGE, 1 - EDGE)
    none = np.zeros(len(cube))
    points = {
        column.name: clipped[:, dimension[column.name]] if column.name in dimension else none
        for column in columns
    }
    made: dict[str, np.ndarray] = {}
    for column in columns:
        if column.name in made:
            continue
        if column.distribution.joint:
            its = _parts(columns, column)
            drawn = column.distribution.drawn({part: points[one.name] for part, one in its.items()})
            made |= {one.name: drawn[part] for part, one in its.items()}
        else:
            made[column.name] = np.asarray(column.distribution.ppf(points[column.name]), dtype=float)
    return {column.name: made[column.name] for column in columns}


def points(columns: Sequence[Drawn], drawn: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return points of the unit cube `[draw, dimension]` at which `values` gives what was drawn.

    Many points give the same discrete value, variant or shares of a Dirichlet: theirs are the middle of the
    weight of a value, and gamma numbers that sum to the sum of the weights.
    """
    found = []
    for column in sampled(columns):
        names = column.distribution.columns(column.assumption) if column.distribution.joint else ()
        its = {part: drawn[name] for part, name in enumerate(names) if name in drawn}
        found.append(column.distribution.point(its or {column.part: drawn[column.name]}, column.part))
    return np.stack(found, axis=1)


def median(column: Drawn) -> float:
    """Return the middle of a column: what words, checks and flips mean by it."""
    return float(column.distribution.median(column.part))


def score(column: Drawn, values: np.ndarray) -> np.ndarray:
    """Return the standard normal number below which as much of a column lies as below each value; 0 at the median."""
    return column.distribution.score(values, column.part)


def distance(column: Drawn, values: np.ndarray) -> np.ndarray:
    """Return how far a column's values lie from its centre in standard-normal units, signed, `[draw]`."""
    return column.distribution.distance(values, column.part)


def _parts(columns: Sequence[Drawn], column: Drawn) -> dict[int, Drawn]:
    """Return the columns of a vector assumption by their part."""
    return {one.part: one for one in columns if one.assumption == column.assumption}
