"""Flips kept beside the batches, so that a report written again need not seek them again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .disk import write_text
from .plain import plain
from .records import Difference, Flip

NAME = "flips.json"
FORMAT = 1


def write(folder: Path, found: Mapping[str, tuple[Flip, ...]]) -> None:
    """Write the flips of a run, whole or not at all. Raises RunError where the folder cannot be written."""
    text = json.dumps({"format": FORMAT, "flips": plain(found)}, indent=1, ensure_ascii=False)
    write_text(folder / NAME, text + "\n")


def read(folder: Path) -> dict[str, tuple[Flip, ...]] | None:
    """Return the flips that a folder keeps; None where there are none, or they cannot be read."""
    try:
        kept = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if kept["format"] != FORMAT:
            return None
        return {claim: tuple(map(_flip, flips)) for claim, flips in kept["flips"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _flip(kept: Mapping[str, Any]) -> Flip:
    return Flip(**{**kept, "moves": tuple(Difference(**one) for one in kept["moves"])})
