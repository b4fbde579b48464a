"""Steps from the centre along each assumption alone: what all searches for flips start from, whatever the draws."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .flip_limits import Limit
from .flip_points import length
from .flip_space import STEP, Space

NEAR, FAR = (STEP, -STEP), (4 * STEP, -4 * STEP)
"""Standard deviations that each assumption is moved, and those that tell most besides."""
SHARE = 0.45
"""Most of the budget that may go into these steps."""
MOST = 64
"""Assumptions that are moved far: both ways, they fill one call."""
WITHIN = (0.25, 0.5, 0.75)
"""Parts of the way between two steps at which a turn between them is looked for."""
ABOUT = (1.0, 0.8, 1.2, 0.6, 1.5)
"""How far along the way to where single turns say that a claim turns it is tried."""


@dataclass(frozen=True)
class Scan:
    """The steps: near ones for each of some dimensions, and far ones for some of these."""

    space: Space
    dims: np.ndarray
    near: tuple[float, ...]
    most: int
    """How many dimensions may be moved far."""
    far: tuple[int, ...] = ()
    """Which of `dims` are, by their places."""

    @classmethod
    def of(cls, space: Space, dims: np.ndarray, budget: int) -> Scan:
        """Return what a part of the budget bears: both sides near, or one; and far as many as the rest bears."""
        bearable = int(budget * SHARE)
        rest = bearable - len(NEAR) * len(dims)
        if rest < 0:
            return cls(space, dims, NEAR[:1], 0)
        return cls(space, dims, NEAR, min(MOST, rest // len(FAR), len(dims)))

    def with_far(self, places: Sequence[int]) -> Scan:
        """Return the scan with the first of some places of `dims` moved far, too."""
        return dataclasses.replace(self, far=tuple(places[: self.most]))

    @property
    def levels(self) -> tuple[float, ...]:
        """Return all levels, near ones first."""
        return self.near + FAR if self.far else self.near

    @functools.cached_property
    def near_points(self) -> np.ndarray:
        """Return the near points, level by level, `[row, dimension]`."""
        return np.concatenate([self.space.probes(self.dims, level) for level in self.near])

    @functools.cached_property
    def points(self) -> np.ndarray:
        """Return all points, level by level, `[row, dimension]`."""
        far = [self.space.probes(self.dims[list(self.far)], level) for level in FAR if self.far]
        return np.concatenate([self.near_points, *far])

    @functools.cached_property
    def rows(self) -> np.ndarray:
        """Return the row of each point, `[level, dim]`; -1 where a dimension is not moved as far."""
        found = np.full((len(self.levels), len(self.dims)), -1)
        found[: len(self.near)] = np.arange(len(self.near) * len(self.dims)).reshape(len(self.near), -1)
        count = len(self.near) * len(self.dims)
        for level in range(len(self.near), len(self.levels)):
            found[level, list(self.far)] = count + np.arange(len(self.far))
            count += len(self.far)
        return found

    def steps(self, margins: np.ndarray, centre: np.ndarray) -> np.ndarray:
        """Return how far margins `[row, comparison]` are from those at the centre, `[level, dim, comparison]`.

        Where a dimension was not moved as far, the near step is drawn out.
        """
        moved = np.concatenate([margins - centre, np.zeros((1, len(centre)))])
        found = np.array(np.where(np.isfinite(moved), moved, 0.0)[self.rows])
        for level in range(len(self.near), len(self.levels)):
            drawn = found[level - len(self.near)] * (FAR[0] / NEAR[0])
            found[level] = np.where((self.rows[level] < 0)[:, None], drawn, found[level])
        return found

    def crossings(self, about: Limit, centre: int, margins: np.ndarray) -> list[Crossing]:
        """Return where a claim turns between two steps along one assumption; `about` has the points' rows."""
        found: list[Crossing] = []
        for side in (1.0, -1.0):
            levels = [(place, one) for place, one in enumerate(self.levels) if one * side > 0]
            for place, dim in enumerate(self.dims):
                low = 0.0
                for level, far in levels:
                    row, high = self.rows[level, place], self.space.own_step(int(dim), far)
                    if row >= 0 and about.truth[row] == 1 - centre:
                        changed = np.flatnonzero(np.sign(about.margins[row]) != np.sign(margins))
                        found.append(Crossing(int(dim), low, high, tuple(changed.tolist())))
                        break
                    low = high
        return sorted(found, key=lambda one: abs(one.high))


@dataclass(frozen=True)
class Crossing:
    """A turn of a claim along one assumption's own normal number: not yet at `low`, already at `high`."""

    dim: int
    low: float
    high: float
    changed: tuple[int, ...]
    """The comparisons that are otherwise there than at the centre."""

    def between(self) -> list[float]:
        """Return numbers between the two, to try."""
        return [self.low + part * (self.high - self.low) for part in WITHIN]

    def narrowed(self, truths: list[int], centre: int) -> Crossing:
        """Return the crossing after the claim's truth at the numbers between is known."""
        at = [self.low, *self.between(), self.high]
        turned = next((k for k, truth in enumerate(truths, 1) if truth == 1 - centre), len(truths) + 1)
        return Crossing(self.dim, at[turned - 1], at[turned], self.changed)


def joint(space: Space, crossings: list[Crossing]) -> list[np.ndarray]:
    """Return points at which single turns say that a claim turns if assumptions are moved together.

    An edge that is flat and met by assumption j alone at a_j is nearest where x_j = (1/a_j) / sum of (1/a)^2. Only
    turns by which the same comparisons change count together.
    """
    found: list[np.ndarray] = []
    for changed in dict.fromkeys(one.changed for one in crossings):
        own = np.zeros(len(space.moving))
        for one in reversed([each for each in crossings if each.changed == changed]):
            own[one.dim] = 2 / (one.low + one.high)
        point = space.parted(own[None] / float(own @ own))[0]
        found += [point * part for part in ABOUT]
    return sorted(found, key=length)
