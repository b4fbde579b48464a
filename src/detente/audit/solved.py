"""What the report shows beside the draws and a model must solve: solved once, after a run, and kept in its folder."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..domains.domain import Problem, loaded
from ..ground.faults import RunError
from ..ground.json_text import json_text
from ..runs.disk import write_text
from ..runs.manifest import Fingerprint
from ..runs.table import Table

SOLVED = "solved.json"
FORMAT = 1
"""Another one where a domain keeps other things: what an earlier version kept is solved anew then."""


def kept_or_solved(problem: Problem, table: Table, folder: Path, of: Fingerprint) -> Mapping[str, Any]:
    """Return what a folder keeps of its run, by domain; where it keeps nothing, solve it, and keep it if that can be.

    `of` is what decided the numbers of the run. JAX is imported where a domain solves with it.
    """
    known = _read(folder, of)
    if known is not None:
        return known
    found = {one.name: loaded(one.kept)(problem, table) for one in problem.domains if one.kept}
    found = {name: value for name, value in found.items() if value is not None}
    if found:
        with contextlib.suppress(RunError):  # a folder that cannot be written is solved again next time
            _write(folder, of, found)
    return found


def _read(folder: Path, of: Fingerprint) -> Mapping[str, Any] | None:
    """Return what a folder keeps; None where it keeps nothing, or of another run, or it was damaged or changed."""
    try:
        text = json.loads((folder / SOLVED).read_text(encoding="utf-8"))
        found: Mapping[str, Any] = text["solved"]
        return found if text == _sealed(of, found) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(folder: Path, of: Fingerprint, found: Mapping[str, Any]) -> None:
    write_text(folder / SOLVED, json_text(_sealed(of, found), None) + "\n")


def _sealed(of: Fingerprint, found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was solved with what it is of, and its SHA-256."""
    seal = hashlib.sha256(json_text(found, None).encode()).hexdigest()
    return {"format": FORMAT, "run": of.digest, "sha256": seal, "solved": found}
