"""Stability: whether some parties could do better on their own (the core: Gillies 1959)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float, Int

from .coalitions import members, parties_in

CLOSE = 1e-9
"""Share of the game's size below which an excess counts as none."""


class Block(NamedTuple):
    """The coalition that gains most by leaving a split, and by how much; nobody (0) where none gains."""

    coalition: Int[np.ndarray, "*draw"]
    excess: Float[np.ndarray, "*draw"]


def excesses(
    v: Float[np.ndarray, "*draw coalition"], split: Float[np.ndarray, "*draw party"]
) -> Float[np.ndarray, "*draw coalition"]:
    """Return v(S) - x(S)."""
    found: np.ndarray = v - split @ members(parties_in(v)).T
    return found


def in_core(
    v: Float[np.ndarray, "*draw coalition"], split: Float[np.ndarray, "*draw party"]
) -> Bool[np.ndarray, "*draw"]:
    """Tell whether no coalition could do better on its own."""
    return np.asarray(excesses(v, split).max(-1) <= _close(v))


def blocking(v: Float[np.ndarray, "*draw coalition"], split: Float[np.ndarray, "*draw party"]) -> Block:
    """Return the coalition that gains most by leaving, in each draw."""
    excess = excesses(v, split)
    worst, most = excess.argmax(-1), excess.max(-1)
    leaves = most > _close(v)
    return Block(np.where(leaves, worst, 0), np.where(leaves, most, 0.0))


def more_than_whole(v: Float[np.ndarray, " coalition"]) -> tuple[int, ...]:
    """Return the coalitions of two or more that no split holds, whatever the sign of what they are worth.

    Such a coalition's worth, and what each of the others has alone, are together more than all have.
    """
    inside = members(parties_in(v))
    alone = v[1 << np.arange(inside.shape[1])]
    found = (v + (1 - inside) @ alone > v[-1] + _close(v)) & (inside.sum(1) > 1)
    return tuple(int(s) for s in np.flatnonzero(found[:-1]))


def _close(v: Float[np.ndarray, "*draw coalition"]) -> np.ndarray:
    """Return what counts as nothing in each game."""
    return np.asarray(CLOSE * np.maximum(np.abs(v).max(-1), np.finfo(float).tiny))
