"""Who computes the batches of a run: threads here, processes, or a cluster. Each writes what it has computed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from .batch import Done, Evaluate, Work

Tell = Callable[[str], None]
"""Told in a line what a user should know while a run goes on."""


class Hands(Protocol):
    """Something that takes batches and does them."""

    def take(self, number: int) -> Future[Done]:
        """Do a batch; its future raises RunError where the batch fails, however often it is tried."""

    def lost(self, number: int, error: BaseException) -> Future[Done]:
        """Give a batch to another because what had it is gone. Raises the error if that is not so, or in vain."""


Hire = Callable[[Work, Tell], AbstractContextManager[Hands]]
"""Has hands ready for a run's work, and lets them go at its end."""


class Threads:
    """Threads of this process; XLA lets them run side by side."""

    def __init__(self, work: Work, evaluate: Evaluate, pool: ThreadPoolExecutor) -> None:
        self._work, self._evaluate, self._pool = work, evaluate, pool

    def take(self, number: int) -> Future[Done]:
        """Do a batch in a thread."""
        return self._pool.submit(self._work.do, self._evaluate, number)

    def lost(self, number: int, error: BaseException) -> Future[Done]:
        """Raise the error: a thread is not lost without its process."""
        raise error


def threads(evaluate: Evaluate, count: int | None) -> Hire:
    """Return what has `count` threads ready (None: one a processor)."""

    @contextmanager
    def hire(work: Work, tell: Tell) -> Iterator[Hands]:
        with ThreadPoolExecutor(max(1, count or os.cpu_count() or 1), "batch") as pool:
            yield Threads(work, evaluate, pool)

    return hire
