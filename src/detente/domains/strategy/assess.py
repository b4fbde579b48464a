"""Check a profile of behaviour and beliefs in a tree: is every move the best, whatever has happened?

An assessment is a sequential equilibrium where each player's moves are best at each of its information sets,
given its beliefs there and the behaviour that follows, and beliefs are consistent with behaviour (Kreps and
Wilson 1982, Econometrica 50:863-894). With perfect recall and consistent beliefs it is enough that no change at
one set alone pays (Hendon, Jacobsen and Sloth 1996, Games and Economic Behavior 12:274-282).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...ground.faults import DataError
from ..forms import CHANCE, END
from .tree import Tree

if TYPE_CHECKING:
    from jaxtyping import Float, Int, Shaped

SLACK = 1e-9
"""How far from 1 the probabilities of a set's moves, or the beliefs within it, may add up."""


class Assessment(NamedTuple):
    """What a profile is worth, and where it fails."""

    value: Float[np.ndarray, "draw player"]
    gain: Float[np.ndarray, "draw set"]
    """Most that the mover at a set gains by another move there, given its beliefs; 0 where it plays the best."""
    astray: Float[np.ndarray, "draw set"]
    """How far its beliefs are from Bayes' rule, where play reaches it; else 0."""
    reached: Float[np.ndarray, "draw set"]
    """Chance that play passes through the set."""

    def sequential(self, slack: float = SLACK) -> np.ndarray:
        """Tell for each draw whether moves are best everywhere and beliefs right where they are reached."""
        fine = np.concatenate([self.gain, self.astray], axis=1) <= slack
        return np.asarray(fine.all(axis=1))


def assess(
    tree: Tree,
    behaviour: Shaped[np.ndarray, "draw set move"],
    beliefs: Shaped[np.ndarray, "draw node"] | None = None,
    payoffs: Shaped[np.ndarray, "draw end player"] | None = None,
) -> Assessment:
    """Check behaviour and beliefs for each draw; without beliefs, those that trembles leave are taken.

    Behaviour as fractions is checked exactly, on the tree's own payoffs as fractions.

    Raises DataError where probabilities do not add up or a player forgets what it did or knew.
    """
    chances = _chances(tree, behaviour)
    if not recalls(tree):
        raise DataError("a player forgets what it knew or did; sets that it tells apart must stay apart")
    believed = _believed(tree, trembled(tree, behaviour) if beliefs is None else beliefs)
    own = tree.received if chances.dtype == object else tree.payoffs
    ends = np.broadcast_to(own if payoffs is None else payoffs, (len(chances), *tree.payoffs.shape))
    value = values(tree, chances, ends)
    passed = reach(tree, chances)
    gain, astray, reached = (np.zeros(behaviour.shape[:2], dtype=chances.dtype) for _ in range(3))
    for place in range(behaviour.shape[1]):
        nodes = np.flatnonzero(tree.set == place)
        count, mover = tree.moves[nodes[0]], tree.player[nodes[0]]
        pays = np.einsum("dn,dnk->dk", believed[:, nodes], value[:, tree.after[nodes, :count], mover])
        gain[:, place] = pays.max(axis=1) - (pays * behaviour[:, place, :count]).sum(axis=1)
        here = reached[:, place] = passed[:, nodes].sum(axis=1)
        right = passed[:, nodes] / np.where(here > 0, here, 1)[:, None]
        astray[:, place] = np.where(here > 0, np.abs(right - believed[:, nodes]).max(axis=1), 0)
    return Assessment(value[:, 0], gain, astray, reached)


def reach(tree: Tree, chances: Shaped[np.ndarray, "draw node move"]) -> Shaped[np.ndarray, "draw node"]:
    """Return the chance that play passes through each node."""
    passed = np.ones(chances.shape[:2], dtype=chances.dtype)
    for node in range(1, len(tree.player)):
        passed[:, node] = passed[:, tree.parent[node]] * chances[:, tree.parent[node], tree.branch[node]]
    return passed


def trembled(
    tree: Tree,
    behaviour: Shaped[np.ndarray, "draw set move"],
    orders: Int[np.ndarray, "set move"] | None = None,
) -> Shaped[np.ndarray, "draw node"]:
    """Return beliefs in the limit as each move that is not played is made by mistake with one small chance.

    With `orders`, with that chance to the power of the move's order, 1 at least. They are consistent, and follow
    Bayes' rule where play reaches; other mistakes may leave other beliefs.
    """
    chances = _chances(tree, behaviour)
    mistakes = np.zeros(chances.shape[:2], dtype=int)
    weight = np.ones(chances.shape[:2], dtype=chances.dtype)
    for node in range(1, len(tree.player)):
        parent = tree.parent[node]
        chance = chances[:, parent, tree.branch[node]]
        slips = (chance == 0) & (tree.player[parent] != CHANCE)
        order = 1 if orders is None else orders[tree.set[parent], tree.branch[node]]
        mistakes[:, node] = mistakes[:, parent] + slips * order
        weight[:, node] = weight[:, parent] * np.where(slips, 1, chance)
    believed = np.zeros(weight.shape, dtype=weight.dtype)
    for place in range(behaviour.shape[1]):
        nodes = np.flatnonzero(tree.set == place)
        fewest = mistakes[:, nodes] == mistakes[:, nodes].min(axis=1, keepdims=True)
        kept = weight[:, nodes] * fewest
        total = kept.sum(axis=1, keepdims=True)
        even = np.array(Fraction(1, len(nodes)), dtype=weight.dtype)
        believed[:, nodes] = np.where(total > 0, kept / np.where(total > 0, total, 1), even)
    return believed


def recalls(tree: Tree) -> bool:
    """Tell whether every player always knows what it knew and did before."""
    past: list[tuple[tuple[int, int], ...]] = []
    known: dict[int, tuple[tuple[int, int], ...]] = {}
    mine: list[dict[int, tuple[tuple[int, int], ...]]] = [{}]
    for node in range(len(tree.player)):
        if node:
            parent = int(tree.parent[node])
            record, mover = dict(mine[parent]), int(tree.player[parent])
            if mover != CHANCE:
                record[mover] = (*record.get(mover, ()), (int(tree.set[parent]), int(tree.branch[node])))
            mine.append(record)
        mover = int(tree.player[node])
        if mover not in (CHANCE, END):
            past = [mine[node].get(mover, ())]
            if known.setdefault(int(tree.set[node]), past[0]) != past[0]:
                return False
    return True


def _chances(tree: Tree, behaviour: np.ndarray) -> np.ndarray:
    """Return the chance of each move at each node, `[draw, node, move]`. Raises DataError."""
    sets = int(tree.set.max(initial=-1)) + 1
    most = tree.after.shape[1]
    if behaviour.ndim != 3 or behaviour.shape[1:] != (sets, most):
        raise DataError(f"behaviour of shape {behaviour.shape} does not fit {sets} sets and {most} moves")
    held = np.zeros((sets, most), dtype=bool)
    held[tree.set[tree.set >= 0]] = tree.after[tree.set >= 0] >= 0
    fine = (np.abs(behaviour.sum(axis=2) - 1) <= SLACK) & (behaviour >= 0).all(axis=2)
    fine &= ~((behaviour != 0) & ~held).any(axis=2)
    if not fine.all():
        draw, place = np.argwhere(~fine)[0]
        raise DataError(
            f"the probabilities at information set {place + 1} add up to {float(behaviour[draw, place].sum()):.6g} "
            "or are not between 0 and 1; they must add up to 1 over the moves that are there"
        )
    lottery = tree.lottery if behaviour.dtype == object else tree.chance
    chances = np.broadcast_to(lottery, (len(behaviour), *lottery.shape)).copy()
    chances[:, tree.set >= 0] = behaviour[:, tree.set[tree.set >= 0]]
    return chances


def _believed(tree: Tree, beliefs: np.ndarray) -> np.ndarray:
    """Return beliefs, checked. Raises DataError where they do not add up within a set."""
    for place in range(int(tree.set.max(initial=-1)) + 1):
        total = beliefs[:, tree.set == place].sum(axis=1)
        if not ((np.abs(total - 1) <= SLACK) & (beliefs[:, tree.set == place] >= 0).all(axis=1)).all():
            raise DataError(f"beliefs at information set {place + 1} do not add up to 1")
    return beliefs


def values(tree: Tree, chances: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return what each player expects at each node, `[draw, node, player]`."""
    value = np.zeros((*chances.shape[:2], ends.shape[2]), dtype=chances.dtype)
    value[:, tree.ends] = ends
    for node in range(len(tree.player) - 1, -1, -1):
        count = tree.moves[node]
        if count:
            value[:, node] = np.einsum(
                "dk,dkp->dp", chances[:, node, :count], value[:, tree.after[node, :count]]
            )
    return value
