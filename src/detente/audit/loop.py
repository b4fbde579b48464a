"""Compute the missing batches of a run with several threads."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

import numpy as np

from ..ground.faults import RunError
from .draws import Draws
from .store import Store

Evaluate = Callable[[Mapping[str, np.ndarray]], Mapping[str, np.ndarray]]
"""From assumptions to outcomes, `[draw]` each; called from several threads at once."""
Progress = Callable[[int, int, float | None], None]
"""Told how many draws are done, of how many, and how many seconds are left (None while it cannot be told)."""

DRAW = "draw"
"""The number of each draw, told beside its assumptions: a study may have none."""
POLL = 0.2
"""Seconds between looks at the threads, so that Ctrl-C is heard on every system."""


def compute(
    draws: Draws, evaluate: Evaluate, store: Store, workers: int | None, on_progress: Progress | None
) -> None:
    """Compute and store every missing batch; the numbers do not depend on `workers` (None: one a processor).

    Raises RunError if a batch fails or cannot be written. On Ctrl-C the batches at work are finished and
    kept, and KeyboardInterrupt goes on.
    """
    missing = store.missing()
    clock = _Clock(draws, store.batch, len(missing), on_progress)
    clock.tell(0)
    with ThreadPoolExecutor(max(1, workers or os.cpu_count() or 1), "batch") as threads:
        running = {threads.submit(_batch, draws, evaluate, store, number): number for number in missing}
        try:
            while running:
                _collect(running, store, POLL)
                clock.tell(len(missing) - len(running))
        except BaseException:
            for future in running:
                future.cancel()
            _salvage(running, store)
            raise


def _batch(draws: Draws, evaluate: Evaluate, store: Store, number: int) -> tuple[str, tuple[str, ...]]:
    """Compute and write one batch; return its SHA-256 and its columns."""
    first = number * store.batch
    last = min(first + store.batch, draws.total)
    values = draws.values(first, last)
    try:
        outcomes = evaluate({DRAW: np.arange(first, last, dtype=float), **values})
        columns = values | {name: _column(name, found, last - first) for name, found in outcomes.items()}
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise RunError(f"batch {number} (draws {first} to {last - 1}) failed: {reason}") from error
    if len(columns) < len(values) + len(outcomes):
        twice = ", ".join(sorted(set(values) & set(outcomes)))
        raise RunError(f"an assumption and an outcome have one name, {twice}; rename the assumption")
    return store.write(number, columns), tuple(columns)


def _column(name: str, found: np.ndarray, size: int) -> np.ndarray:
    column = np.asarray(found, dtype=np.float64)
    if column.shape != (size,):
        raise ValueError(f"the outcome {name} has the shape {column.shape}, not ({size},)")
    return column


def _collect(running: dict[Future, int], store: Store, seconds: float) -> None:
    """Record the batches that are finished, waiting so long for one."""
    done, _ = wait(running, timeout=seconds, return_when=FIRST_COMPLETED)
    for future in done:
        number = running[future]
        store.record(number, *future.result())
        del running[future]


def _salvage(running: dict[Future, int], store: Store) -> None:
    """Wait for the batches at work and keep those that succeed; the caller tells what stopped the run."""
    for future, number in running.items():
        if not future.cancelled() and future.exception() is None:
            with contextlib.suppress(RunError):
                store.record(number, *future.result())


class _Clock:
    """Tells progress, and how long the rest will take at the pace so far."""

    def __init__(self, draws: Draws, batch: int, missing: int, on_progress: Progress | None) -> None:
        self.total, self.batch, self.missing = draws.total, batch, missing
        self.on_progress, self.start, self.told = on_progress, time.monotonic(), -1

    def tell(self, finished: int) -> None:
        """Tell how many of the missing batches are finished, if that is news."""
        if self.on_progress is None or finished == self.told:
            return
        self.told = finished
        left = self.missing - finished
        done = self.total if left == 0 else max(0, self.total - left * self.batch)
        pace = (time.monotonic() - self.start) / finished if finished else None
        self.on_progress(done, self.total, None if pace is None else pace * left)
