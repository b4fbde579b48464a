"""Pictures of one game: logit play as precision grows, and a tree with what is played in it."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np

from ...report.branches import layers
from ...report.figure import Chart
from ..forms import CHANCE, END, Extensive, Table
from .backward import backward
from .findings import history
from .logit import logit
from .tree import Tree, tree_of

POINTS = 61
"""Precisions at which logit play is drawn."""
LARGEST = 120
"""Most nodes of a tree that is drawn."""
FURTHEST = 200.0
"""Largest precision drawn, times the payoffs' range."""


def picture(game: Table | Extensive) -> Chart | None:
    """Return a picture of a game; None for a tree too large to be read."""
    if isinstance(game, Table):
        return of_table(game)
    return of_tree(game) if len(game.steps) <= LARGEST else None


def of_table(table: Table) -> Chart:
    """Draw each move's chance on the logit path, precision on a logarithmic scale."""
    span = float(np.ptp(table.payoffs)) or 1.0
    precisions = np.geomspace(0.05, FURTHEST, POINTS) / span
    found = logit(table.payoffs[None], precisions)
    rows: list[dict[str, Any]] = [
        {"player": player, "move": move, "precision": precision, "chance": float(chance)}
        for player, moves, mixture in zip(table.players, table.moves, found.mixtures, strict=True)
        for k, move in enumerate(moves)
        for precision, chance in zip(precisions.tolist(), mixture[0, :, k], strict=True)
        if np.isfinite(chance)
    ]
    chart = alt.Chart(alt.InlineData(values=rows)).mark_line(strokeWidth=2)
    x = alt.X("precision:Q", scale=alt.Scale(type="log"), title="precision (1/payoff)")
    y = alt.Y("chance:Q", scale=alt.Scale(domain=[0, 1]), title="chance of the move")
    chart = chart.encode(x=x, y=y, color=alt.Color("move:N", title=None), strokeDash="move:N")
    by_player: Chart = chart.properties(width=260, height=200).facet(
        alt.Facet("player:N", title=None),
        columns=2,
        title=f"{table.title}: logit equilibrium as precision grows",
    )
    return by_player


def of_tree(game: Extensive) -> Chart:
    """Draw a tree from left to right; with perfect information the moves played are bold."""
    tree = tree_of(game)
    played = backward(tree, tree.received[None]).choice[0] if tree.perfect else np.full(len(tree.player), -1)
    across, down = _places(tree)
    points = [
        {
            "x": float(across[node]),
            "y": float(down[node]),
            "who": _who(game, node),
            "at": history(game, tree, node),
        }
        for node in range(len(tree.player))
    ]
    lines, names = [], []
    for node in range(1, len(tree.player)):
        parent, move = int(tree.parent[node]), int(tree.branch[node])
        step = game.steps[parent]
        chance = f" ({float(step.chances[move]):.3g})" if step.player == CHANCE else ""
        on = "played" if played[parent] == move else "not played"
        ends = [(across[parent], down[parent]), (across[node], down[node])]
        lines += [{"edge": node, "x": float(x), "y": float(y), "on": on} for x, y in ends]
        middle = (0.5 * (across[parent] + across[node]), 0.5 * (down[parent] + down[node]))
        names.append({"x": float(middle[0]), "y": float(middle[1]), "move": step.moves[move] + chance})
    return layers(points, lines, names, int(tree.height[0]), len(tree.ends), game.title)


def _places(tree: Tree) -> tuple[np.ndarray, np.ndarray]:
    """Return where nodes are drawn: ends one below the other, others between those they lead to."""
    across, down = np.zeros(len(tree.player)), np.zeros(len(tree.player))
    down[tree.ends] = np.arange(len(tree.ends))
    for node in range(1, len(tree.player)):
        across[node] = across[tree.parent[node]] + 1
    for node in range(len(tree.player) - 1, -1, -1):
        if tree.player[node] != END:
            down[node] = down[tree.after[node, : tree.moves[node]]].mean()
    return across, down


def _who(game: Extensive, node: int) -> str:
    """Return who moves at a node, or what is received at an end."""
    step = game.steps[node]
    if step.player == END:
        return ", ".join(f"{float(value):.4g}" for value in step.payoffs)
    if step.player == CHANCE:
        return "chance"
    return game.players[step.player] + (f" ({step.set_name})" if step.set_name else "")
