"""Coalitions as bits: coalition S holds party i where bit i of S is set; v is an array over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from jaxtyping import Float

MOST = 12
"""Most parties for exact answers: 4,096 coalitions."""


@cache
def members(parties: int) -> np.ndarray:
    """Return 1 where a coalition holds a party, `[coalition, party]`."""
    table = (np.arange(2**parties)[:, None] >> np.arange(parties)) & 1
    table.flags.writeable = False
    return table


def names(parties: Sequence[str], coalition: int) -> tuple[str, ...]:
    """Return the names of a coalition's parties."""
    return tuple(party for place, party in enumerate(parties) if coalition >> place & 1)


def coalition(parties: Sequence[str], chosen: Sequence[str]) -> int:
    """Return the bits of the parties named."""
    return sum(1 << list(parties).index(name) for name in set(chosen))


def cover(v: Float[np.ndarray, "*draw coalition"]) -> Float[np.ndarray, "*draw coalition"]:
    """Return the superadditive cover: a coalition may split into parts, each doing what it can."""
    best = np.array(v, float)
    for whole in range(1, best.shape[-1]):
        part = (whole - 1) & whole
        while part > whole ^ part:
            best[..., whole] = np.maximum(best[..., whole], best[..., part] + best[..., whole ^ part])
            part = (part - 1) & whole
    return best


def parties_in(v: np.ndarray) -> int:
    """Return the number of parties of v. Raises ValueError where it is no power of two long."""
    count = int(v.shape[-1]).bit_length() - 1
    if v.shape[-1] != 2**count or count < 1:
        raise ValueError(f"v has {v.shape[-1]} coalitions, which is no power of two")
    return count
