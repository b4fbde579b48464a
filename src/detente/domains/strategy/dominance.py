"""Strict dominance, and its iteration (Luce and Raiffa 1957, Games and Decisions, section 5.7)."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .blocks import blocks, players
from .simplex import greatest
from .whole import lowest, whole

if TYPE_CHECKING:
    from jaxtyping import Bool, Float, Int, Shaped


SMALL = 200
"""Most gains that are weighed exactly at once; more are first weighed in floats."""


class Survivors(NamedTuple):
    """What iterated elimination leaves; the order of elimination does not matter for strict dominance."""

    moves: tuple[Bool[np.ndarray, "draw move"], ...]
    """Each player's moves that survive."""
    rounds: Int[np.ndarray, " draw"]
    """Rounds in which a move went, all players at once in each."""


def dominated(
    payoffs: Float[np.ndarray, "draw player *moves"], mixed: bool = False
) -> tuple[Bool[np.ndarray, "draw move"], ...]:
    """Tell for each player which moves are strictly dominated, whatever the others do.

    With `mixed` also by a mixture of two other moves, which for up to three moves is any mixture; `by_mixture`
    is exact for more. Raises DataError where the axes do not fit.
    """
    return tuple(~stays for stays in _eliminate(payoffs, mixed, 1).moves)


def eliminate(payoffs: Float[np.ndarray, "draw player *moves"], mixed: bool = False) -> Survivors:
    """Remove strictly dominated moves until none is left, as masks. Raises DataError where axes do not fit."""
    return _eliminate(payoffs, mixed, sum(payoffs.shape[2:]))


def by_mixture(own: Shaped[np.ndarray, "move other"]) -> Bool[np.ndarray, " move"]:
    """Tell exactly which moves of one table some mixture of the other moves strictly dominates.

    A move that is best against something pure is not dominated. For any other a linear programme finds the mixture
    with the largest least gain (Myerson 1991, Game Theory, theorem 1.6). `own` are the player's payoffs, columns
    all that the others may do; floats stand for the decimals that they print as.
    """
    table, _ = whole(own)
    best = (table == table.max(axis=0)).any(axis=1)
    return np.array([not best[move] and _beaten(table, move) for move in range(len(table))])


def _beaten(table: np.ndarray, move: int) -> bool:
    """Tell whether a mixture beats a move in every column: whether it is worth over 0 as a game against nature."""
    gain = lowest(np.delete(table, move, axis=0) - table[move])
    if (gain > 0).all(axis=1).any():
        return True
    gain = gain[(gain > 0).any(axis=1)]
    if not (gain > 0).any(axis=0).all():
        return False
    known = _shown(gain) if gain.size > SMALL else None
    if known is not None:
        return known
    up = 1 - gain.min()
    found = greatest(np.ones(gain.shape[1], dtype=int), gain + up, np.ones(len(gain), dtype=int))
    assert found is not None
    return bool(found[0] * up < 1)


def _shown(gain: np.ndarray) -> bool | None:
    """Return what a mixture or a belief found in floats shows exactly; None where it shows nothing, as in a tie."""
    from scipy.optimize import linprog

    table = np.array(gain / np.abs(gain).max(axis=0), dtype=float)
    below = np.append(np.zeros(table.shape[1]), 1.0)
    rows = np.column_stack([table, -np.ones(len(table))])
    bounds = [(0, None)] * table.shape[1] + [(None, None)]
    equal = np.append(np.ones(table.shape[1]), 0.0)[None]
    done = linprog(below, rows, np.zeros(len(table)), equal, [1.0], bounds, method="highs")
    if done.status != 0:
        return None
    mixture, belief = (
        np.array([int(one) for one in np.rint(np.maximum(part, 0) * 2.0**52)], dtype=object)
        for part in (-done.ineqlin.marginals, done.x[:-1])
    )
    scale, _ = whole(Fraction(1) / np.abs(gain).max(axis=0))
    if (mixture @ gain > 0).all():
        return True
    return False if ((gain * scale) @ belief <= 0).all() and belief.any() else None


def eliminate_exactly(
    payoffs: Shaped[np.ndarray, "player ..."],
) -> tuple[list[Bool[np.ndarray, " move"]], list[tuple[int, int]]]:
    """Remove from one table what any mixture strictly dominates, until nothing is left to remove.

    Returns each player's surviving moves, and the player and move removed at each turn, in order.
    """
    payoffs = np.stack([whole(own)[0] for own in payoffs])
    alive = [np.ones(size, dtype=bool) for size in payoffs.shape[1:]]
    gone: list[tuple[int, int]] = []
    while True:
        before = len(gone)
        kept = payoffs[np.ix_(np.arange(len(payoffs)), *[np.flatnonzero(stays) for stays in alive])]
        lost = [by_mixture(_rows(own[..., None], player)[..., 0]) for player, own in enumerate(kept)]
        for player, loses in enumerate(lost):
            for move in np.flatnonzero(alive[player])[loses]:
                alive[player][move] = False
                gone.append((player, int(move)))
        if len(gone) == before:
            return alive, gone


def _eliminate(payoffs: np.ndarray, mixed: bool, most: int) -> Survivors:
    count = players(payoffs)
    sizes = payoffs.shape[2:]
    moves = tuple(np.empty((len(payoffs), size), dtype=bool) for size in sizes)
    rounds = np.empty(len(payoffs), dtype=int)
    for where, block in blocks(payoffs):
        rows = [_rows(block[player], player) for player in range(count)]
        alive, rounds[where] = _rounds(rows, sizes, mixed, most)
        for player in range(count):
            moves[player][where] = alive[player].T
    return Survivors(moves, rounds)


def _rows(payoffs: np.ndarray, player: int) -> np.ndarray:
    """Return a player's payoffs `[move, other, block]`: all that the others may do on one axis."""
    own = np.moveaxis(payoffs, player, 0)
    return np.ascontiguousarray(own.reshape(own.shape[0], -1, own.shape[-1]))


def _rounds(
    rows: list[np.ndarray], sizes: tuple[int, ...], mixed: bool, most: int
) -> tuple[list[np.ndarray], np.ndarray]:
    """Return each player's surviving moves `[move, block]` and the rounds it took."""
    draws = rows[0].shape[-1]
    alive = [np.ones((size, draws), dtype=bool) for size in sizes]
    better = [_better(own) for own in rows]
    rounds, some = np.zeros(draws, dtype=int), np.ones(draws, dtype=bool)
    for turn in range(most):
        gone = []
        for player, own in enumerate(rows):
            met = _met(alive, player)
            lost = _lost(better[player], alive[player], met)
            if mixed:
                _add_mixtures(lost, own, alive[player], met, np.flatnonzero(some))
            gone.append(lost & alive[player])
        some = np.any([lost.any(axis=0) for lost in gone], axis=0)
        if not some.any():
            break
        rounds[some] = turn + 1
        alive = [stays & ~lost for stays, lost in zip(alive, gone, strict=True)]
    return alive, rounds


def _better(own: np.ndarray) -> dict[tuple[int, int], np.ndarray]:
    """Return for each ordered pair of moves where the first pays more, `[other, block]`."""
    return {(a, b): own[a] > own[b] for a, b in permutations(range(len(own)), 2)}


def _met(alive: list[np.ndarray], player: int) -> np.ndarray | None:
    """Return which of the others' combinations are still there, `[other, block]`; None while all are."""
    others = [stays for place, stays in enumerate(alive) if place != player]
    if all(stays.all() for stays in others):
        return None
    draws = alive[0].shape[-1]
    met = np.ones((1, draws), dtype=bool)
    for stays in others:
        met = (met[:, None] & stays[None]).reshape(-1, draws)
    return met


def _lost(better: dict[tuple[int, int], np.ndarray], alive: np.ndarray, met: np.ndarray | None) -> np.ndarray:
    """Return the moves that a surviving pure move dominates, `[move, block]`."""
    lost = np.zeros_like(alive)
    for (a, b), more in better.items():
        beats = more.all(axis=0) if met is None else (more | ~met).all(axis=0)
        lost[b] |= beats & alive[a]
    return lost


def _add_mixtures(
    lost: np.ndarray, own: np.ndarray, alive: np.ndarray, met: np.ndarray | None, draws: np.ndarray
) -> None:
    """Mark in `lost` the moves that a mixture of two surviving moves dominates, in the draws given.

    A mixture p of a and b beats c where p (u_a - u_c) + (1 - p) (u_b - u_c) > 0 in every column: each column
    bounds p from one side, and the bounds must leave room.
    """
    own, alive = own[..., draws], alive[:, draws]
    unmet = None if met is None else ~met[:, draws]
    for c in range(len(own)):
        gain = own - own[c]
        for a, b in combinations([move for move in range(len(own)) if move != c], 2):
            possible = (gain[a] > 0) | (gain[b] > 0)
            if unmet is not None:
                possible |= unmet
            here = np.flatnonzero(possible.all(axis=0) & alive[[a, b, c]].all(axis=0))
            if here.size:
                open_ = None if unmet is None else unmet[:, here]
                lost[c, draws[here]] |= _room(gain[a][:, here], gain[b][:, here], open_)


def _room(first: np.ndarray, second: np.ndarray, unmet: np.ndarray | None) -> np.ndarray:
    """Tell where some p in [0, 1] makes p first + (1 - p) second positive in every column that can be met."""
    slope = first - second
    with np.errstate(divide="ignore", invalid="ignore"):
        edge = -second / slope
    low = np.where(slope > 0, edge, -np.inf)
    high = np.where(slope < 0, edge, np.inf)
    never = (slope == 0) & (second <= 0)
    if unmet is not None:
        low, high, never = np.where(unmet, -np.inf, low), np.where(unmet, np.inf, high), never & ~unmet
    least, most = low.max(axis=0), high.min(axis=0)
    room: np.ndarray = (least < most) & (least < 1) & (most > 0) & ~never.any(axis=0)
    return room
