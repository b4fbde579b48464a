"""The points that wait to be solved: of one page the newest alone, of several pages as many at once as fit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from . import limits
from .point import Point
from .refusals import Refused, Superseded


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
            before.fail(Superseded("a newer point was asked for"))
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
