"""A run that is kept in a folder, opened again."""

from __future__ import annotations

import json
from pathlib import Path

from ..audit.records import Judgement
from ..ground.faults import RunError
from ..run import Laboratory


def finished(lab: Laboratory, out: Path | None) -> Judgement:
    """Return the judgement of a run, finishing it if it was stopped. Raises RunError where there is none."""
    folder = out or Path("runs") / lab.problem.study.id
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        numbers = manifest["fingerprint"]
        draws, seed = int(numbers["draws"]), int(numbers["seed"])
    except (OSError, ValueError, KeyError):
        raise RunError(
            f"{folder}: no run is kept there; `detente run {lab.problem.study.id}` makes one"
        ) from None
    return lab.run(draws=draws, seed=seed, out=folder, flips=False)
