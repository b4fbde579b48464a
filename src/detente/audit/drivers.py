"""Which assumptions decide a claim: first-order indices from the draws at hand.

The index of X for y is the share of the variance of y that the mean of y given X explains (the correlation
ratio), estimated by cutting X into classes (Plischke, Borgonovo and Smith 2013, European Journal of
Operational Research 226:536-550). We differ by correcting its bias (Kelley 1935, PNAS 21:554-559), by keeping
ties in one class, and by a jackknife over the replicates for its error.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import stats

from .draws import REPLICATES

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


class Index(NamedTuple):
    """A first-order index, its standard error, and what an assumption without influence may reach."""

    value: float
    spread: float
    noise: float

    @property
    def clear(self) -> bool:
        """Tell whether the index stands out from noise."""
        return self.value > self.noise and self.value > SPREADS * self.spread


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


def first_order(cut: Classes, y: np.ndarray, rivals: int) -> Index | None:
    """Return the index of a column for y `[draw]`, leaving out draws where y is not finite.

    `rivals` is the number of columns looked at: the noise level allows for the luckiest of them. None where y
    does not vary, or too few draws are known.
    """
    known = np.isfinite(y)
    if known.sum() < 2 or np.ptp(y[known]) == 0:
        return None
    sums = _Sums.of(cut, np.where(known, y, y[known].mean()) - y[known].mean(), known)
    whole = sums.total()
    value = whole.index()
    if value is None:
        return None
    left_out = [one for one in (whole.without(sums, r).index() for r in range(REPLICATES)) if one is not None]
    centred = np.asarray(left_out) - np.mean(left_out)
    spread = math.sqrt((REPLICATES - 1) / REPLICATES * float((centred**2).sum()))
    return Index(value, spread, whole.noise(rivals))


@dataclass(frozen=True)
class _Sums:
    """Counts and sums of y by class, and the sum of squares; with a leading replicate axis before `total`."""

    counts: np.ndarray
    sums: np.ndarray
    squares: np.ndarray

    @classmethod
    def of(cls, cut: Classes, y: np.ndarray, known: np.ndarray) -> _Sums:
        replicate = np.arange(len(y)) // (len(y) // REPLICATES)
        cell, size = replicate * cut.count + cut.place, REPLICATES * cut.count

        def table(weights: np.ndarray) -> np.ndarray:
            return np.bincount(cell, weights, minlength=size).reshape(REPLICATES, cut.count)

        return cls(table(known.astype(float)), table(y), table(y * y).sum(axis=1))

    def total(self) -> _Sums:
        return _Sums(self.counts.sum(axis=0), self.sums.sum(axis=0), self.squares.sum(axis=0))

    def without(self, parts: _Sums, replicate: int) -> _Sums:
        return _Sums(
            self.counts - parts.counts[replicate],
            self.sums - parts.sums[replicate],
            self.squares - parts.squares[replicate],
        )

    def index(self) -> float | None:
        """Return the correlation ratio less its bias: 1 - (within / (n - classes)) / (all / (n - 1))."""
        filled = self.counts > 0
        count, used = self.counts.sum(), int(filled.sum())
        overall = float(self.squares - self.sums.sum() ** 2 / max(count, 1))
        if count <= used or overall <= 0:
            return None
        within = float(self.squares - (self.sums[filled] ** 2 / self.counts[filled]).sum())
        return float(1 - max(within, 0.0) / (count - used) * (count - 1) / overall)

    def noise(self, rivals: int) -> float:
        """Return what the largest of so many indices reaches by chance where none has influence."""
        count, used = self.counts.sum(), int((self.counts > 0).sum())
        if used < 2:
            return 0.0
        ratio = float(stats.beta.isf(NULL_LEVEL / max(rivals, 1), (used - 1) / 2, (count - used) / 2))
        return float(1 - (1 - ratio) * (count - 1) / (count - used))
