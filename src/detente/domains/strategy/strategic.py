"""A tree's normal form, reduced, and back from mixtures to behaviour (Kuhn 1953)."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...ground.faults import DataError
from ..forms import CHANCE
from .tree import Tree
from .whole import fractions, whole

if TYPE_CHECKING:
    from jaxtyping import Float, Int, Shaped

MOST = 4_096
"""Most pure strategies of a player."""
CELLS = 1 << 22
"""Most cells of the table."""


class Strategic(NamedTuple):
    """A tree as a table: strategies that differ only where they themselves keep play away are one."""

    payoffs: Shaped[np.ndarray, "player ..."]
    """Floats for payoffs that are given, the tree's own as fractions."""
    plans: tuple[Int[np.ndarray, "strategy set"], ...]
    """Each player's strategies: the move at each set, -1 at others' and where its own moves keep it away."""


def strategic(tree: Tree, payoffs: Float[np.ndarray, "end player"] | None = None) -> Strategic:
    """Return the reduced normal form. Raises DataError where it would be too large."""
    players = tree.payoffs.shape[1]
    owner, own_way, lottery = _ways(tree)
    plans, meets = [], []
    for player in range(players):
        kept, met = _plans(tree, owner, own_way, player)
        plans.append(kept)
        meets.append(met)
    if prod(len(kept) for kept in plans) * players > CELLS:
        raise DataError("the normal form of this tree is too large to list; check a profile with `assess`")
    if payoffs is not None:
        return Strategic(_table(meets, lottery.astype(float)[:, None] * payoffs), tuple(plans))
    weights = [whole(lottery * own) for own in tree.received.T]
    table = _table(meets, np.array([own for own, _ in weights], dtype=object).T)
    return Strategic(
        np.stack([fractions(own, below) for own, (_, below) in zip(table, weights, strict=True)]),
        tuple(plans),
    )


def _table(meets: list[np.ndarray], weight: np.ndarray) -> np.ndarray:
    """Return what each profile pays `[player, plan, ...]`, from what each end weighs `[end, player]`."""
    table = np.zeros((weight.shape[1], *[len(met) for met in meets]), dtype=weight.dtype)
    for end, own in enumerate(weight):
        here = np.ix_(np.arange(len(own)), *[np.flatnonzero(met[:, end]) for met in meets])
        table[here] += own.reshape(-1, *[1] * len(meets))
    return table


def behaviour(
    tree: Tree, plans: tuple[Int[np.ndarray, "strategy set"], ...], mixtures: tuple[np.ndarray, ...]
) -> Shaped[np.ndarray, "set move"]:
    """Return the behaviour that mixtures of plans amount to; the first move where own moves keep play away."""
    sets = int(tree.set.max(initial=-1)) + 1
    found = np.zeros((sets, tree.after.shape[1]), dtype=np.result_type(*mixtures))
    for kept, mixture in zip(plans, mixtures, strict=True):
        for place in range(sets):
            for move in range(found.shape[1]):
                found[place, move] += mixture[kept[:, place] == move].sum()
    total = found.sum(axis=1, keepdims=True)
    first = np.eye(found.shape[1], dtype=int)[0]
    return np.where(total > 0, found / np.where(total > 0, total, 1), first)


def _ways(tree: Tree) -> tuple[dict[int, int], list[dict[int, int]], np.ndarray]:
    """Return who owns each set, the moves at sets on the way to each node, and the lottery's chance of ends."""
    owner = {int(place): int(mover) for place, mover in zip(tree.set, tree.player, strict=True) if place >= 0}
    ways: list[dict[int, int]] = [{}]
    chance = np.full(len(tree.player), Fraction(1))
    for node in range(1, len(tree.player)):
        parent, move = int(tree.parent[node]), int(tree.branch[node])
        ways.append(dict(ways[parent]))
        chance[node] = chance[parent]
        if tree.player[parent] == CHANCE:
            chance[node] *= tree.lottery[parent, move]
        else:
            ways[-1][int(tree.set[parent])] = move
    return owner, ways, chance[tree.ends]


def _plans(
    tree: Tree, owner: dict[int, int], ways: list[dict[int, int]], player: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return a player's reduced plans `[strategy, set]`, and which ends each lets play come to."""
    mine = [place for place, who in owner.items() if who == player]
    first = {place: int(np.flatnonzero(tree.set == place)[0]) for place in mine}
    sizes = {place: int(tree.moves[first[place]]) for place in mine}
    if prod(sizes.values()) > MOST:
        raise DataError(
            f"player {player + 1} has over {MOST:,} pure strategies; check a profile with `assess` instead"
        )
    reduced: dict[tuple[int, ...], None] = {}
    for choice in product(*[range(sizes[place]) for place in mine]):
        plan = dict(zip(mine, choice, strict=True))
        let = [_allows(plan, ways[first[place]], owner, player) for place in mine]
        reduced[tuple(move if held else -1 for move, held in zip(choice, let, strict=True))] = None
    kept = np.full((len(reduced), len(owner)), -1)
    kept[:, mine] = np.array(list(reduced), dtype=int).reshape(len(reduced), len(mine))
    met = [
        [_allows(dict(enumerate(plan)), ways[end], owner, player) for end in tree.ends]
        for plan in kept.tolist()
    ]
    return kept, np.array(met, dtype=bool)


def _allows(plan: dict[int, int], way: dict[int, int], owner: dict[int, int], player: int) -> bool:
    """Tell whether a plan makes every own move on a way."""
    return all(plan[place] == move for place, move in way.items() if owner[place] == player)
