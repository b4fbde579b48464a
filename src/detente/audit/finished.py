"""A run in a folder, opened to be read and not to go on: what it was of, its draws, what was found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..bind.problem import bind
from ..bind.setting import fix
from ..chance import kinds
from ..chance.distribution import Distribution
from ..domains.domain import Problem
from ..export.frames import Frames
from ..export.given import Given
from ..ground.faults import DetenteError, RunError
from ..ground.paths import path_of
from ..runs import manifest
from ..runs.batch import path as batch
from ..runs.manifest import Manifest
from ..runs.table import Table
from ..runs.world_copy import WORLD
from ..study.read import parse_study, shipped
from ..study.read import read as read_study
from ..study.records import Study

STUDY, RESULTS = "study.yaml", "results.json"
"""The copy of the study, and the verdicts, that a report puts beside the draws."""


@dataclass(frozen=True)
class Kept(Frames):
    """A run that is kept in a folder."""

    folder: Path
    manifest: Manifest
    verdicts: Mapping[str, Any]
    """By claim, as `results.json` has them."""
    study: Study | None
    """None where its text is not at hand."""
    problem: Problem | None
    """None where the study's text is not at hand, or this version of the program cannot bind it."""
    table: Table

    @property
    def draws(self) -> int:
        """Return how many draws it has."""
        return self.manifest.fingerprint.draws

    @property
    def distributions(self) -> Mapping[str, Distribution | None]:
        """Return the distribution of each sampled number; None for one that cannot be read."""
        return {name: kinds.read(text) for name, text in self.manifest.fingerprint.columns.items()}

    @property
    def given(self) -> Given:
        """Return what tables for other programs are made from."""
        found = self.manifest
        of = found.fingerprint
        return Given(
            of.study, self.problem, self.table, self.verdicts, self.distributions, of.seed, found.versions
        )


def kept(
    what: str | Path, settings: Mapping[str, str] | None = None, *, folder: str | Path | None = None
) -> Kept:
    """Open a run: its folder, or a study, by name or file, whose run is in `folder` (default `runs/ID`).

    `settings` are the assumptions that the run had fixed. Raises RunError where there is no run, it is not
    finished, or it is of another text than the study's; StudyError for settings that do not fit.
    """
    what = path_of(what) if str(what).startswith("~") else what
    if folder is None and Path(what).is_dir():
        if not (Path(what) / manifest.NAME).is_file():
            raise RunError(f"{what}: no run is kept there; give the folder of a run, or a study that was run")
        return _opened(Path(what), None, settings or {})
    study = read_study(what)
    folder = path_of(folder) if folder else Path("runs") / study.id
    if not (folder / manifest.NAME).is_file():
        raise RunError(f"{folder}: no run is kept there; `detente run {what}` makes one")
    opened = _opened(folder, study, settings or {})
    if opened.manifest.fingerprint.text != _digest(study.text):
        raise RunError(
            f"{folder} holds a run of another text of {study.id} than {study.file}; run it again with "
            f"--out FOLDER and give that folder"
        )
    return opened


def results_of(folder: Path) -> Mapping[str, Any]:
    """Return what was found in a finished run, with its `verdicts`. Raises RunError where it cannot be read."""
    results = folder / RESULTS
    try:
        found: Mapping[str, Any] = json.loads(results.read_text(encoding="utf-8"))
        found["verdicts"]
    except (OSError, ValueError, KeyError, TypeError):
        raise RunError(f"{results} cannot be read; `detente report` writes it again") from None
    return found


def _opened(folder: Path, given: Study | None, settings: Mapping[str, str]) -> Kept:
    found = manifest.read(folder)
    if found is None or not found.finished:
        raise RunError(f"the run in {folder} is not finished; the command that began it goes on with it")
    verdicts = results_of(folder)["verdicts"]
    files = tuple(batch(folder, number) for number in sorted(found.batches))
    study = _study(folder, found, given)
    study = fix(study, settings) if study else None
    table = Table(files, found.stored, found.fingerprint.draws)
    if study and found.fingerprint.world:
        study = study.on_world(str((folder / WORLD).resolve()))
    return Kept(folder, found, verdicts, study, _bound(study), table)


def _study(folder: Path, found: Manifest, given: Study | None) -> Study | None:
    """Return the study that a run is of: the copy in its folder, the one given, or a shipped one, if it is it."""
    wanted = found.fingerprint.text
    if given is not None and _digest(given.text) == wanted:
        return given
    path = folder / STUDY
    if path.is_file():
        text = path.read_text(encoding="utf-8")
        if _digest(text) == wanted:
            return parse_study(text, str(path))
    if found.fingerprint.study in shipped():
        study = read_study(found.fingerprint.study)
        if _digest(study.text) == wanted:
            return study
    return None


def _bound(study: Study | None) -> Problem | None:
    """Return a study bound by this version of the program; None where it no longer can be."""
    try:
        return bind(study) if study else None
    except DetenteError:
        return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
