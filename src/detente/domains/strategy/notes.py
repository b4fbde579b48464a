"""What can be said of an equilibrium of a tree: is it sequential, is it trembling-hand perfect?"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from .assess import assess, reach, trembled, values
from .dominance import by_mixture
from .perfect import CELLS, TRIES, orders_of, perfect
from .strategic import strategic
from .tree import Tree

if TYPE_CHECKING:
    from jaxtyping import Shaped

AXES = 30
"""Most information sets of a tree whose agents' normal form is made."""
NEVER = "Nash, not sequential: off its path, some move is not best whatever is believed"
PERFECT = "sequential, trembling-hand perfect"
SEQUENTIAL = {
    True: PERFECT,
    False: "sequential, not trembling-hand perfect: some move is weakly dominated",
    None: "sequential; whether trembling-hand perfect cannot be told",
}
UNTOLD = {
    True: PERFECT,
    False: "Nash, not trembling-hand perfect: some move is weakly dominated; whether sequential cannot be told",
    None: "Nash; whether sequential or trembling-hand perfect cannot be told",
}
RANKS = [PERFECT, SEQUENTIAL[None], SEQUENTIAL[False], UNTOLD[None], UNTOLD[False], NEVER]
"""The best first."""
COMPLETIONS = 16
"""Most ways to fill open sets that are tried."""
OF_TABLE = {
    True: "trembling-hand perfect",
    False: "not trembling-hand perfect: weakly dominated",
    None: "whether trembling-hand perfect cannot be told",
}


def agents(tree: Tree) -> Shaped[np.ndarray, "set ..."] | None:
    """Return the agents' normal form, in which each information set is a player; None where it is too large."""
    first = [int(np.flatnonzero(tree.set == place)[0]) for place in range(int(tree.set.max()) + 1)]
    if len(first) > AXES or prod(tree.moves[first].tolist()) > CELLS:
        return None
    movers = tree.player[first]
    who = np.where(tree.set >= 0, tree.set, tree.player)
    own = tree._replace(player=who, payoffs=tree.payoffs[:, movers], received=tree.received[:, movers])
    return strategic(own).payoffs


def completed(
    tree: Tree,
    profile: Shaped[np.ndarray, "set move"],
    open_: list[int],
    table: Shaped[np.ndarray, "set ..."] | None,
) -> tuple[Shaped[np.ndarray, "set move"], str]:
    """Return an equilibrium's behaviour with moves at the sets that it leaves open, and what can be said of it.

    A player's own moves keep play away from an open set, so that any move there makes the same equilibrium of the
    normal form: the one of which most can be said is taken. `table` is the agents' normal form; all are fractions.
    """
    sizes = [int(tree.moves[np.flatnonzero(tree.set == place)[0]]) for place in open_]
    best = profile, NEVER
    tries = max(1, TRIES // min(prod(sizes), COMPLETIONS))
    for moves in islice(product(*map(range, sizes)), COMPLETIONS):
        tried = profile.copy()
        for place, move in zip(open_, moves, strict=True):
            tried[place] = [Fraction(int(k == move)) for k in range(profile.shape[1])]
        said = _note(tree, tried, table, open_, tries)
        if moves == (0,) * len(moves) or RANKS.index(said) < RANKS.index(best[1]):
            best = tried, said
        if said == PERFECT:
            break
    return best


def _note(tree: Tree, profile: np.ndarray, table: np.ndarray | None, open_: list[int], tries: int) -> str:
    """Return what can be said of an equilibrium, and holds however open sets are filled where it is to its blame."""
    sequential = _sequential(tree, profile, open_, tries)
    if sequential is False:
        return NEVER
    mixtures = tuple(
        own[: tree.moves[np.flatnonzero(tree.set == place)[0]]] for place, own in enumerate(profile)
    )
    told = None if table is None else perfect(table, mixtures, open_, tries)
    return (SEQUENTIAL if sequential else UNTOLD)[told]


def _sequential(tree: Tree, profile: np.ndarray, open_: list[int], tries: int) -> bool | None:
    """Tell whether some consistent beliefs make every move best; None where that cannot be told.

    It is so with the beliefs that equal mistakes leave, or mistakes of several orders. It is not where against a
    set's play some mixture does better at each node that play may have come to, so that no belief helps, and no
    set is open there or below.
    """
    if not assess(tree, profile[None]).gain.any():
        return True
    chances = tree.lottery.copy()
    chances[tree.set >= 0] = profile[tree.set[tree.set >= 0]]
    value, passed = values(tree, chances[None], tree.received[None])[0], reach(tree, chances[None])[0]
    open_below = np.isin(tree.set, open_)
    for node in range(len(tree.player) - 1, 0, -1):
        open_below[tree.parent[node]] |= open_below[node]
    for place, own in enumerate(profile):
        nodes = np.flatnonzero(tree.set == place)
        if not passed[nodes].any() and not open_below[nodes].any():
            pays = value[tree.after[nodes, : tree.moves[nodes[0]]], tree.player[nodes[0]]].T
            if by_mixture(np.concatenate([pays, [own[: len(pays)] @ pays]]))[-1]:
                return False
    if ((profile > 0).sum(axis=1) > 1).any():
        return None
    played = [int(move) for move in (profile > 0).argmax(axis=1)]
    sizes = tuple(int(tree.moves[np.flatnonzero(tree.set == place)[0]]) for place in range(len(profile)))
    for orders in orders_of(sizes, played, tries):
        wide = np.ones(profile.shape, dtype=int)
        for row, own_ in zip(wide, orders, strict=True):
            row[: len(own_)] = own_
        if not assess(tree, profile[None], trembled(tree, profile[None], wide)).gain.any():
            return True
    return None
