"""Which assumptions decide a claim: first-order indices from the draws at hand.

The index of X for y is the share of the variance of y that the mean of y given X explains (the correlation
ratio), estimated by cutting X into classes (Plischke, Borgonovo and Smith 2013, European Journal of
Operational Research 226:536-550). We differ by correcting its bias (Kelley 1935, PNAS 21:554-559), by keeping
ties in one class, and by a jackknife over the replicates for its error.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import special

from ..runs.draws import REPLICATES

MOST_CLASSES = 48
NULL_LEVEL = 0.01
"""Chance that any of the assumptions without influence stands out."""
SPREADS = 2.0
"""An index that stands out is this many standard errors above nothing, too."""


@dataclass(frozen=True)
class Classes:
    """The draws cut into classes by one column: the class of each draw, and how many there are."""

    place: np.ndarray
    count: int

    @functools.cached_property
    def cell(self) -> np.ndarray:
        """Return the cell of each draw in a table of replicates by classes, counted row by row."""
        return np.asarray(_replicate(len(self.place)) * self.count + self.place)

    @functools.cached_property
    def counts(self) -> np.ndarray:
        """Return how many draws each cell holds, `[replicate, class]`."""
        return self.table(None)

    def table(self, weights: np.ndarray | None) -> np.ndarray:
        """Return the sum of weights `[draw]` by cell, or the number of draws, `[replicate, class]`."""
        found = np.bincount(self.cell, weights, minlength=REPLICATES * self.count)
        return np.asarray(found.reshape(REPLICATES, self.count))


class Index(NamedTuple):
    """A first-order index, its standard error, and what an assumption without influence may reach."""

    value: float
    spread: float
    noise: float
    left_out: np.ndarray
    """The index without each replicate in turn, `[replicate]`; NaN where it has none."""

    @property
    def clear(self) -> bool:
        """Tell whether the index stands out from noise."""
        return self.value > self.noise and self.value > SPREADS * self.spread


@dataclass(frozen=True)
class Target:
    """What indices are taken of, `[draw]`: less its mean, 0 where it is not known; and its sums of squares."""

    y: np.ndarray
    known: np.ndarray | None
    """None where all draws are known."""
    squares: np.ndarray
    """`[replicate]`."""

    @classmethod
    def of(cls, y: np.ndarray) -> Target | None:
        """Return a target; None where y does not vary, or too few draws are known."""
        known = np.isfinite(y)
        if known.sum() < 2 or np.ptp(y[known]) == 0:
            return None
        middle = y[known].mean()
        centred = np.where(known, y, middle) - middle
        squares = np.bincount(_replicate(len(y)), centred * centred, minlength=REPLICATES)
        return cls(centred, None if known.all() else known, squares)


def classes(values: np.ndarray) -> Classes:
    """Cut draws into classes of about equal count, or by value where there are few; ties stay together."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    most = class_count(len(values))
    if len(counts) > most:
        middles = np.cumsum(counts) - (counts + 1) / 2
        merged = np.floor(middles * most / len(values)).astype(np.int64)
        place = merged[place]
    return Classes(place, int(place.max()) + 1)


def class_count(draws: int) -> int:
    """Return how many classes so many draws bear (Plischke and others 2013)."""
    power = 2 / (7 + math.tanh((1500 - draws) / 500))
    return min(math.ceil(math.pow(draws, power)), MOST_CLASSES)


def first_order(cut: Classes, y: np.ndarray | Target | None, rivals: int) -> Index | None:
    """Return the index of a column for y `[draw]`, leaving out draws where y is not finite.

    `rivals` is the number of columns looked at: the noise level allows for the luckiest of them. None where y
    does not vary, or too few draws are known.
    """
    target = Target.of(y) if isinstance(y, np.ndarray) else y
    if target is None:
        return None
    counts = cut.counts if target.known is None else cut.table(target.known.astype(float))
    found = _ratios(counts, cut.table(target.y), target.squares)
    if not math.isfinite(found[0]):
        return None
    left_out = found[1:]
    some = left_out[np.isfinite(left_out)]
    spread = math.sqrt((REPLICATES - 1) / REPLICATES * float(((some - some.mean()) ** 2).sum()))
    filled = counts.sum(axis=0) > 0
    return Index(float(found[0]), spread, noise(int(counts.sum()), int(filled.sum()), rivals), left_out)


def _ratios(counts: np.ndarray, sums: np.ndarray, squares: np.ndarray) -> np.ndarray:
    """Return the correlation ratio less its bias: 1 - (within / (n - classes)) / (all / (n - 1)).

    First that of all draws, then those without each replicate in turn; NaN where there is none.
    """
    counts, sums, squares = (_all_and_without(part) for part in (counts, sums, squares))
    count, used = counts.sum(axis=1), (counts > 0).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        overall = squares - sums.sum(axis=1) ** 2 / np.maximum(count, 1)
        within = squares - (sums**2 / np.maximum(counts, 1)).sum(axis=1)
        found = 1 - np.maximum(within, 0.0) / (count - used) * (count - 1) / overall
    return np.where((count > used) & (overall > 0), found, np.nan)


def _all_and_without(parts: np.ndarray) -> np.ndarray:
    """Return the sum over replicates, then the sums without each of them."""
    total = parts.sum(axis=0)
    return np.concatenate([total[None], total - parts])


@functools.lru_cache(maxsize=4096)
def noise(count: int, used: int, rivals: int) -> float:
    """Return what the largest of so many indices reaches by chance where none has influence.

    `count` draws are cut into `used` classes.
    """
    if used < 2:
        return 0.0
    chance = NULL_LEVEL / max(rivals, 1)
    ratio = float(special.betainccinv((used - 1) / 2, (count - used) / 2, chance))
    return float(1 - (1 - ratio) * (count - 1) / (count - used))


@functools.lru_cache(maxsize=4)
def _replicate(draws: int) -> np.ndarray:
    """Return the replicate of each draw."""
    return np.arange(draws) // (draws // REPLICATES)
