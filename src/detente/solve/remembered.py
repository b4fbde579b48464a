"""A model that keeps its last answers: asked again with what it reads unchanged, it does not compute anew.

What a model reads is not declared but watched while it computes. Its answer follows from what it read alone, so
the answer holds wherever these values are the same, whatever the others are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np

from ..domains.values import Watched

Answer = TypeVar("Answer")
Mark = tuple[Hashable, tuple[bytes | None, ...]]


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
