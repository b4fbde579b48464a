"""Standard-normal coordinates of the assumptions, and the one map from them to values.

A point has a number for each sampled column that has an order: 0 is the middle of its distribution, 1 what lies
one standard deviation up if the column is seen through a normal number (Hasofer and Lind 1974, Journal of the
Engineering Mechanics Division 100:111-121; Rackwitz and Fiessler 1978, Computers and Structures 9:489-494, for
other distributions). Choices between variants have no order: they are given beside the point.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from ..chance.copula import INDEPENDENT, Copula
from ..chance.cube import sampled, values
from ..domains.records import Column

FARTHEST = 6.0
"""Standard deviations that no coordinate goes beyond: values hardly move there."""
GRID = np.linspace(-FARTHEST - 1, FARTHEST + 1, 1401)
"""Coordinates at which features are tabled; 0 is among them."""
BENT = 0.5
"""Part of a value that its distance from the centre counts as: margins are bent less than they slope."""
STEP = 50
"""Steps of the grid, either way, over which the slope of a column that moves in steps is taken."""

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
        """Return the feature of every dimension at the coordinates of `GRID`, `[grid, dimension]`.

        It is the column's value, less that at the centre, in units of half of what lies between one standard
        deviation below and above; of a share or a year of a path, which others move too, the coordinate itself.
        """
        own = np.tile(GRID[:, None], len(self.moving))
        made, found = self.values(self.parted(own), [self.likeliest] * len(GRID)), own.copy()
        low, middle, high = (int(np.argmin(np.abs(GRID - at))) for at in (-1, 0, 1))
        for place, one in enumerate(self.moving):
            if not one.distribution.joint:
                its = made[one.name]
                reach = its[high] - its[low] or its[-1] - its[0] or 2.0
                found[:, place] = (its - its[middle]) * 2 / reach
        return np.concatenate([found, (np.hypot(found, 1.0) - 1.0) * BENT], axis=1)

    def features(self, points: np.ndarray) -> np.ndarray:
        """Return the features of points `[row, dimension]`: models are nearly linear in these, `[row, feature]`.

        The first half are the values, the second how far they are off the centre either way.
        """
        low, part = (np.tile(one, 2) for one in _cell(self.joined(points)))
        dims = np.arange(low.shape[1])
        return np.asarray(self._table[low, dims] * (1 - part) + self._table[low + 1, dims] * part)

    def gradient(self, slopes: np.ndarray, point: np.ndarray) -> np.ndarray:
        """Return how fast what has `slopes` by feature moves with the coordinates, `[comparison, dimension]`."""
        near = _cell(self.joined(point[None]))[0][0]
        low = np.where(self._stepped, np.maximum(near - STEP, 0), near)
        high = np.where(self._stepped, np.minimum(near + STEP, len(GRID) - 1), near + 1)
        low, high = np.tile(low, 2), np.tile(high, 2)
        dims = np.arange(len(low))
        found = slopes * (self._table[high, dims] - self._table[low, dims]) / (GRID[high] - GRID[low])
        found = found[..., : len(point)] + found[..., len(point) :]
        found[..., self.tied] = found[..., self.tied] @ self.copula.root
        return np.asarray(found)

    @functools.cached_property
    def _stepped(self) -> np.ndarray:
        """Tell which dimensions move their column in steps, `[dimension]`."""
        return np.array([one.distribution.listed for one in self.moving], dtype=bool)


def _cell(own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the place of normal numbers in the table of features, and how far they are to the next place."""
    place = (np.clip(own, GRID[0], GRID[-1]) - GRID[0]) / (GRID[1] - GRID[0])
    low = np.minimum(place.astype(int), len(GRID) - 2)
    return low, place - low
