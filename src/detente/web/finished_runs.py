"""The runs that lie in one folder: which there are, how far each is, and those that are open to be looked into."""

from __future__ import annotations

import stat
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from ..audit.finished import RESULTS, kept
from ..ground.faults import DetenteError, RunError
from ..runs import manifest
from ..runs.manifest import Fingerprint
from .refusals import Refused
from .space import Space

Stamp = tuple[int, int]
Stamps = tuple[Stamp | None, Stamp | None]

OPEN = 3
"""Runs that are held open; the one not used for longest is put away."""


@dataclass(frozen=True)
class Shelved:
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


class Shelf:
    """The runs of one folder; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Begin with none open."""
        self.folder = folder
        self._open: OrderedDict[tuple[str, float], Space] = OrderedDict()
        self._read: dict[str, tuple[Stamps, Shelved]] = {}
        """What was read of each folder, and of which state of its files."""
        self._lock = threading.Lock()

    def all(self) -> tuple[Shelved, ...]:
        """Return the runs, the newest first."""
        found = [one for name in self._names() if (one := self._shelved(name))]
        return tuple(sorted(found, key=lambda one: (-one.when, one.run)))

    def of(self, study: str) -> tuple[Shelved, ...]:
        """Return the runs of a study, by its id."""
        return tuple(one for one in self.all() if one.study == study)

    def one(self, run: str) -> Shelved:
        """Return a run. Raises Refused where there is none of that name."""
        found = self._shelved(run) if run in self._names() else None
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

    def _shelved(self, name: str) -> Shelved | None:
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
        made = Shelved(name, found.fingerprint, done, results is not None, when)
        self._read[name] = stamps, made
        return made


def _stamp(path: Path) -> Stamp | None:
    """Return when a file was written [ns since 1970] and its bytes; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if stat.S_ISREG(found.st_mode) else None
