"""The nucleolus: the split whose worst-off coalitions are as well off as can be (Schmeidler 1969).

SIAM Journal on Applied Mathematics 17:1163-1170. The coalition that a split leaves worst off has the largest excess
v(S) - x(S); the nucleolus lowers the largest excess as far as it goes, then the next, until one split is left.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from .coalitions import members, parties_in
from .pivots import raised
from .programmes import programmed

CLOSE = 1e-9
"""Share of the game's size below which what is missing counts as none."""
AT_ONCE = 2**17
"""Numbers in the tables of the draws solved at once."""


class Lowered(NamedTuple):
    """The nucleolus, and the largest excess that it leaves."""

    split: Float[np.ndarray, "draw party"]
    worst: Float[np.ndarray, " draw"]


def nucleolus(
    v: Float[np.ndarray, "*draw coalition"], *, imputations: bool = True
) -> Float[np.ndarray, "*draw party"]:
    """Return the nucleolus of each game; with `imputations` off, the prenucleolus.

    Among imputations no party gets less than it has alone; NaN in draws that have none, since parties alone
    have more than all together.
    """
    parties = parties_in(v)
    games = np.asarray(v, dtype=float).reshape(-1, 2**parties)
    least = games[:, 1 << np.arange(parties)] if imputations else smallest_marginal(games)
    return _lowered(games, least).split.reshape(*v.shape[:-1], parties)


def least_core(v: Float[np.ndarray, "*draw coalition"]) -> Float[np.ndarray, "*draw"]:
    """Return how low the largest excess can be: above 0 where the core is empty (Maschler and others 1979)."""
    games = np.asarray(v, dtype=float).reshape(-1, v.shape[-1])
    return np.asarray(_lowered(games, smallest_marginal(games)).worst.reshape(v.shape[:-1]))


def smallest_marginal(v: Float[np.ndarray, "draw coalition"]) -> Float[np.ndarray, "draw party"]:
    """Return the least that each party adds to any coalition.

    No prenucleolus gives less: it lies in the prekernel, which is reasonable (Maschler, Peleg and Shapley 1979). And
    they never add up to more than all have together: in any order, what parties add is that.
    """
    parties = parties_in(v)
    inside = members(parties).astype(bool)
    every = np.arange(2**parties)
    return np.stack(
        [(v[:, every[inside[:, i]]] - v[:, every[inside[:, i]] ^ (1 << i)]).min(1) for i in range(parties)],
        axis=1,
    )


def _lowered(v: Float[np.ndarray, "draw coalition"], least: Float[np.ndarray, "draw party"]) -> Lowered:
    """Return the nucleolus among the splits that give every party its least, and the largest excess left."""
    parties = parties_in(v)
    if parties == 1:
        return Lowered(v[:, 1:].copy(), np.zeros(len(v)))
    split, worst = np.empty((len(v), parties)), np.empty(len(v))
    several = max(1, AT_ONCE // (2**parties * parties))
    for begin in range(0, len(v), several):
        some = slice(begin, begin + several)
        split[some], worst[some] = _some(v[some], least[some])
    return Lowered(split, worst)


def _some(v: Float[np.ndarray, "draw coalition"], least: Float[np.ndarray, "draw party"]) -> Lowered:
    """Return the same for as many draws as fit the processor's cache."""
    size = np.maximum(np.abs(v).max(1, keepdims=True), np.finfo(float).tiny)
    w, low, proper = v / size, least / size, members(parties_in(v))[1:-1].astype(float)
    total = w[:, -1] - low.sum(1)
    found = raised(low @ proper.T - w[:, 1:-1], proper, np.maximum(total, 0.0))
    split, worst = (low + found.y) * size, -found.first * size[:, 0]
    for place in np.flatnonzero(~found.solved & (total >= 0)):
        split[place] = programmed(v[place], least[place])
        worst[place] = (v[place, 1:-1] - proper @ split[place]).max()
    none = total < -CLOSE
    split[none], worst[none] = np.nan, np.nan
    return Lowered(split, worst)
