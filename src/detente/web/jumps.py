"""Where claims turn: the nearest flips, from a finished run or from a search of the page's own."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..domains.domain import Problem
from ..ground.faults import DetenteError
from ..ground.plain import plain
from ..run import Laboratory
from .stored_runs import MatchingRuns

DRAWS, POINTS = 256, 640
"""Of the page's own search: draws that tell which assumptions matter, and points at which the models are run."""


@dataclass(frozen=True)
class Jump:
    """A point at which a claim turns: values that are not at their centre, and the flip's own sentence."""

    values: Mapping[str, float | str]
    sentence: str


@dataclass(frozen=True)
class Found:
    """What is known of flips: by claim, and where it is from."""

    flips: Mapping[str, Any]
    source: str = ""
    since: float | None = None
    """When the search began that still goes on."""
    trouble: str = ""


class Jumps:
    """The flips of one study; sought once, in the background, where no finished run has them."""

    def __init__(self, problem: Problem, matching: MatchingRuns) -> None:
        """Take the study's problem, and its runs."""
        self.problem, self._matching = problem, matching
        self._sought: Found | None = None
        self._lock = threading.Lock()

    def found(self, claim: str, holds: bool) -> Found:
        """Return what is known of where a claim turns; where nothing is, begin to search."""
        known = self._of_runs(claim, holds)
        if known is not None:
            return known
        with self._lock:
            if self._sought is None:
                self._sought = Found({}, since=time.monotonic())
                threading.Thread(target=self._seek, daemon=True).start()
            return self._sought

    def _of_runs(self, claim: str, holds: bool) -> Found | None:
        """Return the flips of the first finished run that leads to one as wanted, else of the first that has any."""
        first = None
        for one in self._matching.judged():
            if flips := one.verdicts.get(claim, {}).get("flips"):
                found = Found({claim: flips}, one.words)
                if nearest(self.problem, flips, holds) is not None:
                    return found
                first = first or found
        return first

    def _seek(self) -> None:
        """Search with a small budget: a quick run in a folder that is thrown away."""
        try:
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                judged = Laboratory(self.problem).run(draws=DRAWS, out=folder, workers=1, flips=POINTS)
                flips = {name: plain(verdict.flips) for name, verdict in judged.verdicts.items()}
            self._sought = Found(flips, f"a quick search of {POINTS} points")
        except Exception as error:
            said = str(error) if isinstance(error, DetenteError) else f"{type(error).__name__}: {error}"
            self._sought = Found({}, trouble=said)


def nearest(problem: Problem, flips: Iterable[Mapping[str, Any]], holds: bool) -> Jump | None:
    """Return the nearest of a claim's flips at which it holds, or does not; None where none was found."""
    fit = [one for one in flips if one["found"] and one["holds"] == holds]
    if not fit:
        return None
    best = min(fit, key=lambda one: one["distance"])
    choices = {c.name: c.distribution.variants for c in problem.columns if c.distribution.variants}
    values: dict[str, float | str] = {one["column"]: float(one["value"]) for one in best["moves"]}
    if best["variant"]:
        values[best["variant"]] = best["under"]
    return Jump(
        {name: value for name, value in values.items() if name not in choices or value in choices[name]},
        best["sentence"],
    )
