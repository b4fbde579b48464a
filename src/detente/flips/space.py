"""Standard-normal coordinates of the assumptions, and the one map from them to values.

A point has a number for each sampled column that has an order: 0 is the middle of its distribution, 1 what lies
one standard deviation up if the column is seen through a normal number (Hasofer and Lind 1974, Journal of the
Engineering Mechanics Division 100:111-121; Rackwitz and Fiessler 1978, Computers and Structures 9:489-494, for
other distributions). Choices between variants have no order: they are given beside the point.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from ..chance.copula import INDEPENDENT, Copula
from ..chance.cube import sampled, values
from ..domains.records import Column

FARTHEST = 6.0
"""Standard deviations that no coordinate goes beyond: values hardly move there."""
GRID = np.linspace(-FARTHEST - 1, FARTHEST + 1, 281)
"""Normal numbers at which features are tabled; 0 is among them."""
REACH = 5
"""Steps of the grid, either way, over which the slope of a feature is taken: some columns move in steps."""
NUDGE, MOST, ITERATIONS = 0.01, 0.5, 3
"""Standard deviations over which slopes of values are taken to tell where rounding moves a point, by how many it may
at once, and how often that is taken again."""
DIGITS = 4
"""Of a value that is told."""
TINY, EXACT = 1e-290, 1e-9
"""A value nearer to 0 is told as it is: there are no more digits; part of the last digit that is none."""

Variants = Mapping[str, int]
"""The place of the variant of each choice, by column."""


@dataclass(frozen=True)
class Space:
    """The sampled columns of a problem; points are `[row, dimension]`, one dimension for each of `moving`."""

    columns: tuple[Column, ...]
    copula: Copula = INDEPENDENT
    """What is drawn together: coordinates are independent, and mixed before they become values (Nataf 1962)."""

    @functools.cached_property
    def choices(self) -> tuple[Column, ...]:
        """Return the columns that choose between variants."""
        return tuple(one for one in sampled(self.columns) if one.distribution.variants)

    @functools.cached_property
    def moving(self) -> tuple[Column, ...]:
        """Return the columns that a point may move."""
        return tuple(one for one in sampled(self.columns) if not one.distribution.variants)

    @functools.cached_property
    def place(self) -> dict[str, int]:
        """Return the dimension of each moving column."""
        return {column.name: place for place, column in enumerate(self.moving)}

    @functools.cached_property
    def likeliest(self) -> dict[str, int]:
        """Return the variants at the centre."""
        return {one.name: int(one.distribution.median()) for one in self.choices}

    @functools.cached_property
    def others(self) -> list[tuple[Column, int]]:
        """Return each choice with each of its variants but the likeliest."""
        counted = [(one, place) for one in self.choices for place in range(len(one.distribution.variants))]
        return [(one, place) for one, place in counted if place != self.likeliest[one.name]]

    def values(self, points: np.ndarray, variants: Sequence[Variants]) -> dict[str, np.ndarray]:
        """Return the value of every column at points, `[row]` each; `variants` has the choices of each row."""
        points = self.joined(points)
        cube = np.full((len(points), len(sampled(self.columns))), 0.5)
        for place, column in enumerate(sampled(self.columns)):
            if column.name in self.place:
                cube[:, place] = special.ndtr(points[:, self.place[column.name]])
            else:
                chosen = np.array([one[column.name] for one in variants])
                cube[:, place] = column.distribution.point({column.part: chosen}, column.part)
        return values(self.columns, cube)

    @functools.cached_property
    def tied(self) -> list[int]:
        """Return the dimensions of the columns that are drawn together, in the copula's order."""
        return [self.place[name] for name in self.copula.names]

    def joined(self, points: np.ndarray) -> np.ndarray:
        """Return each column's own normal number at points, `[row, dimension]` both."""
        found = points.copy()
        found[:, self.tied] = self.copula.joined(points[:, self.tied])
        return found

    def parted(self, own: np.ndarray) -> np.ndarray:
        """Return the points at which columns have normal numbers of their own, `[row, dimension]` both."""
        found = own.copy()
        found[:, self.tied] = self.copula.parted(own[:, self.tied])
        return found

    def coordinates(self, cube: np.ndarray) -> np.ndarray:
        """Return points of the draws' cube `[row, dimension of the cube]` as points of this space."""
        kept = [place for place, one in enumerate(sampled(self.columns)) if one.name in self.place]
        return np.asarray(np.clip(special.ndtri(cube[:, kept]), -FARTHEST, FARTHEST))

    @functools.cached_property
    def _table(self) -> np.ndarray:
        """Return the feature of every dimension at own normal numbers of `GRID`, `[grid, dimension]`."""
        made = self.values(
            self.parted(np.tile(GRID[:, None], len(self.moving))), [self.likeliest] * len(GRID)
        )
        found = np.tile(GRID[:, None], len(self.moving))
        low, middle, high = np.searchsorted(GRID, [-1 - EXACT, -EXACT, 1 - EXACT])
        for place, one in enumerate(self.moving):
            if not one.distribution.joint:
                its = made[one.name]
                found[:, place] = (its - its[middle]) * 2 / (its[high] - its[low] or its[-1] - its[0] or 2.0)
        return found

    def features(self, points: np.ndarray) -> np.ndarray:
        """Return what models are nearly linear in at points, `[row, dimension]` both.

        It is the column's value, less that at the centre, in units of half of what lies between one standard
        deviation below and above; of a share or a year of a path, which others move too, its normal number.
        """
        own = np.clip(self.joined(points), GRID[0], GRID[-1] - EXACT)
        low, part = np.divmod((own - GRID[0]) / (GRID[1] - GRID[0]), 1.0)
        near, dims = low.astype(int), np.arange(own.shape[1])
        return np.asarray(self._table[near, dims] * (1 - part) + self._table[near + 1, dims] * part)

    def gradient(self, slopes: np.ndarray, point: np.ndarray) -> np.ndarray:
        """Return how fast what has `slopes` by feature moves with the coordinates, `[comparison, dimension]`."""
        near = np.searchsorted(GRID, self.joined(point[None])[0]).clip(REACH, len(GRID) - 1 - REACH)
        dims = np.arange(len(point))
        rise = self._table[near + REACH, dims] - self._table[near - REACH, dims]
        found = slopes * rise / (GRID[2 * REACH] - GRID[0])
        found[..., self.tied] = found[..., self.tied] @ self.copula.root
        return np.asarray(found)

    @functools.cached_property
    def _ends(self) -> dict[str, np.ndarray]:
        """Return each moving column's lowest value, its middle and its highest."""
        own = np.tile(np.array([[-FARTHEST - 1], [0.0], [FARTHEST + 1]]), len(self.moving))
        return self.values(self.parted(own), [self.likeliest] * 3)

    def told(self, points: np.ndarray, variants: Sequence[Variants]) -> dict[str, np.ndarray]:
        """Return values as they are told: those that a point moves rounded away from the centre, within their range.

        Values that others move too (shares, years of a path) stay as they are.
        """
        found, own = self.values(points, variants), self.joined(points)
        for place in np.flatnonzero(own.any(axis=0)):
            column = self.moving[place]
            if not column.distribution.joint:
                low, middle, high = self._ends[column.name]
                values = found[column.name]
                for row in np.flatnonzero(own[:, place]):
                    values[row] = min(max(away(float(values[row]), middle), low), high)
        return found

    def as_told(self, point: np.ndarray, variants: Variants) -> np.ndarray:
        """Return a point moved to where its values are those that are told, `[dimension]`."""
        own, told = self.joined(point[None])[0], self.told(point[None], [variants])
        moved = np.flatnonzero(own)
        for _ in range(ITERATIONS):
            rows = self.parted(np.stack([own, own - NUDGE, own + NUDGE]))
            values = self.values(rows, [variants] * 3)
            for place in moved:
                at, low, high = values[self.moving[place].name]
                if high > low:
                    off = (told[self.moving[place].name][0] - at) / (high - low) * 2 * NUDGE
                    own[place] += np.clip(off, -MOST, MOST)
        return np.asarray(self.parted(own[None])[0])


def away(value: float, middle: float) -> float:
    """Return a value of a few digits that is no nearer to the middle.

    >>> away(0.123456, 0.3), away(0.123456, 0.1), away(-2.00001, 0.0)
    (0.1234, 0.1235, -2.001)
    """
    if abs(value) < TINY or not math.isfinite(value):
        return value
    unit = 10.0 ** (math.floor(math.log10(abs(value))) + 1 - DIGITS)
    steps = value / unit
    steps = math.ceil(steps - EXACT) if value > middle else math.floor(steps + EXACT)
    return float(f"{steps * unit:.{DIGITS}g}")
