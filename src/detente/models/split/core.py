"""Stability: whether some parties could do better on their own (the core: Gillies 1959)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from .coalitions import members, parties_in
from .nucleolus import lowest

CLOSE = 1e-9
"""Share of the game's size below which an excess counts as none."""


class Block(NamedTuple):
    """The coalition that gains most by leaving a split, and by how much; nobody (0) where none gains."""

    coalition: int
    excess: float


def excesses(
    v: Float[np.ndarray, "*draw coalition"], split: Float[np.ndarray, "*draw party"]
) -> Float[np.ndarray, "*draw coalition"]:
    """Return v(S) - x(S)."""
    found: np.ndarray = v - split @ members(parties_in(v)).T
    return found


def in_core(v: Float[np.ndarray, "*draw coalition"], split: Float[np.ndarray, "*draw party"]) -> np.ndarray:
    """Tell whether no coalition could do better on its own, `[*draw]`."""
    size = np.maximum(np.abs(v).max(-1), 1e-12)
    return np.asarray(excesses(v, split).max(-1) <= CLOSE * size)


def blocking(v: Float[np.ndarray, " coalition"], split: Float[np.ndarray, " party"]) -> Block:
    """Return the coalition that gains most by leaving."""
    excess = excesses(v, split)
    worst = int(excess.argmax())
    if excess[worst] <= CLOSE * max(float(np.abs(v).max()), 1e-12):
        return Block(0, 0.0)
    return Block(worst, float(excess[worst]))


def least_core(v: Float[np.ndarray, " coalition"]) -> float:
    """Return how low the largest excess can be: above 0 where the core is empty."""
    parties = parties_in(v)
    if parties == 1:
        return 0.0
    whole = 2**parties - 1
    free = list(range(1, whole))
    return lowest(v, {whole: float(v[whole])}, free, np.full(parties, -np.inf))[0]


def more_than_whole(v: Float[np.ndarray, " coalition"]) -> tuple[int, ...]:
    """Return the coalitions that are worth more than all together."""
    return tuple(int(s) for s in np.flatnonzero(v[:-1] > v[-1] + CLOSE * max(float(np.abs(v).max()), 1e-12)))
