"""A tree as arrays: who moves where, what follows, and what is received on the way to each end."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...ground.faults import DataError
from ..forms import CHANCE, END, Extensive, Step, fitted

if TYPE_CHECKING:
    from jaxtyping import Float, Int, Shaped


class Tree(NamedTuple):
    """A tree in prefix order; node 0 is where play starts."""

    player: Int[np.ndarray, " node"]
    """Who moves; `CHANCE` or `END`."""
    set: Int[np.ndarray, " node"]
    """The information set, counted from 0 over all players in the order of the nodes; -1 where nobody moves."""
    parent: Int[np.ndarray, " node"]
    """-1 at the start."""
    branch: Int[np.ndarray, " node"]
    """The place of the parent's move that leads here."""
    after: Int[np.ndarray, "node move"]
    """The node that a move leads to; -1 where there is no such move."""
    chance: Float[np.ndarray, "node move"]
    """Of each move where chance moves, else 0."""
    height: Int[np.ndarray, " node"]
    """Most moves from here to an end."""
    ends: Int[np.ndarray, " end"]
    """The nodes where the game is over."""
    payoffs: Float[np.ndarray, "end player"]
    """All that is received on the way to each end."""
    lottery: Shaped[np.ndarray, "node move"]
    """`chance` as fractions."""
    received: Shaped[np.ndarray, "end player"]
    """`payoffs` as fractions."""

    @property
    def perfect(self) -> bool:
        """Whether whoever moves always knows what was played before."""
        held = self.set[self.set >= 0]
        return len(np.unique(held)) == len(held)

    @property
    def moves(self) -> Int[np.ndarray, " node"]:
        """How many moves a node has."""
        count: np.ndarray = (self.after >= 0).sum(axis=1)
        return count


def tree_of(game: Extensive) -> Tree:
    """Return a game's tree as arrays. Raises DataError where the nodes do not make a tree."""
    steps = game.steps
    parent, branch = _parents(steps)
    counts = [len(step.moves) for step in steps]
    after = np.full((len(steps), max([1, *counts])), -1)
    for node in range(1, len(steps)):
        after[parent[node], branch[node]] = node
    lottery = np.full(after.shape, Fraction(0))
    height = np.zeros(len(steps), dtype=int)
    received = np.full((len(steps), len(game.players)), Fraction(0))
    for node, step in enumerate(steps):
        lottery[node, : len(step.chances)] = fitted(step.chances) if step.chances else ()
        if node:
            received[node] = received[parent[node]]
        if step.payoffs:
            received[node] += step.payoffs
    for node in range(len(steps) - 1, 0, -1):
        height[parent[node]] = max(height[parent[node]], height[node] + 1)
    player = np.array([step.player for step in steps])
    ends = np.flatnonzero(player == END)
    chance, paid = lottery.astype(float), received[ends]
    try:
        sets, payoffs = _sets(steps), paid.astype(float)
    except OverflowError:
        raise DataError("what is received on the way to an end adds up to over 1e308") from None
    return Tree(player, sets, parent, branch, after, chance, height, ends, payoffs, lottery, paid)


def _parents(steps: tuple[Step, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return each node's parent and the place of the move that leads to it."""
    parent, branch = np.full(len(steps), -1), np.zeros(len(steps), dtype=int)
    open_: list[list[int]] = []
    for node, step in enumerate(steps):
        if node and not open_:
            raise DataError(f"node {node + 1} follows from no move; {node} nodes make the whole tree")
        if open_:
            parent[node], branch[node] = open_[-1]
            open_[-1][1] += 1
        if step.player != END:
            if not step.moves:
                raise DataError(f"node {node + 1} has neither moves nor payoffs; let it end with payoffs")
            open_.append([node, 0])
        while open_ and open_[-1][1] == len(steps[open_[-1][0]].moves):
            open_.pop()
    if open_ or not steps:
        raise DataError("the tree has no end: the nodes stop before every move leads somewhere")
    return parent, branch


def _sets(steps: tuple[Step, ...]) -> np.ndarray:
    """Return information sets counted over all players."""
    seen: dict[tuple[int, int], int] = {}
    found = np.full(len(steps), -1)
    for node, step in enumerate(steps):
        if step.player not in (CHANCE, END):
            found[node] = seen.setdefault((step.player, step.set), len(seen))
    return found
