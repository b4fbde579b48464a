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

from ..bind.records import Column
from ..chance.copula import INDEPENDENT, Copula
from ..chance.cube import sampled, values
from ..chance.distribution import cumulative
from ..chance.kinds import Choice, Dirichlet, Discrete, Path

FARTHEST = 6.0
"""Standard deviations that no coordinate goes beyond: values hardly move there."""
GRID = np.linspace(-FARTHEST - 1, FARTHEST + 1, 1401)
"""Coordinates at which features are tabled; 0 is among them."""
STEP = 0.5
"""Standard deviations over which slopes at the centre are taken: noise of solves is far below what it moves."""

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
        return tuple(one for one in sampled(self.columns) if isinstance(one.distribution, Choice))

    @functools.cached_property
    def moving(self) -> tuple[Column, ...]:
        """Return the columns that a point may move."""
        return tuple(one for one in sampled(self.columns) if not isinstance(one.distribution, Choice))

    @functools.cached_property
    def place(self) -> dict[str, int]:
        """Return the dimension of each moving column."""
        return {column.name: place for place, column in enumerate(self.moving)}

    @functools.cached_property
    def likeliest(self) -> dict[str, int]:
        """Return the variants at the centre."""
        return {one.name: int(np.argmax(_weights(one))) for one in self.choices}

    def values(self, points: np.ndarray, variants: Sequence[Variants]) -> dict[str, np.ndarray]:
        """Return the value of every column at points, `[row]` each; `variants` has the choices of each row."""
        points = self.joined(points)
        cube = np.full((len(points), len(sampled(self.columns))), 0.5)
        for place, column in enumerate(sampled(self.columns)):
            if column.name in self.place:
                cube[:, place] = special.ndtr(points[:, self.place[column.name]])
            else:
                cube[:, place] = [_middle(column, one[column.name]) for one in variants]
        return values(self.columns, cube)

    @functools.cached_property
    def tied(self) -> list[int]:
        """Return the dimensions of the columns that are drawn together, in the copula's order."""
        return [self.place[name] for name in self.copula.names]

    def with_companions(self, dims: np.ndarray) -> np.ndarray:
        """Return dimensions in order, with those of the columns that are drawn together with one of them."""
        names = {self.moving[place].name for place in dims}
        groups = [group for group in self.copula.groups if names & set(group)]
        more = [self.place[name] for group in groups for name in group]
        return np.unique(np.concatenate([np.asarray(dims, dtype=np.int64), np.asarray(more, dtype=np.int64)]))

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

        The feature is the value that the column takes; of a share or of a year of a path, which other
        coordinates move too, it is the coordinate itself. Models are more nearly linear in values.
        """
        own = np.tile(GRID[:, None], len(self.moving))
        made = self.values(self.parted(own), [self.likeliest] * len(GRID))
        alone = [not isinstance(one.distribution, (Dirichlet, Path)) for one in self.moving]
        columns = [made[one.name] if its else GRID for one, its in zip(self.moving, alone, strict=True)]
        return np.stack(columns, axis=1) if columns else np.empty((len(GRID), 0))

    def features(self, point: np.ndarray) -> np.ndarray:
        """Return the features of a point, `[dimension]`."""
        low, part = self._cell(self.joined(point[None])[0])
        dims = np.arange(len(point))
        return np.asarray(self._table[low, dims] * (1 - part) + self._table[low + 1, dims] * part)

    def slopes(self, point: np.ndarray) -> np.ndarray:
        """Return how fast each feature moves with its own normal number, `[dimension]`; of steps, over half a unit."""
        dims = np.arange(len(point))
        near = self._cell(self.joined(point[None])[0])[0]
        narrow = (self._table[near + 1, dims] - self._table[near, dims]) / (GRID[1] - GRID[0])
        reach = round(STEP / (GRID[1] - GRID[0]))
        ends = np.minimum(near + reach, len(GRID) - 1), np.maximum(near - reach, 0)
        wide = (self._table[ends[0], dims] - self._table[ends[1], dims]) / (GRID[ends[0]] - GRID[ends[1]])
        return np.asarray(np.where(self._steps, wide, narrow))

    def gradient(self, slopes: np.ndarray, point: np.ndarray) -> np.ndarray:
        """Return how fast what is linear in features moves with the coordinates at a point, as `slopes` are shaped.

        `slopes` are `[comparison, dimension]` or `[dimension]`, by feature.
        """
        found = np.array(slopes * self.slopes(point))
        found[..., self.tied] = found[..., self.tied] @ self.copula.root
        return found

    def own_step(self, dim: int, far: float) -> float:
        """Return how far a step of so many standard deviations goes along a column: of one that has steps, over one."""
        return float(np.sign(far) * max(abs(far), 3 * STEP)) if self._steps[dim] else far

    def probes(self, dims: np.ndarray, far: float = STEP) -> np.ndarray:
        """Return the points beside the centre at which one column each has moved so far, `[row, dimension]`."""
        points = np.zeros((len(dims), len(self.moving)))
        points[np.arange(len(dims)), dims] = [self.own_step(int(dim), far) for dim in dims]
        return self.parted(points)

    @functools.cached_property
    def reach(self) -> np.ndarray:
        """Return how far each feature is apart one standard deviation above and below the centre, `[dimension]`."""
        ones = self.parted(np.ones((1, len(self.moving))))[0]
        return np.asarray(np.abs(self.features(ones) - self.features(-ones)))

    @functools.cached_property
    def _steps(self) -> np.ndarray:
        """Tell which dimensions move their column in steps, `[dimension]`."""
        return np.array([isinstance(one.distribution, Discrete) for one in self.moving], dtype=bool)

    def _cell(self, point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the place of a point in the table of features, and how far it is to the next place."""
        place = (np.clip(point, GRID[0], GRID[-1]) - GRID[0]) / (GRID[1] - GRID[0])
        low = np.minimum(place.astype(int), len(GRID) - 2)
        return low, place - low


def _weights(column: Column) -> np.ndarray:
    return np.asarray(getattr(column.distribution, "weights", (1.0,)), dtype=float)


def _middle(column: Column, variant: int) -> float:
    """Return a point of the cube at which a choice takes a variant."""
    ends = np.concatenate([[0.0], cumulative(_weights(column))])
    return float((ends[variant] + ends[variant + 1]) / 2)
