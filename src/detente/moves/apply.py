"""Make moves, one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from ..world.records import World
from .records import Move


def apply(moves: Move | Iterable[Move], world: World) -> World:
    """Return the world after the moves, in their order. Raises DataError for a label it does not have."""
    if isinstance(moves, Move):
        moves = (moves,)
    return reduce(lambda so_far, move: move.on(so_far), moves, world)
