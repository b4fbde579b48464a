"""Compute the missing batches of a run, and record each as it is finished."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait

from ..ground.faults import RunError
from .batch import Done, Work
from .executor import Hands, Hire, Tell
from .store import Store

Progress = Callable[[int, int, float | None], None]
"""Told how many draws are done, of how many, and how many seconds are left (None while it cannot be told)."""

POLL = 0.2
"""Seconds between looks at the batches at work, so that Ctrl-C is heard on every system."""


def compute(work: Work, hire: Hire, store: Store, on_progress: Progress | None, tell: Tell) -> None:
    """Compute and record every missing batch; the numbers do not depend on who does it.

    Raises RunError if a batch fails or cannot be written. On Ctrl-C the batches at work are finished and
    kept, and KeyboardInterrupt goes on.
    """
    missing = store.missing()
    clock = _Clock(work, len(missing), on_progress)
    clock.tell(0)
    if not missing:
        return
    with hire(work, tell) as hands:
        running = {hands.take(number): number for number in missing}
        try:
            while running:
                _collect(running, store, hands)
                clock.tell(len(missing) - len(running))
        except BaseException:
            for future in running:
                future.cancel()
            _salvage(running, store)
            raise


def _collect(running: dict[Future[Done], int], store: Store, hands: Hands) -> None:
    """Record the batches that are finished, waiting a moment for one."""
    done, _ = wait(running, timeout=POLL, return_when=FIRST_COMPLETED)
    for future in done:
        number = running.pop(future)
        error = future.exception()
        if error is None:
            _record(future, number, store)
        else:
            running[hands.lost(number, error)] = number


def _record(future: Future[Done], number: int, store: Store) -> None:
    found = future.result()
    store.record(number, found.digest, found.names)


def _salvage(running: dict[Future[Done], int], store: Store) -> None:
    """Wait for the batches at work and keep those that succeed; the caller tells what stopped the run."""
    for future, number in running.items():
        with contextlib.suppress(RunError, CancelledError):
            if not future.cancelled() and future.exception() is None:
                _record(future, number, store)


class _Clock:
    """Tells progress, and how long the rest will take at the pace so far."""

    def __init__(self, work: Work, missing: int, on_progress: Progress | None) -> None:
        self.total, self.batch, self.missing = work.sample.total, work.size, missing
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
