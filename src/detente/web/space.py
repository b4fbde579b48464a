"""A finished run looked into: its draws in the space of two assumptions, and how its claims fare in a part of it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..audit.finished import Kept
from ..audit.sentences import error_of, on_its_side, percent, range_of
from ..domains.records import Column
from ..ground.faults import did_you_mean
from ..runs.draws import REPLICATES
from ..runs.truth import judged
from . import limits
from .conditional_share import share_within
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

    def points(self, x: str, y: str) -> dict[str, Any]:
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
        return {
            "x": [_short(one) for one in values[x]],
            "y": [_short(one) for one in values[y]],
            "claims": truths,
            "shown": len(some),
            "draws": self.run.draws,
        }

    def region(self, box: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
        """Return how often each claim holds among all draws whose assumptions lie between two values each."""
        inside = np.ones(self.run.draws, bool)
        for name, values in self.run.table.at_hand([self.axis(name).column.name for name in box]).items():
            low, high = box[name]
            inside &= (values >= low) & (values <= high)
        return {
            "count": int(inside.sum()),
            "draws": self.run.draws,
            "claims": {name: _told(truth, inside) for name, truth in self.truths.items()},
        }

    def axis(self, name: str) -> Axis:
        """Return a number along which draws can be laid out. Raises Refused where there is none of that name."""
        if name not in self.axes:
            raise Refused(
                422,
                f"no assumption '{name[:80]}' differs among these draws",
                did_you_mean(name[:80], self.axes),
            )
        return self.axes[name]


def _told(truth: np.ndarray, inside: np.ndarray) -> dict[str, Any] | None:
    found = share_within(truth, inside)
    if found is None:
        return None
    share, interval = found.share, found.interval
    return {
        "share": share,
        "words": "" if share is None else on_its_side(share, error_of(interval)),
        "interval_words": range_of(interval),
        "unknown_words": percent(found.unknown) if found.unknown else "",
        "low": interval.low,
        "high": interval.high,
        "unknown": found.unknown,
        "held": int((truth[inside] == 1).sum()),
    }


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
