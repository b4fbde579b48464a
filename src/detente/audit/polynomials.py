"""Functions of one assumption out of which a surrogate is built, over some of a run's draws."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..domains.records import Column
from ..runs.draws import REPLICATES
from .drivers import Classes, classes

DEGREE = 6
"""Of the polynomials."""
FEW = 6
"""A number of so few values, or fewer, gets one function a value instead."""
LOW = 2
"""Functions of each column by which interactions are sought."""
KEPT = 160
"""Columns all of whose functions are held at once."""
MOST_DRAWS, HELD = 16_384, 1 << 23
"""Draws that a surrogate is fitted to, and most numbers held for it, draws times columns: some 64 MB."""


def thin_to(draws: int, columns: int) -> int:
    """Return how many draws of each replicate a surrogate sees; a power of two, as a Sobol block should be."""
    most = min(draws, MOST_DRAWS, max(1024, HELD // max(columns, 1))) // REPLICATES
    return int(2 ** (most.bit_length() - 1))


def thinned(values: np.ndarray, points: int) -> np.ndarray:
    """Return the first `points` draws of each replicate, `[draw]`."""
    return values.reshape(REPLICATES, -1)[:, :points].ravel()


def mid_ranks(values: np.ndarray) -> np.ndarray:
    """Return the share of draws below each value, ties at their middle, `[draw]` in (0, 1)."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - counts / 2)[place] / len(values))


def functions(values: np.ndarray, is_choice: bool = False) -> np.ndarray:
    """Return functions of a column of mean 0 and variance 1 `[function, draw]`; none where it does not vary.

    Legendre polynomials of the share of draws below, which is uniform whatever the distribution; for a choice,
    or few values, whether it is each value but the first.
    """
    known = np.unique(values)
    if len(known) < 2:
        return np.empty((0, len(values)))
    if is_choice or len(known) <= FEW:
        found = np.stack([(values == one).astype(float) for one in known[1:]])
        found -= found.mean(axis=1, keepdims=True)
        return np.asarray(found / found.std(axis=1, keepdims=True))
    return _legendre(2 * mid_ranks(values) - 1)


def _legendre(x: np.ndarray) -> np.ndarray:
    """Return Legendre polynomials of degree 1 to `DEGREE`, of variance 1 for uniform x in (-1, 1)."""
    found = [np.ones_like(x), x]
    for degree in range(2, DEGREE + 1):
        found.append(((2 * degree - 1) * x * found[-1] - (degree - 1) * found[-2]) / degree)
    return np.stack([np.sqrt(2 * degree + 1) * found[degree] for degree in range(1, DEGREE + 1)])


@dataclass(frozen=True)
class Space:
    """The columns that a surrogate may use, over the draws that it sees."""

    columns: tuple[Column, ...]
    values: tuple[np.ndarray, ...]
    """`[draw]` a column."""
    points: int
    """Draws of each replicate."""

    @functools.cached_property
    def place(self) -> dict[str, int]:
        """Return the place of each column by name."""
        return {column.name: place for place, column in enumerate(self.columns)}

    def of(self, place: int) -> np.ndarray:
        """Return the functions of a column, `[function, draw]`, in single precision; the last ones are kept."""
        known: dict[int, np.ndarray] = self.__dict__.setdefault("_functions", {})
        if place not in known:
            if len(known) >= KEPT:
                known.pop(next(iter(known)))
            is_choice = bool(self.columns[place].distribution.variants)
            known[place] = functions(self.values[place], is_choice).astype(np.float32)
        return known[place]

    @functools.cached_property
    def lows(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the first functions of all columns `[row, draw]`, and column and function of each `[row, 2]`."""
        made = [self.of(place)[:LOW].copy() for place in range(len(self.columns))]
        owners = [(place, f) for place, rows in enumerate(made) for f in range(len(rows))]
        return np.concatenate(made), np.asarray(owners, dtype=np.int64).reshape(-1, 2)

    @property
    def low(self) -> np.ndarray:
        """Return the first functions of all columns, `[row, draw]`."""
        return self.lows[0]

    @property
    def owner(self) -> np.ndarray:
        """Return the column and the function of each row of `low`, `[row, 2]`."""
        return self.lows[1]

    @functools.cached_property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Return the columns that can only be redrawn together: shares of a Dirichlet, years of a path."""
        found: dict[str, list[int]] = {}
        for place, column in enumerate(self.columns):
            found.setdefault(column.assumption if column.distribution.joint else column.name, []).append(
                place
            )
        return tuple(map(tuple, found.values()))

    def cut(self, place: int) -> Classes:
        """Return a column cut into classes."""
        known: dict[int, Classes] = self.__dict__.setdefault("_cuts", {})
        if place not in known:
            known[place] = classes(self.values[place])
        return known[place]

    def within(self, names: Sequence[str]) -> frozenset[int]:
        """Return the places of some columns."""
        return frozenset(self.place[name] for name in names if name in self.place)
