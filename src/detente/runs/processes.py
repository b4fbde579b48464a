"""Batches in processes of their own: spawned, never forked (JAX deadlocks), replaced when one is killed."""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from multiprocessing.connection import Connection
from typing import Any

from ..domains.domain import Problem
from ..ground.faults import RunError
from .batch import Done, Evaluate, Work
from .executor import Hands, Hire, Tell

Make = Callable[[Problem], Evaluate]
"""Prepares the models of a problem; found by its name in another process."""
TRIES = 3
"""How many processes may be killed, with no batch finished in between, before the run stops."""
_worker: _Worker | None = None


class _Worker:
    """What a process holds: the work and the models, made once."""

    def __init__(self, work: Work, problem: Problem, make: Make) -> None:
        self.work, self.evaluate = work, make(problem)
        if "jax" in sys.modules:
            sys.modules["jax"].devices()  # now, while it sees this process's share of the processors alone


class Processes:
    """A pool of processes; one that is killed loses no more than the batch that it was at."""

    def __init__(self, begin: bytes, count: int, tell: Tell) -> None:
        self._begin, self._count, self._tell = begin, count, tell
        self._killed = 0
        """How often a process was killed since the last batch was finished."""
        self._heard, self._open = get_context("spawn").Pipe(duplex=False)
        """Processes hear when this end is closed."""
        self.pool = self._new()

    def take(self, number: int) -> Future[Done]:
        """Do a batch in one of the processes, of a new pool if one was killed. Raises RunError if that goes on."""
        try:
            future = self.pool.submit(_do, number)
        except BrokenProcessPool as error:
            self._replace(error)
            future = self.pool.submit(_do, number)
        future.add_done_callback(self._note)
        return future

    def lost(self, number: int, error: BaseException) -> Future[Done]:
        """Give a batch to another where a process was killed; the batches that waited come back so, too."""
        if not isinstance(error, BrokenProcessPool):
            raise error
        return self.take(number)

    def close(self) -> None:
        """Let the processes go; no batch may be at work any more.

        They leave by themselves. An idle one holds the lock of the line of batches, and where it was killed, the
        pool would wait for ever for the others, which wait for the lock.
        """
        self._open.close()
        self.pool.shutdown(wait=True, cancel_futures=True)
        self._heard.close()

    def _replace(self, error: BrokenProcessPool) -> None:
        self._killed += 1
        if self._killed > TRIES:
            raise RunError(
                f"processes were killed {self._killed} times and no batch was finished in between; "
                "they may need more memory: use fewer with --workers"
            ) from error
        self._tell("a process was killed; its batch is given to another")
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool = self._new()

    def _note(self, future: Future[Done]) -> None:
        if not future.cancelled() and future.exception() is None:
            self._killed = 0

    def _new(self) -> ProcessPoolExecutor:
        context = get_context("spawn")
        begun = context.Value("i", 0)
        given = (self._begin, begun, self._count, self._heard)
        return ProcessPoolExecutor(self._count, context, initializer=_start, initargs=given)


def processes(problem: Problem, make: Make, count: int) -> Hire:
    """Return what has `count` processes ready, each with a problem's models."""

    @contextmanager
    def hire(work: Work, tell: Tell) -> Iterator[Hands]:
        hands = Processes(pickle.dumps((work, problem, make)), count, tell)
        try:
            yield hands
        finally:
            hands.close()

    return hire


def _start(begin: bytes, begun: Any, count: int, heard: Connection) -> None:
    """Make a process ready: deaf to Ctrl-C, which its parent hears, and gone when its parent is, or lets it go.

    `begun` counts the processes that have begun, of `count`; `heard` is at its end when they are let go.
    """
    global _worker
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    atexit.register(os._exit, 0)  # what it holds at its end (DuckDB) would be complained of in the terminal
    threading.Thread(target=_leave_with_parent, args=(heard,), daemon=True).start()
    work, problem, make = pickle.loads(begin)
    with begun.get_lock():
        place, begun.value = begun.value, begun.value + 1
    with _share(place, count):
        _worker = _Worker(work, problem, make)


@contextmanager
def _share(place: int, count: int) -> Iterator[None]:
    """Let this process see its part of the processors, where the system allows (Linux), while it makes its threads.

    XLA and OpenBLAS make a thread for each processor that they see: each process would make as many, and they would
    be in one another's way. Afterwards the process may run on any.
    """
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, shares(sorted(every), count)[place % count])
    try:
        yield
    finally:
        os.sched_setaffinity(0, every)


def shares(processors: Sequence[int], count: int) -> list[set[int]]:
    """Return which processors each of some processes should use.

    >>> shares([0, 1, 2, 3], 2), shares([0, 1], 3)
    ([{0, 2}, {1, 3}], [{0}, {1}, {0}])
    """
    return [set(processors[place::count]) or {processors[place % len(processors)]} for place in range(count)]


def _leave_with_parent(heard: Connection) -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel, heard])
        os._exit(0)


def _do(number: int) -> Done:
    if _worker is None:
        raise RuntimeError("the process was not made ready")
    return _worker.work.do(_worker.evaluate, number)
