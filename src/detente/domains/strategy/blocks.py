"""Work through a batch of payoff tables in blocks that fit into the processor's cache, draws last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ...ground.faults import DataError

if TYPE_CHECKING:
    from jaxtyping import Float

BLOCK = 1 << 15
"""Payoffs in a block: 256 KiB of doubles."""


def players(payoffs: Float[np.ndarray, "draw player *moves"]) -> int:
    """Return how many players a batch of tables has. Raises DataError where its axes do not fit."""
    count = payoffs.ndim - 2
    if count < 1 or payoffs.shape[1] != count:
        shape = " x ".join(map(str, payoffs.shape))
        raise DataError(
            f"payoffs of shape {shape} are no tables; an axis of draws is wanted, one of players, and one a "
            "player of its moves"
        )
    if 0 in payoffs.shape[2:]:
        raise DataError("a player has no move; give each one at least")
    return count


def blocks(
    payoffs: Float[np.ndarray, "draw player *moves"],
) -> Iterator[tuple[slice, Float[np.ndarray, "player *moves block"]]]:
    """Yield a batch of tables in blocks, each with its place and its draws moved to the last axis."""
    draws, shape = payoffs.shape[0], payoffs.shape[1:]
    step = max(1, BLOCK // int(np.prod(shape)))
    for first in range(0, draws, step):
        where = slice(first, min(first + step, draws))
        flat = payoffs[where].reshape(where.stop - first, -1).T
        kind = object if payoffs.dtype == object else float
        yield where, np.ascontiguousarray(flat, dtype=kind).reshape(*shape, -1)
