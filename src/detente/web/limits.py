"""How much one visitor may ask for: bodies, requests a second, waiting points, and the size of a run."""

from __future__ import annotations

import contextlib
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from .refusals import Refused

BODY = 1 << 20
"""Most bytes of a request: a study's text is a tenth of it."""
BODY_SECONDS = 10.0
"""How long a request's body may take to arrive."""
RATE, BURST = 40.0, 120.0
"""Requests a second of one visitor, and how many at once after a pause."""
TRIES, TRIES_BURST = 0.2, 5.0
"""The same of passwords and tokens that are tried from one address."""
WAITING = 400
"""Most points that wait to be solved."""
DRAWS = 65_536
"""Most draws of a run that is begun from the page; the command line has no such limit."""
RUNS = 2
"""Most runs that go on at once; of one visitor, one."""
SEEDS = 1 << 32
"""Seeds of a run are below it."""
STREAMS, STREAMS_OF_ONE = 64, 8
"""Most progress bars that are followed at once, and of one visitor."""
POINTS = 2_048
"""Most draws whose values are sent to be drawn; shares are counted over all draws."""
SHOWN = 1 << 20
"""Most draws of a run whose space is shown."""
TEXT = 1 << 18
"""Most bytes of a study's text that is checked as one types: ten times that of the largest study."""
TEXTS = 32
"""Most texts that are held to be opened without being saved."""
VISITORS = 4_096
"""Visitors remembered; beyond it those that were quiet longest are forgotten."""


class Buckets:
    """Token buckets by visitor: each request takes one, and so many a second come back."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Take tokens a second, and how many a bucket holds."""
        self._rate, self._burst, self._clock = rate, burst, clock
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, who: str) -> float:
        """Take a token; return 0, or the seconds after which there will be one."""
        now = self._clock()
        left, since = self._kept.pop(who, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._rate)
        taken = left >= 1
        self._kept[who] = (left - 1 if taken else left, now)
        while len(self._kept) > VISITORS:
            self._kept.popitem(last=False)
        return 0.0 if taken else (1 - left) / self._rate


class Streams:
    """Counts open streams by visitor; used from the server's own thread alone."""

    def __init__(self) -> None:
        """Begin with none open."""
        self._open: Counter[str] = Counter()

    def take(self, visitor: str) -> AbstractContextManager[None]:
        """Return what holds a place while a stream is open. Raises Refused where there is none."""
        if self._open[visitor] >= STREAMS_OF_ONE or self._open.total() >= STREAMS:
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
