"""A folder of batches: what is finished stays finished, what is damaged is found, nobody else writes."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from ..ground.faults import RunError
from . import manifest
from .batch import on_disk, path
from .disk import sha256, sweep
from .manifest import Fingerprint, Manifest
from .table import Table


class Store:
    """The batches of one run that are finished. One thread calls `record`."""

    def __init__(
        self, folder: Path, wanted: Fingerprint, outcomes: Collection[str] = (), reading: bool = False
    ) -> None:
        """Take up a folder's run of a study that asks for some outcomes.

        Raises RunError if the folder holds another run, one without these outcomes, or cannot be read; and where
        other versions computed it, unless it is finished and this is for `reading` alone.
        """
        self.folder = folder
        self.batch = wanted.batch
        self.count = -(-wanted.draws // wanted.batch)
        found = manifest.read(folder)
        if found is None:
            found = Manifest(wanted, manifest.versions())
        manifest.check_same(folder, found.fingerprint, wanted)
        manifest.check_recorded(folder, found.stored, outcomes)
        self._manifest = replace(found, batches=self._whole(found))
        self.other_code = manifest.other_code(found.fingerprint, wanted)
        """In words, what computed the run and is another now; empty where all is the same."""
        if self.other_code and not (reading and self._manifest.finished):
            raise RunError(f"{folder} holds a run {self.other_code}; {manifest.MEND}")

    @property
    def fingerprint(self) -> Fingerprint:
        """Return what decided the numbers of the run when it was begun."""
        return self._manifest.fingerprint

    @property
    def versions(self) -> Mapping[str, str]:
        """Return the versions that the run was begun with."""
        return self._manifest.versions

    def missing(self) -> list[int]:
        """Return the numbers of the batches that are still to be computed."""
        return [number for number in range(self.count) if number not in self._manifest.batches]

    def record(self, number: int, digest: str, names: Sequence[str]) -> None:
        """Count a written batch as finished. Raises RunError if its columns are not those of the others."""
        stored = on_disk(names)
        if self._manifest.batches and dict(self._manifest.stored) != stored:
            other = sorted(set(stored) ^ set(self._manifest.stored))
            raise RunError(f"batch {number} has other columns than those before it: {', '.join(other[:5])}")
        self._manifest = replace(self._manifest, stored=stored).with_batch(number, digest)
        manifest.write(self.folder, self._manifest)

    def table(self) -> Table:
        """Return the finished batches as one table."""
        files = tuple(path(self.folder, number) for number in sorted(self._manifest.batches))
        return Table(files, self._manifest.stored, self._manifest.fingerprint.draws)

    def _whole(self, found: Manifest) -> dict[int, str]:
        """Return the batches whose files are as they were written."""
        return {
            number: digest
            for number, digest in found.batches.items()
            if 0 <= number < self.count
            and path(self.folder, number).is_file()
            and sha256(path(self.folder, number)) == digest
        }


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Make a folder and hold it for one run. Raises RunError if another run holds it or it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=0)
        lock.acquire()
    except Timeout as error:
        raise RunError(
            f"another run is at work in {folder}; wait until it is done, or choose another folder with --out"
        ) from error
    except OSError as error:
        raise RunError(f"cannot use the folder {folder}: {error}; choose another with --out") from error
    try:
        sweep(folder)
        yield
    finally:
        sweep(folder)
        lock.release()
