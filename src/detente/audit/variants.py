"""How a claim fares under each variant of a choice: a verdict that depends on the model says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from scipy import stats

from ..domains.records import Column
from ..runs.draws import REPLICATES
from ..runs.table import Table
from ..runs.truth import Judged
from .reasons import ByVariant, Variant
from .records import FAILS, HOLDS, LEANS, LEANS_AGAINST, OPEN, Driver, Interval
from .sentences import named, told
from .shares import LEVEL, clopper_pearson, word_of

VERBS = {
    HOLDS: "holds",
    LEANS: "leans towards holding",
    OPEN: "is open",
    LEANS_AGAINST: "leans against",
    FAILS: "fails",
}


def by_variant(
    judged: Judged, columns: Sequence[Column], drivers: Iterable[Driver], table: Table
) -> tuple[ByVariant, ...]:
    """Return the choices that a verdict depends on, with its share under each variant.

    A choice matters if it is a clear driver of the claim's truth, or if the verdict has another word for one
    variant than for another and their intervals do not meet.
    """
    clear = {driver.column for driver in drivers if driver.clear and driver.on_truth is not None}
    choices = [column for column in columns if column.distribution.variants]
    read = table.at_hand([column.name for column in choices])
    found = [_shares(judged, column, read[column.name]) for column in choices]
    return tuple(one for one in found if one.differ or one.column in clear)


def _shares(judged: Judged, column: Column, places: np.ndarray) -> ByVariant:
    names = enumerate(column.distribution.variants)
    variants = [_variant(name, judged.truth, places == place) for place, name in names]
    known = tuple(one for one in variants if one.share is not None)
    differ = any(
        one.word != other.word and (one.high < other.low or other.high < one.low)
        for one in known
        for other in known
    )
    return ByVariant(column.name, column.meaning, tuple(variants), differ, _sentence(column, known, differ))


def _variant(name: str, truth: np.ndarray, chosen: np.ndarray) -> Variant:
    """Return the share of a variant's solved draws in which the claim holds."""
    known = chosen & (truth >= 0)
    draws, held = int(known.sum()), int((truth[known] == 1).sum())
    if not draws:
        return Variant(name, 0, None, 0.0, 1.0, "")
    ends = _interval(truth == 1, known)
    return Variant(name, draws, held / draws, ends.low, ends.high, word_of(held / draws))


def _interval(holds: np.ndarray, known: np.ndarray) -> Interval:
    """Return the 95 % interval of a share among some draws: Student's t over the replicates' ratios.

    The exact binomial one where the replicates show no spread, or one of them has no such draw.
    """
    counts, held = (part.reshape(REPLICATES, -1).sum(axis=1) for part in (known, holds & known))
    total, yes = int(counts.sum()), int(held.sum())
    share = yes / total
    gaps = held - share * counts
    if not counts.all() or not gaps.any():
        return clopper_pearson(yes, total)
    error = np.sqrt(REPLICATES / (REPLICATES - 1) * (gaps**2).sum()) / total
    reach = float(stats.t.ppf((1 + LEVEL) / 2, REPLICATES - 1) * error)
    return Interval(max(0.0, share - reach), min(1.0, share + reach))


def _sentence(column: Column, variants: Sequence[Variant], differ: bool) -> str:
    """Say how a claim fares under each variant."""
    parts = [
        f"{'it ' * (not place)}{VERBS[one.word]} under {one.name} ({told(one)})"
        for place, one in enumerate(variants)
    ]
    how = "The verdict depends on" if differ else "The share depends on"
    return f"{how} {named(column)}: {', '.join(parts)}."
