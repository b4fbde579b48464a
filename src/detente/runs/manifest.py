"""What a folder of batches was computed from, so that a run resumes only its own batches."""

from __future__ import annotations

import functools
import hashlib
import json
import platform
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from ..domains.domain import Problem
from ..ground.faults import RunError
from ..ground.json_text import json_text
from ..ground.plain import plain
from .disk import write_text
from .draws import Draws

NAME = "manifest.json"
FORMAT = 1
DECIDING = ("detente", "jax", "jaxlib", "numpy", "scipy")
"""Packages another version of which may change the last digits of a number."""
TILDE = " ~ "
MEND = "choose another folder with --out, or run with --replace to write over this one"


@dataclass(frozen=True)
class Fingerprint:
    """Everything that decides the numbers in a batch."""

    study: str
    text: str
    """SHA-256 of the study's text."""
    seed: int
    draws: int
    batch: int
    columns: Mapping[str, str]
    """Each sampled number and its distribution."""
    code: Mapping[str, str]
    """Versions, and the kind of processor."""
    first: str = ""
    """SHA-256 of the first points, so that another way of sampling is another run."""
    correlations: Mapping[str, str] = field(default_factory=dict)
    """Each pair that is drawn together, as `a ~ b`, and its rank correlation."""
    world: str = ""
    """SHA-256 of the files of the user's own world; empty for an embedded one, which the version decides."""

    @property
    def digest(self) -> str:
        """Return the SHA-256 of all this."""
        return hashlib.sha256(json.dumps(plain(self), sort_keys=True, allow_nan=False).encode()).hexdigest()


@dataclass(frozen=True)
class Manifest:
    """The fingerprint, the recorded columns, and the SHA-256 of each finished batch by number."""

    fingerprint: Fingerprint
    versions: Mapping[str, str]
    stored: Mapping[str, str] = field(default_factory=dict)
    """The name on disk of each recorded column; empty until a batch is finished."""
    batches: Mapping[int, str] = field(default_factory=dict)

    @property
    def finished(self) -> bool:
        """Tell whether every batch is finished."""
        return len(self.batches) >= -(-self.fingerprint.draws // self.fingerprint.batch)

    def with_batch(self, number: int, digest: str) -> Manifest:
        """Return the manifest with a batch finished."""
        return replace(self, batches={**self.batches, number: digest})


def fingerprint(problem: Problem, sample: Draws, *, batch: int, code_version: str) -> Fingerprint:
    """Return what decides the numbers of a run."""
    code = {name: version for name, version in versions().items() if name in DECIDING}
    code |= {"processor": platform.machine()} | ({"code": code_version} if code_version else {})
    return Fingerprint(
        study=problem.study.id,
        text=hashlib.sha256(problem.study.text.encode()).hexdigest(),
        seed=sample.seed,
        draws=sample.total,
        batch=batch,
        columns={column.name: repr(column.distribution) for column in problem.columns},
        code=code,
        first=sample.digest(),
        correlations={pair(*one.between): repr(one.rank) for one in sample.correlations},
        world=problem.world.digest,
    )


def pair(one: str, other: str) -> str:
    """Return the name of a pair of numbers that are drawn together, whichever is named first.

    >>> pair("size", "cost")
    'cost ~ size'
    """
    return TILDE.join(sorted((one, other)))


def apart(pair: str) -> tuple[str, str]:
    """Return the two numbers that a pair's name holds."""
    one, _, other = pair.partition(TILDE)
    return one, other


@functools.cache
def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that numbers pass through."""
    found = {"python": platform.python_version()}
    for name in (*DECIDING, "duckdb"):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def read(folder: Path) -> Manifest | None:
    """Return a folder's manifest, None if it has none. Raises RunError if it is damaged."""
    path = folder / NAME
    if not path.exists():
        return None
    try:
        text = json.loads(path.read_text(encoding="utf-8"))
        if text["format"] > FORMAT:
            later = text["versions"].get("detente", "unknown")
            raise RunError(
                f"{folder} holds a run of a later version of this program ({later}; this is "
                f"{versions()['detente']}); open it with that version, or {MEND}"
            )
        return Manifest(
            fingerprint=Fingerprint(**text["fingerprint"]),
            versions=text["versions"],
            stored=text["stored"],
            batches={int(number): digest for number, digest in text["batches"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunError(f"{path} cannot be read as the record of a run ({error}); {MEND}") from error


def write(folder: Path, manifest: Manifest) -> None:
    """Write a folder's manifest, whole or not at all."""
    text: dict[str, Any] = {
        "format": FORMAT,
        "fingerprint": vars(manifest.fingerprint),
        "versions": dict(manifest.versions),
        "stored": dict(manifest.stored),
        "batches": {str(number): digest for number, digest in sorted(manifest.batches.items())},
    }
    write_text(folder / NAME, json_text(text) + "\n")


def check_same(folder: Path, found: Fingerprint, wanted: Fingerprint) -> None:
    """Raise RunError, naming the first difference, if a folder holds another run."""
    if difference := _difference(found, wanted):
        raise RunError(f"{folder} holds a run {difference}; {MEND}")


def check_recorded(folder: Path, stored: Mapping[str, str], wanted: Collection[str]) -> None:
    """Raise RunError if batches of a folder lack outcomes that a study asks for now."""
    missing = sorted(set(wanted) - set(stored)) if stored else []
    if missing:
        raise RunError(
            f"{folder} holds a run in which {len(missing)} outcomes of this study were not recorded "
            f"({', '.join(missing[:3])}{', ...' if len(missing) > 3 else ''}): another version made it; {MEND}"
        )


def _difference(found: Fingerprint, wanted: Fingerprint) -> str:
    if found.study != wanted.study:
        return f"of another study, {found.study}, not {wanted.study}"
    for what in ("draws", "seed", "batch"):
        old, new = getattr(found, what), getattr(wanted, what)
        if old != new:
            what = {"draws": "number of draws", "batch": "size of batches"}.get(what, what)
            return f"with another {what}, {old:,}, not {new:,}"
    for name in sorted(set(found.columns) | set(wanted.columns)):
        old, new = found.columns.get(name, "absent"), wanted.columns.get(name, "absent")
        if old != new:
            return f"in which the assumption {name} is {old}, not {new}"
    for name in sorted(set(found.correlations) | set(wanted.correlations)):
        old, new = found.correlations.get(name, "none"), wanted.correlations.get(name, "none")
        if old != new:
            return f"in which the rank correlation of {name} is {old}, not {new}"
    if found.first != wanted.first:
        return "whose draws an earlier version made in another way"
    if found.world != wanted.world:
        return "on another world: its files are not those that were computed from"
    if found.text != wanted.text:
        return f"of another text of {wanted.study}"
    return ""


def other_code(found: Fingerprint, wanted: Fingerprint) -> str:
    """Return in words the first version, or kind of processor, in which two runs differ; empty for none."""
    for name in sorted(set(found.code) | set(wanted.code)):
        old, new = found.code.get(name, "absent"), wanted.code.get(name, "absent")
        if old != new:
            return f"computed with another {name}, {old}, not {new}"
    return ""
