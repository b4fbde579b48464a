"""The share of draws in which a claim holds, among those inside a region of the assumptions."""

from __future__ import annotations

import numpy as np

from ..audit.records import Interval
from ..audit.shares import Share, clopper_pearson, mean_interval
from ..runs.draws import REPLICATES


def share_within(truth: np.ndarray, inside: np.ndarray) -> Share | None:
    """Return the share of the draws inside in which truth is 1; None where none is inside.

    `truth` is 1, 0 or -1 for unknown, `inside` true or false, `[draw]` each. `bounds` counts the unknown draws as all
    false and as all true, and the interval covers both.
    """
    count = int(inside.sum())
    if not count:
        return None
    here = truth[inside]
    known = int((here >= 0).sum())
    low, high = truth == 1, truth != 0
    return Share(
        share=int((here == 1).sum()) / known if known else None,
        bounds=Interval(float(low[inside].mean()), float(high[inside].mean())),
        interval=Interval(interval_within(low, inside).low, interval_within(high, inside).high),
        unknown=1 - known / count,
    )


def interval_within(holds: np.ndarray, inside: np.ndarray) -> Interval:
    """Return the 95 % interval of the share of true draws among those inside, `[draw]` each.

    It is Student's t over the replicates' means, as for all draws. Where a replicate has no draw inside, or all
    agree exactly, it is the exact binomial one (Clopper and Pearson 1934, Biometrika 26:404-413).
    """
    parts, within = holds.reshape(REPLICATES, -1), inside.reshape(REPLICATES, -1)
    counts, held = within.sum(axis=1), (parts & within).sum(axis=1)
    if counts.min() and np.ptp(held / np.maximum(counts, 1)) > 0:
        return mean_interval(np.where(inside, holds.astype(float), np.nan))[1]
    return clopper_pearson(int(held.sum()), int(counts.sum()))
