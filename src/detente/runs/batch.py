"""One batch of a run: computed by whoever has work to do, and written where it stays."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..ground.faults import RunError
from . import manifest
from .disk import write_columns
from .draws import Draws

Evaluate = Callable[[Mapping[str, np.ndarray]], Mapping[str, np.ndarray]]
"""From assumptions to outcomes, `[draw]` each; called from several threads at once."""
DRAW = "draw"
"""The number of each draw, told beside its assumptions (a study may have none), and its name on disk."""


@dataclass(frozen=True)
class Done:
    """A batch that was written: its SHA-256, its columns, and what computed it."""

    digest: str
    names: tuple[str, ...]
    by: Mapping[str, str]
    """Versions of the packages that decide a number, and the kind of processor."""


@dataclass(frozen=True)
class Work:
    """All batches of a run: any may be computed anywhere, in any order, and the numbers are the same."""

    sample: Draws
    folder: Path
    size: int

    def do(self, evaluate: Evaluate, number: int) -> Done:
        """Compute and write one batch. Raises RunError where it fails or cannot be written."""
        first = number * self.size
        last = min(first + self.size, self.sample.total)
        values = self.sample.values(first, last)
        try:
            outcomes = evaluate({DRAW: np.arange(first, last, dtype=float), **values})
            columns = values | {name: _column(name, found, last - first) for name, found in outcomes.items()}
        except Exception as error:
            reason = str(error) or type(error).__name__
            raise RunError(f"batch {number} (draws {first} to {last - 1}) failed: {reason}") from error
        if len(columns) < len(values) + len(outcomes):
            twice = ", ".join(sorted(set(values) & set(outcomes)))
            raise RunError(f"an assumption and an outcome have one name, {twice}; rename the assumption")
        return Done(self._write(number, columns), tuple(columns), here())

    def _write(self, number: int, columns: Mapping[str, np.ndarray]) -> str:
        stored = on_disk(list(columns))
        size = len(next(iter(columns.values())))
        numbered = {DRAW: np.arange(size, dtype=np.int64) + number * self.size}
        named = {stored[name]: column for name, column in columns.items()}
        return write_columns(path(self.folder, number), numbered | named)


def path(folder: Path, number: int) -> Path:
    """Return the file of a batch."""
    return folder / f"batch-{number:05d}.parquet"


def here() -> dict[str, str]:
    """Return what computes on this machine: versions that decide a number, and the kind of processor."""
    known = {name: version for name, version in manifest.versions().items() if name in manifest.DECIDING}
    return known | {"processor": platform.machine()}


def on_disk(names: Sequence[str]) -> dict[str, str]:
    """Return the name on disk of each column: its own, numbered where another differs only in its capitals.

    Names on disk do not tell capitals apart, and `draw` is taken.

    >>> on_disk(["K", "k", "draw"])
    {'K': 'K', 'k': 'k (2)', 'draw': 'draw (2)'}
    """
    taken = {DRAW}
    stored: dict[str, str] = {}
    for name in names:
        candidate, copy = name, 1
        while candidate.casefold() in taken:
            copy += 1
            candidate = f"{name} ({copy})"
        taken.add(candidate.casefold())
        stored[name] = candidate
    return stored


def _column(name: str, found: np.ndarray, size: int) -> np.ndarray:
    column = np.asarray(found, dtype=np.float64)
    if column.shape != (size,):
        raise ValueError(f"the outcome {name} has the shape {column.shape}, not ({size},)")
    return column
