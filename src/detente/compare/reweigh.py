"""Draws of one run made to stand for another's distribution of an assumption, by importance weights.

The weight of a draw is how much likelier the other distribution makes it; the effective number of draws is
that of Kish (1965, Survey Sampling). It can be told only where the draws cover what the other distribution
allows, so that the share of it that they do not cover is told, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import stats

from ..audit.polynomials import mid_ranks
from ..audit.sentences import number, percent
from ..audit.shares import LEVEL
from ..chance.distribution import Distribution
from ..chance.fixed import fixed
from ..runs.draws import REPLICATES

NEAR = 16
"""The part of the draws, one in so many, that stands for a value that another run fixed."""
COVERED = 0.99
"""Share of the other distribution that must lie where draws may be."""
EFFECTIVE = 100
"""Effective draws below which nothing is told."""
GRID = (np.arange(4096) + 0.5) / 4096


@dataclass(frozen=True)
class Weights:
    """A weight a draw, or why there are none."""

    values: np.ndarray | None
    """`[draw]`; None where it cannot be told."""
    note: str
    """Why not, or what was done."""

    @property
    def effective(self) -> float:
        """Return the effective number of draws."""
        if self.values is None or not self.values.any():
            return 0.0
        return float(self.values.sum() ** 2 / (self.values**2).sum())

    def and_also(self, other: Weights) -> Weights:
        """Return the weights of two assumptions at once; they are drawn independently."""
        if self.values is None or other.values is None:
            return self if self.values is None else other
        return checked(Weights(self.values * other.values, " ".join(filter(None, (self.note, other.note)))))


class Shift(NamedTuple):
    """How far a share of draws moves under weights: the share with them, the move, its 95 % interval."""

    share: float
    move: float
    low: float
    high: float


def weights(
    drawn: Mapping[str, Distribution], wanted: Mapping[str, Distribution], values: Mapping[str, np.ndarray]
) -> Weights:
    """Return weights that make draws of some columns stand for what is wanted; the same columns in all three."""
    names = [name for name in drawn if drawn[name] != wanted[name]]
    first = drawn[names[0]]
    if first.shares:
        return checked(_shares(first, wanted[names[0]], values))
    found = Weights(np.ones(len(values[names[0]])), "")
    for name in names:
        found = found.and_also(_one(drawn[name], wanted[name], values[name]))
    return checked(found)


def checked(found: Weights) -> Weights:
    """Return weights, or why not, where too few draws carry them."""
    if found.values is None or found.effective >= EFFECTIVE:
        return found
    return Weights(
        None, f"only {found.effective:.0f} effective draws are left, fewer than {EFFECTIVE}: too few to tell"
    )


def shift(truth: np.ndarray, values: np.ndarray) -> Shift | None:
    """Return how the share of draws in which a claim holds moves under weights; None where none is known.

    `truth` is 1, 0 or -1 for unknown, `[draw]`. The interval is Student's t over the jackknife of replicates.
    """
    known = truth >= 0
    rows = [known * values, (truth == 1) * values, known.astype(float), (truth == 1).astype(float)]
    sums = np.stack([row.reshape(REPLICATES, -1).sum(axis=1) for row in rows])
    total = sums.sum(axis=1, keepdims=True)
    if not total[0, 0] or not total[2, 0]:
        return None
    share, plain = _ratios(total)
    one, other = _ratios(total - sums)
    moves = one - other
    error = np.sqrt((REPLICATES - 1) / REPLICATES * ((moves - moves.mean()) ** 2).sum())
    reach = float(stats.t.ppf((1 + LEVEL) / 2, REPLICATES - 1) * error)
    move = float(share[0] - plain[0])
    return Shift(float(share[0]), move, move - reach, move + reach)


def _ratios(sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return sums[1] / np.maximum(sums[0], 1e-300), sums[3] / np.maximum(sums[2], 1)


def _one(drawn: Distribution, wanted: Distribution, values: np.ndarray) -> Weights:
    """Return weights for one column."""
    if drawn.variants and wanted.variants:
        return _variants(drawn, wanted, values)
    if drawn.stands_at is not None:
        return Weights(None, f"these draws have it fixed at {number(drawn.stands_at)}")
    if wanted.stands_at is not None:
        if not drawn.listed:
            return _near(wanted.stands_at, values)
        wanted = wanted if drawn.variants else fixed(drawn, wanted.stands_at)
    if drawn.listed != wanted.listed or wanted.joint:
        return Weights(None, "one is of single values and the other is not, or one is a path of years")
    here, there = drawn.density(values), wanted.density(values)
    if here is None or there is None:
        return Weights(None, "its density is not known")
    over = drawn.density(wanted.ppf(GRID))
    covered = float((over > 0).mean()) if over is not None else 0.0
    if covered < COVERED:
        return Weights(None, f"{percent(1 - covered)} of it lies where these draws do not reach")
    return Weights(np.where(here > 0, there / np.where(here > 0, here, 1.0), 0.0), "")


def _near(value: float, values: np.ndarray) -> Weights:
    """Return weight 1 for the draws nearest to a value in rank, 0 for others."""
    if not values.min() <= value <= values.max():
        return Weights(None, f"{number(value)} lies where these draws do not reach")
    far = np.abs(mid_ranks(values) - float((values < value).mean()))
    kept = far <= np.partition(far, len(far) // NEAR)[len(far) // NEAR]
    low, high = float(values[kept].min()), float(values[kept].max())
    return Weights(
        kept.astype(float), f"the draws from {number(low)} to {number(high)} stand for {number(value)}"
    )


def _variants(drawn: Distribution, wanted: Distribution, values: np.ndarray) -> Weights:
    missing = [name for name in wanted.chances if name not in drawn.chances]
    if missing:
        return Weights(None, f"these draws have no variant {', '.join(missing)}")
    ratio = np.array([wanted.chances.get(name, 0.0) / here for name, here in drawn.chances.items()])
    return Weights(ratio[values.astype(int)], "")


def _shares(drawn: Distribution, wanted: Distribution, values: Mapping[str, np.ndarray]) -> Weights:
    if set(wanted.shares) != set(drawn.shares):
        return Weights(None, "its shares have other names, or it is no longer made of shares")
    by_name = {name.partition("[")[2].rstrip("]"): values[name] for name in values}
    return Weights(wanted.together(by_name) / drawn.together(by_name), "")
