"""The finished runs of a study as it stands: of its text and its world, with nothing set otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..audit.finished import results_of
from ..domains.domain import Problem
from ..ground.faults import RunError
from .finished_runs import Shelf, Shelved

TOLD = ("word", "share", "interval", "flips")
"""What is held of a verdict: the results of a large study have megabytes."""


@dataclass(frozen=True)
class Took:
    """How long a run took [s]: to compute some of its draws and judge all, and to seek flips; None where unknown."""

    draws: int
    """How many were computed; others were finished at an earlier start."""
    seconds: float | None
    flips: float | None


@dataclass(frozen=True)
class Judged:
    """A finished run, its verdicts by claim, and how long it took."""

    run: Shelved
    verdicts: Mapping[str, Mapping[str, Any]]
    took: Took

    @property
    def words(self) -> str:
        """Return which run it is."""
        when = date.fromtimestamp(self.run.when).isoformat()
        return f"the run {self.run.run} ({self.run.draws:,} draws, of {when})"


class Alike:
    """The runs on a shelf that are of one study as it stands; the results of each are read once."""

    def __init__(self, problem: Problem, shelf: Shelf) -> None:
        """Take the study's problem, and the shelf of runs."""
        self._shelf, self._id, self._world = shelf, problem.study.id, problem.world.digest
        self._text = hashlib.sha256(problem.study.text.encode()).hexdigest()
        self._drawn = {column.name: repr(column.distribution) for column in problem.columns}
        self._read: dict[str, Judged] = {}

    def runs(self) -> tuple[Shelved, ...]:
        """Return the runs: that of most draws first, of as many the newest."""
        fit = [one for one in self._shelf.of(self._id) if one.finished and self._is(one)]
        return tuple(sorted(fit, key=lambda one: (-one.draws, -one.when)))

    def judged(self) -> Iterator[Judged]:
        """Give the runs with their verdicts, in the same order; one whose results cannot be read is left out."""
        for run in self.runs():
            found = self._read.get(run.run)
            if found is None or found.run != run:
                found = self._opened(run)
            if found is not None:
                self._read[run.run] = found
                yield found

    def _is(self, run: Shelved) -> bool:
        return (run.text, run.of.columns, run.of.world) == (self._text, self._drawn, self._world)

    def _opened(self, run: Shelved) -> Judged | None:
        try:
            found = results_of(self._shelf.folder / run.run)
        except RunError:
            return None
        verdicts = {claim: {name: one.get(name) for name in TOLD} for claim, one in found["verdicts"].items()}
        return Judged(run, verdicts, _took(found.get("run", {})))


def _took(record: Mapping[str, Any]) -> Took:
    """Return how long a run took, by its own record."""
    batches, reused, draws = (int(record.get(name, 0)) for name in ("batches", "reused", "draws"))
    computed = draws * (batches - reused) // max(batches, 1)
    seconds = float(record.get("seconds", 0.0)) if computed > 0 else 0.0
    return Took(computed, seconds or None, float(record.get("flip_seconds", 0.0)) or None)
