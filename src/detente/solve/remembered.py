"""A model that keeps its last answers: asked again with what it reads unchanged, it does not compute anew.

What a model reads is not declared but watched while it computes. Its answer follows from what it read alone, so
the answer holds wherever these values are the same, whatever the others are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np

Answer = TypeVar("Answer")
Mark = tuple[Hashable, tuple[bytes | None, ...]]


class Watched(Mapping[str, Any]):
    """Columns of values that note which of them are read."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        """Take the columns; none is read yet."""
        self._values = values
        self.read: dict[str, None] = {}

    def __getitem__(self, name: str) -> Any:
        """Return a column, and note that it was read, or looked for in vain."""
        self.read[name] = None
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names, which are the same for all draws of a problem."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return how many columns there are."""
        return len(self._values)


class _Kept(NamedTuple, Generic[Answer]):
    names: tuple[str, ...]
    mark: Mark
    answer: Answer


class Remembered(Generic[Answer]):
    """A function of columns whose newest answers are kept; safe to call from several threads."""

    def __init__(self, keeps: int) -> None:
        """Keep so many answers; none where 0."""
        self._kept: deque[_Kept[Answer]] = deque(maxlen=keeps)
        self._lock = Lock()

    def __call__(
        self, about: Hashable, values: Mapping[str, Any], compute: Callable[[Mapping[str, Any]], Answer]
    ) -> Answer:
        """Return what `compute` makes of the values, or made of them before; `about` tells what else it hangs on."""
        if not self._kept.maxlen:
            return compute(values)
        with self._lock:
            known = tuple(self._kept)
        for one in known:
            if one.mark == _mark(about, one.names, values):
                return one.answer
        watched = Watched(values)
        answer = compute(watched)
        names = tuple(watched.read)
        with self._lock:
            self._kept.appendleft(_Kept(names, _mark(about, names, values), answer))
        return answer


def _mark(about: Hashable, names: tuple[str, ...], values: Mapping[str, Any]) -> Mark:
    """Return what tells the values of some columns from any others, to the bit."""
    return about, tuple(np.asarray(values[name]).tobytes() if name in values else None for name in names)
