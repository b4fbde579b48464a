"""Trembling-hand perfection, told exactly where a theorem tells it (Selten 1975, Int. Journal of Game Theory 4:25-55).

A profile is perfect where it is the limit of profiles in which every move is made, to each of which its mixtures are
best replies. It is where every move is made, and where it is regular: strict but for mixing that the others'
mixtures pin down, so that a like profile is left by any small mistakes (van Damme 1991, Stability and Perfection
of Nash Equilibria, section 2.5). It is not where a mixture is weakly dominated; of two players
that is all (van Damme, theorem 3.2.2). Of more, mistakes of several orders are tried; where none proves it, nothing
is told. A tree is judged by its agents' normal form, in which each information set is a player.
"""

from __future__ import annotations

from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from .simplex import greatest, singular
from .whole import lowest, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jaxtyping import Int, Shaped

CELLS = 1_024
"""Most cells of a table that is judged."""
TRIES = 300
"""Most mistakes that are tried."""
ORDERS = 3
"""Orders of mistakes that are tried: the chance of one, its square and its cube."""


def perfect(
    payoffs: Shaped[np.ndarray, "player ..."],
    mixtures: tuple[Shaped[np.ndarray, " move"], ...],
    unsettled: Sequence[int] = (),
    tries: int = TRIES,
) -> bool | None:
    """Tell whether an equilibrium of a table is trembling-hand perfect; None where that cannot be told.

    Both are fractions. What is wrong with the mixtures of players who are `unsettled` is not held against it;
    `tries` bounds the mistakes that are tried.
    """
    if prod(payoffs.shape[1:]) > CELLS:
        return None
    table = np.stack([_levelled(whole(own)[0], player) for player, own in enumerate(payoffs)])
    mixtures = tuple(whole(mixture)[0] for mixture in mixtures)
    if all((mixture > 0).all() for mixture in mixtures) or _regular(table, mixtures):
        return True
    for player, mixture in enumerate(mixtures):
        own = np.moveaxis(table[player], player, 0).reshape(len(mixture), -1)
        if _weakly_dominated(own, np.flatnonzero(mixture > 0).tolist()):
            return None if player in unsettled else False
    if len(mixtures) <= 2:
        return True
    if any((mixture > 0).sum() > 1 for mixture in mixtures):
        return None
    played = [int(np.flatnonzero(mixture > 0)[0]) for mixture in mixtures]
    return (
        True
        if any(_survives(table, played, order) for order in orders_of(table.shape[1:], played, tries))
        else None
    )


def orders_of(
    sizes: tuple[int, ...], played: list[int], most: int
) -> Iterator[list[Int[np.ndarray, " move"]]]:
    """Yield orders of mistakes to try, an array a player: 0 where a move is played."""
    others = [(k, move) for k, size in enumerate(sizes) for move in range(size) if move != played[k]]
    tries = product(range(1, ORDERS + 1), repeat=len(others))
    step = max(1, ORDERS ** len(others) // most)
    for tried in islice(tries, 0, None, step) if len(others) < 12 else _some(len(others), most):
        found = [np.zeros(size, dtype=int) for size in sizes]
        for (k, move), order in zip(others, tried, strict=True):
            found[k][move] = order
        yield found


def _some(count: int, most: int) -> Iterator[tuple[int, ...]]:
    """Yield orders for so many moves that not all can be tried: each one apart is likelier, or less likely."""
    yield (1,) * count
    for k in range(min(count, most // 2)):
        yield tuple(1 if place == k else 2 for place in range(count))
        yield tuple(2 if place == k else 1 for place in range(count))


def _levelled(own: np.ndarray, player: int) -> np.ndarray:
    """Return whole payoffs above the least that the player can receive against the same moves of the others."""
    return lowest(own - own.min(axis=player, keepdims=True))


def _survives(table: np.ndarray, played: list[int], orders: list[np.ndarray]) -> bool:
    """Tell whether moves stay best as others are made by mistake with chances e to their orders, for all small e.

    Gains are polynomials of e in whole numbers; at an e below the sum of what stands before its powers each has
    the sign that it keeps, and there they are compared.
    """
    mistakes = [int((order > 0).sum()) for order in orders]
    above = 2 * int(table.max()) * table[0].size * prod(1 + 2 * count for count in mistakes) + 1
    mixtures = []
    for move, order in zip(played, orders, strict=True):
        chances = np.array([above ** int(ORDERS - k) if k else 0 for k in order], dtype=object)
        chances[move] = above**ORDERS - chances.sum()
        mixtures.append(chances)
    pays = [_pays(table[player], mixtures, player) for player in range(len(table))]
    return all(own[move] == own.max() for own, move in zip(pays, played, strict=True))


def _pays(own: np.ndarray, mixtures: list[np.ndarray] | tuple[np.ndarray, ...], *kept: int) -> np.ndarray:
    """Return what is received by the moves of the players kept, in their order, the others mixing."""
    for player in reversed(range(own.ndim)):
        if player not in kept:
            moves = np.flatnonzero(mixtures[player])
            own = sum(own.take(move, axis=player) * mixtures[player][move] for move in moves)
    return own if list(kept) == sorted(kept) else own.T


def _regular(table: np.ndarray, mixtures: tuple[np.ndarray, ...]) -> bool:
    """Tell whether moves not played pay less, and the others' mixtures pin down all mixing that is there."""
    rows: list[list[np.ndarray]] = []
    supports = [np.flatnonzero(mixture > 0) for mixture in mixtures]
    for player, support in enumerate(supports):
        pays = _pays(table[player], mixtures, player)
        if (pays == pays.max()).sum() > len(support):
            return False
        blocks = []
        for other, theirs in enumerate(supports):
            if other == player:
                blocks.append(np.full((len(support) - 1, len(support) - 1), 0, dtype=object))
                continue
            slope = _pays(table[player], mixtures, player, other)[np.ix_(support, theirs)]
            slope = slope[1:] - slope[:1]
            blocks.append(slope[:, 1:] - slope[:, :1])
        rows.append(blocks)
    return not singular(np.block(rows))


def _weakly_dominated(own: np.ndarray, support: list[int]) -> bool:
    """Tell whether some mixture never pays less than one with this support, and at times more.

    It moves weight `up` to some moves and `down` from those in the support; `own` is whole, `[move, other]`.
    """
    own = own - own[support[0]]
    gains = np.concatenate([own, -own[support]])
    weight = np.array([1] * len(own) + [-1] * len(support), dtype=object)
    most = np.array([1] * len(own) + [0] * len(support), dtype=object)
    rows = np.concatenate([-gains.T, [weight], [-weight], [most]])
    right = np.array([0] * (len(rows) - 1) + [1], dtype=object)
    found = greatest(gains.sum(axis=1), rows, right)
    assert found is not None
    return found[0] > 0
