"""The share of draws in which a claim holds: its interval, its bounds, its word."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special, stats

from ..runs.draws import REPLICATES
from .records import FAILS, HOLDS, LEANS, LEANS_AGAINST, OPEN, UNDECIDED, Interval

LEVEL = 0.95


class Share(NamedTuple):
    """How often a claim holds: among solved draws, between the unknowns, and with its 95 % interval."""

    share: float | None
    bounds: Interval
    interval: Interval
    unknown: float


def share_of(truth: np.ndarray) -> Share:
    """Return the share of draws in which truth is 1; truth is 1, 0 or -1 for unknown, `[draw]`.

    `bounds` counts the unknown draws as all false and as all true, and the interval covers both.
    """
    known = int((truth >= 0).sum())
    held = int((truth == 1).sum())
    low, high = truth == 1, truth != 0
    return Share(
        share=held / known if known else None,
        bounds=Interval(float(low.mean()), float(high.mean())),
        interval=Interval(interval(low).low, interval(high).high),
        unknown=1 - known / len(truth),
    )


def interval(holds: np.ndarray) -> Interval:
    """Return the 95 % interval of the share of true draws: Student's t over the 16 replicates' means.

    Where all replicates agree exactly they show no spread to learn from, so the interval is the exact
    binomial one on all draws (Clopper and Pearson 1934, Biometrika 26:404-413), which is then too wide
    rather than empty.
    """
    means = holds.reshape(REPLICATES, -1).mean(axis=1)
    if (means == means[0]).all():
        return clopper_pearson(int(holds.sum()), holds.size)
    reach = float(stats.t.ppf((1 + LEVEL) / 2, REPLICATES - 1) * means.std(ddof=1) / np.sqrt(REPLICATES))
    middle = float(means.mean())
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


def mean_interval(values: np.ndarray) -> tuple[float, Interval]:
    """Return the mean of values `[draw]` from 0 to 1 where known, and its 95 % interval over the replicates.

    NaN throughout where a replicate knows none.
    """
    parts = values.reshape(REPLICATES, -1)
    known = np.isfinite(parts)
    if not known.any(axis=1).all():
        return float("nan"), Interval(float("nan"), float("nan"))
    means = np.where(known, parts, 0.0).sum(axis=1) / known.sum(axis=1)
    reach = float(stats.t.ppf((1 + LEVEL) / 2, REPLICATES - 1) * means.std(ddof=1) / np.sqrt(REPLICATES))
    middle = float(parts[known].mean())
    return middle, Interval(max(0.0, middle - reach), min(1.0, middle + reach))


def clopper_pearson(held: int, draws: int) -> Interval:
    """Return the exact 95 % interval of a share that `held` out of so many independent draws show."""
    tail = (1 - LEVEL) / 2
    low = float(special.betaincinv(held, draws - held + 1, tail)) if held else 0.0
    high = float(special.betaincinv(held + 1, draws - held, 1 - tail)) if held < draws else 1.0
    return Interval(low, high)


def word_of(share: float) -> str:
    """Return the verdict's word for a share of draws.

    >>> word_of(0.9), word_of(0.6), word_of(0.5), word_of(0.4), word_of(0.1)
    ('holds', 'leans', 'open', 'leans against', 'fails')
    """
    if share >= 0.9:
        return HOLDS
    if share >= 0.6:
        return LEANS
    if share > 0.4:
        return OPEN
    return LEANS_AGAINST if share > 0.1 else FAILS


def word_between(bounds: Interval) -> str:
    """Return the word that both ends of the bounds share, or `undecided` if the unknowns decide it."""
    low, high = (word_of(end) for end in bounds)
    return low if low == high else UNDECIDED
