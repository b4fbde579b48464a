"""The runs that lie in one folder: which there are, how far each is, and those that are open to be looked into."""

from __future__ import annotations

import hashlib
import stat
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..audit.finished import RESULTS, kept, results_of
from ..domains.domain import Problem
from ..ground.faults import DetenteError, RunError
from ..runs import manifest
from ..runs.manifest import Fingerprint
from .refusals import Refused
from .space import Space

Stamp = tuple[int, int]
Stamps = tuple[Stamp | None, Stamp | None]

OPEN = 3
"""Runs that are held open; the one not used for longest is put away."""
TOLD = ("word", "share", "interval", "flips")
"""What is held of a verdict: the results of a large study have megabytes."""


@dataclass(frozen=True)
class StoredRun:
    """A run in the folder: of what it is, how much of it there is, and whether its report is written."""

    run: str
    of: Fingerprint
    done: int
    finished: bool
    when: float
    """When its results, or its last batch, were written [seconds since 1970]."""

    @property
    def study(self) -> str:
        """Return the id of its study."""
        return self.of.study

    @property
    def text(self) -> str:
        """Return the SHA-256 of its study's text."""
        return self.of.text

    @property
    def draws(self) -> int:
        """Return how many draws it has, or is to have."""
        return self.of.draws

    @property
    def seed(self) -> int:
        """Return the seed of its draws."""
        return self.of.seed


class StoredRuns:
    """The runs of one folder; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Begin with none open."""
        self.folder = folder
        self._open: OrderedDict[tuple[str, float], Space] = OrderedDict()
        self._read: dict[str, tuple[Stamps, StoredRun]] = {}
        """What was read of each folder, and of which state of its files."""
        self._lock = threading.Lock()

    def all(self) -> tuple[StoredRun, ...]:
        """Return the runs, the newest first."""
        found = [one for name in self._names() if (one := self._run(name))]
        return tuple(sorted(found, key=lambda one: (-one.when, one.run)))

    def of(self, study: str) -> tuple[StoredRun, ...]:
        """Return the runs of a study, by its id."""
        return tuple(one for one in self.all() if one.study == study)

    def one(self, run: str) -> StoredRun:
        """Return a run. Raises Refused where there is none of that name."""
        found = self._run(run) if run in self._names() else None
        if found is None:
            raise Refused(404, f"no run '{run[:80]}' is kept here", "open the page again and choose one")
        return found

    def path(self, run: str) -> Path:
        """Return the folder of a finished run. Raises Refused where there is none, or it is not finished."""
        found = self.one(run)
        if not found.finished:
            raise Refused(409, f"the run '{run[:80]}' is not finished", "go on with it first")
        return self.folder / run

    def weight(self, run: str) -> int:
        """Return the bytes of a run's draws on disk."""
        return sum(one.stat().st_size for one in (self.folder / run).glob("batch-*.parquet"))

    def space(self, run: str) -> Space:
        """Return a finished run, open to be looked into. Raises Refused where it cannot be."""
        path, when = self.path(run), self.one(run).when
        with self._lock:
            found = self._open.pop((run, when), None)
            if found is None:
                try:
                    found = Space(kept(path))
                except DetenteError as error:
                    raise Refused(422, str(error)) from None
            self._open[run, when] = found
            while len(self._open) > OPEN:
                self._open.popitem(last=False)
            return found

    def _names(self) -> set[str]:
        """Return the names of the folders of runs: those that lie in the folder itself, wherever links lead."""
        try:
            home = self.folder.resolve()
            return {
                one.name for one in self.folder.iterdir() if one.is_dir() and one.resolve().parent == home
            }
        except OSError:
            return set()

    def _run(self, name: str) -> StoredRun | None:
        """Return what a folder holds; None where that is no run, or one that cannot be read."""
        folder = self.folder / name
        stamps = _stamp(folder / manifest.NAME), _stamp(folder / RESULTS)
        before = self._read.get(name)
        if before is not None and before[0] == stamps:
            return before[1]
        try:
            found = manifest.read(folder)
        except RunError:
            return None
        if found is None or stamps[0] is None:
            return None
        results = stamps[1] if found.finished else None
        when = (results or stamps[0])[0] / 1e9
        done = min(len(found.batches) * found.fingerprint.batch, found.fingerprint.draws)
        made = StoredRun(name, found.fingerprint, done, results is not None, when)
        self._read[name] = stamps, made
        return made


def _stamp(path: Path) -> Stamp | None:
    """Return when a file was written [ns since 1970] and its bytes; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if stat.S_ISREG(found.st_mode) else None


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

    run: StoredRun
    verdicts: Mapping[str, Mapping[str, Any]]
    took: Took

    @property
    def words(self) -> str:
        """Return which run it is."""
        when = date.fromtimestamp(self.run.when).isoformat()
        return f"the run {self.run.run} ({self.run.draws:,} draws, of {when})"


class MatchingRuns:
    """The runs in a folder that are of one study as it stands; the results of each are read once."""

    def __init__(self, problem: Problem, stored: StoredRuns) -> None:
        """Take the study's problem, and the stored runs."""
        self._stored, self._id, self._world = stored, problem.study.id, problem.world.digest
        self._text = hashlib.sha256(problem.study.text.encode()).hexdigest()
        self._drawn = {column.name: repr(column.distribution) for column in problem.columns}
        self._read: dict[str, Judged] = {}

    def runs(self) -> tuple[StoredRun, ...]:
        """Return the runs: that of most draws first, of as many the newest."""
        fit = [one for one in self._stored.of(self._id) if one.finished and self._is(one)]
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

    def _is(self, run: StoredRun) -> bool:
        return (run.text, run.of.columns, run.of.world) == (self._text, self._drawn, self._world)

    def _opened(self, run: StoredRun) -> Judged | None:
        try:
            found = results_of(self._stored.folder / run.run)
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
