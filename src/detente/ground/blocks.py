"""Draws in blocks of one size, so that one compiled code serves any number of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import jax
import numpy as np

AHEAD = 4
"""Blocks that are begun before the oldest is waited for: what more would bring is memory."""


def by_block(
    solve: Callable[[Any], Any], draws: Any, size: int, wait: Callable[[Any], np.ndarray] = np.asarray
) -> Callable[[], np.ndarray]:
    """Begin to solve draws block by block; return a function that waits for the results `[row, draw]`.

    `draws` is an array or a tree of arrays with the axis of draws first. `solve` begins a block, and `wait` makes
    `[row, draw]` of what it returned. Fewer draws than `size` are one block; else the last block is filled up with
    the last draw. The device goes on with the blocks while the caller does other things.
    """
    count = len(jax.tree.leaves(draws)[0])
    done: list[np.ndarray] = []
    begun: deque[Any] = deque()
    for start in range(0, count, size):
        begun.append(solve(_block(draws, start, min(size, count))))
        if len(begun) > AHEAD:
            done.append(wait(begun.popleft()))
    return lambda: np.concatenate([*done, *map(wait, begun)], axis=1)[:, :count]


def _block(draws: Any, start: int, size: int) -> Any:
    """Return draws from `start` on, as many as a block holds."""

    def part(array: np.ndarray) -> np.ndarray:
        some = array[start : start + size]
        short = size - len(some)
        return np.concatenate([some, np.repeat(some[-1:], short, axis=0)]) if short else some

    return jax.tree.map(part, draws)
