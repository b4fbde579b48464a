"""A study's models, made ready in the background and kept: one point at a time, or many at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..domains.domain import Problem
from ..domains.switches import switch, switches
from ..ground.faults import DetenteError
from ..runs.batch import DRAW
from . import limits
from .point import Point, centres, columns_at
from .refusals import Refused, Superseded

BLOCK = 32
"""Points in one call where many wait; the models are compiled once for it, and once for a point alone."""
WORTH = 4
"""So many must wait for a block to be worth it: it costs about as much as so many points alone."""

KEEPS = 16
"""Newest answers of each model that are kept: a slider moves what one of them reads, seldom what all do."""


@dataclass(frozen=True)
class Ready:
    """How far the models are: a sentence, seconds since they were begun, and whether they answer."""

    stage: str
    done: bool = False
    failed: bool = False


@dataclass(frozen=True)
class Asked:
    """A point, and who waits for its answer."""

    point: Point
    answer: Future[Any] = field(default_factory=Future)

    def give(self, found: Any) -> None:
        """Answer, if somebody still waits."""
        if self.answer.set_running_or_notify_cancel():
            self.answer.set_result(found)

    def fail(self, error: Exception) -> None:
        """Answer that there is no answer, if somebody still waits."""
        if self.answer.set_running_or_notify_cancel():
            self.answer.set_exception(error)


class Waiting:
    """A line of askers, first come first served; safe to use from several threads."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._line: dict[str, Asked] = {}
        self._changed = threading.Condition()
        self._closed = False

    def ask(self, who: str, point: Point) -> Future[Any]:
        """Join the line, or change what one waits for: a page's older question is not answered any more.

        Raises Refused where the line is full or closed.
        """
        asked = Asked(point)
        with self._changed:
            if self._closed:
                raise Refused(410, "this study was put away", "open its page again")
            before = self._line.get(who)
            if before is None and len(self._line) >= limits.WAITING:
                raise Refused(503, "too many wait for an answer", "try again in a while", after=5)
            self._line[who] = asked
            self._changed.notify()
        if before is not None:
            before.fail(Superseded())
        return asked.answer

    def take(self, most: Callable[[int], int]) -> list[Asked]:
        """Wait for a question; return those first in line whose moves are the same; none when it is closed.

        `most` tells, from how many wait, how many are to be taken.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._line or self._closed)
            if not self._line:
                return []
            off = next(iter(self._line.values())).point.off
            alike = [who for who, asked in self._line.items() if asked.point.off == off]
            return [self._line.pop(who) for who in alike[: most(len(alike))]]

    def close(self) -> None:
        """Answer nobody any more."""
        with self._changed:
            self._closed = True
            left, self._line = list(self._line.values()), {}
            self._changed.notify_all()
        for asked in left:
            asked.fail(Refused(410, "this study was put away", "open its page again"))


class Models:
    """Solves the points of one study on a thread of its own, those of several askers together."""

    def __init__(self, problem: Problem) -> None:
        """Begin to make the models ready."""
        self.problem = problem
        self.waiting = Waiting()
        self._centres = centres(problem)
        self.ready = Ready("the models are being loaded")
        self._began = time.monotonic()
        self._took: float | None = None
        self._evaluate: Any = None
        self._block = False
        self._block_begun = False
        threading.Thread(target=self._work, name=f"models of {problem.study.id}", daemon=True).start()

    @property
    def seconds(self) -> float:
        """Return how long making ready took, or has taken so far."""
        return self._took if self._took is not None else time.monotonic() - self._began

    def close(self) -> None:
        """Solve nothing any more."""
        self.waiting.close()

    def _work(self) -> None:
        """Make the models ready, then answer until the line is closed."""
        try:
            from ..run import evaluator

            self._evaluate = evaluator(self.problem, switches(self.problem), KEEPS)
            self.ready = Ready("the models are being compiled")
            self.solve([Point({})])
        except Exception as error:
            self.ready = Ready(_said(error), failed=True)
            self.waiting.close()
            return
        self._took = time.monotonic() - self._began
        self.ready = Ready("ready", done=True)
        while asked := self.waiting.take(self._most):
            self._answer(asked)

    def _most(self, waiting: int) -> int:
        """Return how many of those that wait are taken at once."""
        if waiting >= WORTH and not self._block_begun:
            self._block_begun = True
            threading.Thread(target=self._make_block, daemon=True).start()
        return min(waiting, BLOCK) if self._block and waiting >= WORTH else 1

    def _make_block(self) -> None:
        """Compile the models for many points at once, while points go on to be solved alone."""
        try:
            self.solve([Point({})] * BLOCK)
        except Exception:  # one point at a time goes on to work
            return
        self._block = True

    def _answer(self, asked: Sequence[Asked]) -> None:
        try:
            points = [one.point for one in asked]
            full = points if len(points) == 1 else points + points[-1:] * (BLOCK - len(points))
            columns = self.solve(full)
        except Exception as error:
            for one in asked:
                one.fail(error)
            return
        for row, one in enumerate(asked):
            one.give({name: column[row : row + 1] for name, column in columns.items()})

    def solve(self, points: Sequence[Point]) -> dict[str, np.ndarray]:
        """Return assumptions and outcomes at points with the same moves off, `[point]` each."""
        values = columns_at(self.problem, points, self._centres)
        off = points[0].off
        made = {switch(name): np.full(len(points), float(name not in off)) for name in switches(self.problem)}
        return {**values, **self._evaluate({DRAW: np.zeros(len(points)), **values, **made})}


def _said(error: Exception) -> str:
    """Say what went wrong in making ready."""
    if isinstance(error, DetenteError):
        return str(error)
    return (
        f"the models could not be made ready ({type(error).__name__}: {error}); `detente run` may tell more"
    )
