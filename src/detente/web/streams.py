"""How many streams are open: each holds a connection, so there is a bound on all, and on those of one visitor."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager

from . import limits
from .refusals import Refused


class Streams:
    """Counts open streams by visitor; used from the server's own thread alone."""

    def __init__(self) -> None:
        """Begin with none open."""
        self._open: Counter[str] = Counter()

    def take(self, visitor: str) -> AbstractContextManager[None]:
        """Return what holds a place while a stream is open. Raises Refused where there is none."""
        if self._open[visitor] >= limits.STREAMS_OF_ONE or self._open.total() >= limits.STREAMS:
            raise Refused(429, "too many pages follow a run at once", "close some of them", after=5)
        return self._held(visitor)

    @contextlib.contextmanager
    def _held(self, visitor: str) -> Iterator[None]:
        self._open[visitor] += 1
        try:
            yield
        finally:
            self._open[visitor] -= 1
            if not self._open[visitor]:
                del self._open[visitor]
