"""Backward induction: subgame-perfect play of a tree with perfect information (Kuhn 1953; Selten 1965)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...ground.faults import DataError
from ..forms import CHANCE, END
from .tree import Tree

if TYPE_CHECKING:
    from jaxtyping import Int, Shaped

BLOCK = 1 << 20
"""Values held at a time: 8 MiB of doubles."""


class Play(NamedTuple):
    """Subgame-perfect play, one a draw; where an action ties with the best, the first of them is played."""

    value: Shaped[np.ndarray, "draw player"]
    """At the start."""
    choice: Int[np.ndarray, "draw node"]
    """The place of the move played; -1 where nobody moves."""
    ties: Int[np.ndarray, " draw"]
    """Nodes at which another move pays the mover as much."""


class Group(NamedTuple):
    """Nodes of one height with as many moves each, which are solved together."""

    nodes: Int[np.ndarray, " node"]
    after: Int[np.ndarray, "node move"]
    own: Int[np.ndarray, " node"]
    chance: Shaped[np.ndarray, "node move"]
    decided: bool


def backward(
    tree: Tree, payoffs: Shaped[np.ndarray, "draw end player"] | None = None, slack: float = 1e-12
) -> Play:
    """Play a tree backward for each draw of payoffs at its ends, in the order of the nodes; else for its own.

    `slack` is what a move must pay more than an earlier one to be played, as a share of the largest payoff, so
    that rounding breaks no tie; fractions, as `tree.received`, are compared exactly instead.

    Raises DataError where information is not perfect, or the axes do not fit.
    """
    if not tree.perfect:
        raise DataError(
            "some mover does not know what was played before; check a profile with `assess` instead"
        )
    table = np.asarray(tree.payoffs[None] if payoffs is None else payoffs)
    exact = table.dtype == object
    table, slack = (table, 0) if exact else (table.astype(float, copy=False), slack)
    if table.ndim != 3 or table.shape[1:] != tree.payoffs.shape:
        ends, players = tree.payoffs.shape
        raise DataError(f"payoffs of shape {table.shape} do not fit {ends} ends and {players} players")
    groups = _groups(tree, tree.lottery if exact else tree.chance)
    draws, nodes, players = len(table), len(tree.player), table.shape[2]
    value = np.empty((draws, players), dtype=table.dtype)
    small = np.int8 if tree.after.shape[1] < 128 else np.int32
    choice = np.empty((draws, nodes), dtype=small)
    ties = np.empty(draws, dtype=int)
    step = max(1, BLOCK // (nodes * players), len(groups) // 10)  # a tall tree pays for its many groups
    for first in range(0, draws, step):
        here = slice(first, first + step)
        value[here], choice[here], ties[here] = _block(tree, groups, table[here], slack, small)
    return Play(value, choice, ties)


def path(tree: Tree, choice: Int[np.ndarray, " node"]) -> list[int]:
    """Return the nodes that play passes from the start, up to an end or to a move of chance."""
    passed = [0]
    while tree.player[passed[-1]] >= 0:
        passed.append(int(tree.after[passed[-1], choice[passed[-1]]]))
    return passed


def _groups(tree: Tree, chance: np.ndarray) -> list[Group]:
    """Return the nodes that are not ends, the lowest first."""
    inner = np.flatnonzero(tree.player != END)
    if not inner.size:
        return []
    keys = np.stack([tree.height[inner], tree.moves[inner], (tree.player[inner] == CHANCE).astype(int)])
    kinds, which = np.unique(keys, axis=1, return_inverse=True)
    order = np.argsort(which, kind="stable")
    bounds = np.cumsum(np.bincount(which, minlength=kinds.shape[1]))[:-1]
    found = []
    for kind, members in zip(kinds.T, np.split(inner[order], bounds), strict=True):
        after = tree.after[members, : kind[1]]
        own = np.maximum(tree.player[members], 0)
        found.append(Group(members, after, own, chance[members, : kind[1]], not kind[2]))
    return found


def _block(
    tree: Tree, groups: list[Group], table: np.ndarray, slack: float, small: type
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Solve a block of draws; inside, values run `[node, player, draw]`."""
    draws, _, players = table.shape
    value = np.empty((len(tree.player), players, draws), dtype=table.dtype)
    value[tree.ends] = np.ascontiguousarray(table.reshape(draws, -1).T).reshape(-1, players, draws)
    choice: np.ndarray = np.full((len(tree.player), draws), -1, dtype=small)
    ties = np.zeros(draws, dtype=int)
    least = slack * np.abs(table).max(axis=(1, 2), initial=0)
    for group in groups:
        if not group.decided:
            value[group.nodes] = sum(
                group.chance[:, k, None, None] * value[group.after[:, k]] for k in range(group.after.shape[1])
            )
            continue
        best, played, tied = _decide(group, value, least, small)
        value[group.nodes], choice[group.nodes] = best, played
        ties += tied.sum(axis=0)
    return value[0].T, choice.T, ties


def _decide(
    group: Group, value: np.ndarray, least: np.ndarray, small: type
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the values of a group under its movers' best moves, those moves, and where another ties."""
    rows = np.arange(len(group.nodes))
    best = value[group.after[:, 0]]
    own = best[rows, group.own]
    played = np.zeros(own.shape, dtype=small)
    tied = np.zeros(own.shape, dtype=bool)
    for k in range(1, group.after.shape[1]):
        other = value[group.after[:, k]]
        pays = other[rows, group.own]
        more = pays > own + least
        tied |= pays >= own - least
        tied &= ~more
        np.copyto(own, pays, where=more)
        np.copyto(best, other, where=more[:, None])
        np.copyto(played, small(k), where=more)
    return best, played, tied
