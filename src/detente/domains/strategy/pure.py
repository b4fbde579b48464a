"""Best replies and equilibria in pure strategies (Nash 1951, Annals of Mathematics 54:286-295)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .blocks import blocks, players

if TYPE_CHECKING:
    from jaxtyping import Bool, Float


def best_replies(
    payoffs: Float[np.ndarray, "draw player *moves"],
) -> Bool[np.ndarray, "draw player *moves"]:
    """Tell at each cell of each table which players reply best to what the others do there; ties all do.

    Raises DataError where the axes do not fit.

    >>> stag_hunt = np.array([[[[10, 1], [8, 5]], [[10, 8], [1, 5]]]])
    >>> best_replies(stag_hunt).all(axis=1)[0].tolist()
    [[True, False], [False, True]]
    """
    count = players(payoffs)
    found = np.empty(payoffs.shape, dtype=bool)
    for where, block in blocks(payoffs):
        for player in range(count):
            best = block[player].max(axis=player, keepdims=True)
            found[where, player] = np.moveaxis(block[player] >= best, -1, 0)
    return found


def pure_equilibria(payoffs: Float[np.ndarray, "draw player *moves"]) -> Bool[np.ndarray, draw * moves]:
    """Tell which cells of each table are equilibria. Raises DataError where the axes do not fit."""
    count = players(payoffs)
    found = np.empty((payoffs.shape[0], *payoffs.shape[2:]), dtype=bool)
    for where, block in blocks(payoffs):
        stays = block[0] >= block[0].max(axis=0, keepdims=True)
        for player in range(1, count):
            stays &= block[player] >= block[player].max(axis=player, keepdims=True)
        found[where] = np.moveaxis(stays, -1, 0)
    return found
