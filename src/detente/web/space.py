"""A finished run looked into: its draws in the space of two assumptions, and how its claims fare in a part of it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..audit.finished import Kept
from ..audit.records import Interval
from ..audit.sentences import error_of, on_its_side, percent, range_of
from ..audit.shares import Share, clopper_pearson, mean_interval
from ..domains.records import Column
from ..ground.faults import did_you_mean
from ..runs.draws import REPLICATES
from ..runs.truth import judged
from . import limits
from .refusals import Refused

DIGITS = 5
"""Of a value that is drawn."""
MARKS = {1: "1", 0: "0", -1: "?"}


@dataclass(frozen=True)
class Axis:
    """A sampled number along which draws can be laid out."""

    column: Column
    low: float
    high: float
    """The least and the greatest value among all draws."""
    variants: tuple[str, ...]
    """The names of its values, where it chooses among variants of a model."""


@dataclass(frozen=True)
class Points:
    """Where draws lie along two assumptions, and whether each claim holds there: 1, 0 or ? a draw."""

    x: list[float]
    y: list[float]
    claims: dict[str, str]
    shown: int
    draws: int


@dataclass(frozen=True)
class Within:
    """How often a claim holds among the draws in a region."""

    share: float | None
    words: str
    interval_words: str
    unknown_words: str
    low: float
    high: float
    unknown: float
    held: int


@dataclass(frozen=True)
class Region:
    """How many of all draws lie in a region, and how claims fare there; None where none does."""

    count: int
    draws: int
    claims: dict[str, Within | None]


class Space:
    """A finished run, open; what was counted once is kept."""

    def __init__(self, run: Kept) -> None:
        """Open a run. Raises Refused where its study is not at hand, or it is too large."""
        if run.problem is None:
            raise Refused(
                422,
                "the text of this run's study is not at hand, or this version cannot read it",
                "run it again",
            )
        if run.draws > limits.SHOWN:
            raise Refused(
                422, f"{run.draws:,} draws are more than are shown here", "use Python to look into it"
            )
        self.run, self.problem = run, run.problem
        self._lock = threading.Lock()

    @cached_property
    def axes(self) -> Mapping[str, Axis]:
        """Return the numbers that differ from draw to draw, by name."""
        columns = {one.name: one for one in self.problem.columns if one.name in self.run.table.stored}
        found = {}
        for name, values in self.run.table.read(list(columns)).items():
            low, high = float(values.min()), float(values.max())
            if low < high:
                found[name] = Axis(columns[name], low, high, columns[name].distribution.variants)
        return found

    @cached_property
    def truths(self) -> Mapping[str, np.ndarray]:
        """Return the truth of each claim that a model decides, `[draw]`: 1, 0, or -1 for unknown."""
        return {
            one.claim.id: judged(self.problem, one, self.run.table, self.run.draws).truth.astype(np.int8)
            for one in self.problem.claims
        }

    def made_ready(self) -> Space:
        """Count what takes a moment, once, whoever asks first."""
        with self._lock:
            _ = self.axes, self.truths
        return self

    def points(self, x: str, y: str) -> Points:
        """Return where draws lie along two assumptions, and the truth of each claim there, a letter a draw.

        These are the first draws of each replicate: every such beginning is spread evenly, as a choice of every
        n-th point of a Sobol sequence is not.
        """
        self.axis(x), self.axis(y)
        each = max(1, min(limits.POINTS, self.run.draws) // REPLICATES)
        starts = np.arange(REPLICATES) * (self.run.draws // REPLICATES)
        some = (starts[:, None] + np.arange(each)).ravel()
        values = self.run.table.rows(list(dict.fromkeys((x, y))), [int(one) for one in some])
        truths = {
            name: "".join(MARKS[int(one)] for one in truth[some]) for name, truth in self.truths.items()
        }
        places = [[_short(one) for one in values[name]] for name in (x, y)]
        return Points(places[0], places[1], truths, len(some), self.run.draws)

    def region(self, box: Mapping[str, Sequence[float]]) -> Region:
        """Return how often each claim holds among all draws whose assumptions lie between two values each."""
        inside = np.ones(self.run.draws, bool)
        for name, values in self.run.table.at_hand([self.axis(name).column.name for name in box]).items():
            low, high = sorted(box[name])
            inside &= (values >= low) & (values <= high)
        claims = {name: _told(truth, inside) for name, truth in self.truths.items()}
        return Region(int(inside.sum()), self.run.draws, claims)

    def axis(self, name: str) -> Axis:
        """Return a number along which draws can be laid out. Raises Refused where there is none of that name."""
        if name not in self.axes:
            raise Refused(
                422,
                f"no assumption '{name[:80]}' differs among these draws",
                did_you_mean(name[:80], self.axes),
            )
        return self.axes[name]


def _told(truth: np.ndarray, inside: np.ndarray) -> Within | None:
    found = share_within(truth, inside)
    if found is None:
        return None
    share, interval = found.share, found.interval
    return Within(
        share=share,
        words="" if share is None else on_its_side(share, error_of(interval)),
        interval_words=range_of(interval),
        unknown_words=percent(found.unknown) if found.unknown else "",
        low=interval.low,
        high=interval.high,
        unknown=found.unknown,
        held=int((truth[inside] == 1).sum()),
    )


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


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
