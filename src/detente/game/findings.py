"""All that can be said about one game, in words and numbers that a reader sees."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np

from ..bind.alone.forms import CHANCE, Extensive, Table
from . import support
from .assess import assess, recalls, trembled
from .backward import backward, path
from .dominance import eliminate_exactly
from .logit import logit
from .pure import pure_equilibria
from .strategic import Strategic, behaviour, strategic
from .tree import Tree, tree_of

OFF_PATH = "Nash; with the beliefs that equal mistakes leave, not every move off its path is best"


@dataclass(frozen=True)
class Equilibrium:
    """One equilibrium: who does what where, with what chance, and what each receives."""

    play: tuple[tuple[str, dict[str, float]], ...]
    """Whose moves, in a tree also where; and the chance of each move."""
    value: tuple[float, ...]
    note: str = ""


@dataclass(frozen=True)
class Findings:
    """What was found: equilibria, what goes by dominance, logit play, and remarks."""

    title: str
    players: tuple[str, ...]
    equilibria: tuple[Equilibrium, ...]
    gone: tuple[tuple[str, str], ...] = ()
    """Player and move, in the order of iterated strict dominance."""
    logit: tuple[tuple[float, tuple[dict[str, float], ...]], ...] = ()
    """Precision [1/payoff] and each player's chances."""
    plan: tuple[tuple[str, str, str], ...] = ()
    """Of subgame-perfect play: what has happened, who moves, what it does."""
    course: str = ""
    """Of subgame-perfect play: the moves made from the start."""
    remarks: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return what was found as plain tables."""
        return {
            "title": self.title,
            "players": list(self.players),
            "equilibria": [
                {"play": [list(pair) for pair in one.play], "value": list(one.value), "note": one.note}
                for one in self.equilibria
            ],
            "dominated_in_order": [list(pair) for pair in self.gone],
            "logit": [
                {"precision": precision, "mixtures": dict(zip(self.players, mixtures, strict=True))}
                for precision, mixtures in self.logit
            ],
            "plan": [list(row) for row in self.plan],
            "course": self.course,
            "remarks": list(self.remarks),
        }


def found_in(game: Table | Extensive, precisions: tuple[float, ...] = ()) -> Findings:
    """Return what there is to say about a game; logit play at the precisions, for a table."""
    return of_table(game, precisions) if isinstance(game, Table) else of_tree(game)


def of_table(table: Table, precisions: tuple[float, ...] = ()) -> Findings:
    """Return what there is to say about a table."""
    payoffs = table.payoffs[None]
    found, remarks = _equilibria(table.payoffs, table.players, table.moves)
    _, gone = eliminate_exactly(table.payoffs)
    if all(np.ptp(own, axis=player).max() == 0 for player, own in enumerate(table.payoffs)):
        remarks = (
            "a tie everywhere: no player's own move matters to it, so that every profile is an equilibrium",
        )
    play = logit(payoffs, np.array(precisions)) if precisions else None
    traced = []
    for place, precision in enumerate(precisions):
        if play and play.reached[0, place]:
            mixtures = tuple(
                _named(own, mix[0, place]) for own, mix in zip(table.moves, play.mixtures, strict=True)
            )
            traced.append((precision, mixtures))
        else:
            remarks = (*remarks, f"the logit path did not reach precision {precision:g}")
    if play and play.turns[0]:
        remarks = (*remarks, f"precision goes back {play.turns[0]} times on the logit path")
    names = tuple((table.players[player], table.moves[player][move]) for player, move in gone)
    return Findings(table.title, table.players, found, names, tuple(traced), remarks=remarks)


def of_tree(game: Extensive) -> Findings:
    """Return what there is to say about a tree."""
    tree = tree_of(game)
    if tree.perfect:
        return _perfect(game, tree)
    if not recalls(tree):
        remark = "a player forgets what it knew or did; nothing is computed for such a game"
        return Findings(game.title, game.players, (), remarks=(remark,))
    return _imperfect(game, tree)


def _equilibria(
    payoffs: np.ndarray, players: tuple[str, ...], moves: tuple[tuple[str, ...], ...]
) -> tuple[tuple[Equilibrium, ...], tuple[str, ...]]:
    """Return all equilibria of a two-player table, the pure ones of others, and remarks."""
    sizes = payoffs.shape[1:]
    if len(sizes) == 2 and comb(sum(sizes), sizes[0]) - 1 <= support.MOST:
        listed = support.equilibria(payoffs[None])
        pairs = zip(listed.first[listed.found], listed.second[listed.found], strict=True)
        remark = "degenerate: there may be more equilibria, even a continuum, than those listed"
        found = tuple(_mixed(payoffs, players, moves, pair) for pair in pairs)
        return found, (remark,) if listed.degenerate[0] else ()
    cells = np.argwhere(pure_equilibria(payoffs[None])[0])
    corners = [tuple(np.eye(n)[k] for n, k in zip(sizes, cell, strict=True)) for cell in cells]
    pure = [_mixed(payoffs, players, moves, corner) for corner in corners]
    why = "more than two players" if len(sizes) > 2 else "one player" if len(sizes) == 1 else "a large table"
    return tuple(pure), (
        f"{why}: equilibria in pure strategies only" if len(sizes) != 1 else "one player's best",
    )


def _mixed(
    payoffs: np.ndarray,
    players: tuple[str, ...],
    moves: tuple[tuple[str, ...], ...],
    mixtures: tuple[np.ndarray, ...],
) -> Equilibrium:
    """Return an equilibrium with its names and values."""
    value = payoffs
    for mixture in reversed(mixtures):
        value = value @ mixture
    named = [_named(own, mixture) for own, mixture in zip(moves, mixtures, strict=True)]
    return Equilibrium(tuple(zip(players, named, strict=True)), tuple(float(one) for one in value))


def _named(moves: tuple[str, ...], mixture: np.ndarray) -> dict[str, float]:
    """Return chances by the names of moves."""
    return {move: float(chance) for move, chance in zip(moves, mixture, strict=True)}


def _perfect(game: Extensive, tree: Tree) -> Findings:
    """Return subgame-perfect play."""
    play = backward(tree)
    movers = np.flatnonzero(tree.player >= 0).tolist()
    plan = tuple(
        (
            history(game, tree, node),
            game.players[tree.player[node]],
            game.steps[node].moves[play.choice[0, node]],
        )
        for node in movers
    )
    play_ = tuple(
        (label(game, tree, node), {game.steps[node].moves[play.choice[0, node]]: 1.0}) for node in movers
    )
    passed = path(tree, play.choice[0])
    course = history(game, tree, passed[-1])
    if tree.player[passed[-1]] == CHANCE:
        course += (", " if course else "") + "then chance"
    ties = int(play.ties[0])
    remarks = (f"{ties} of {len(movers)} decisions are ties; the first move is taken",) if ties else ()
    value = tuple(float(one) for one in play.value[0])
    note = "subgame perfect" + ("" if ties else ", the only one")
    one = Equilibrium(play_, value, note)
    return Findings(game.title, game.players, (one,), plan=plan, course=course, remarks=remarks)


def _imperfect(game: Extensive, tree: Tree) -> Findings:
    """Return the equilibria of the normal form as behaviour, each checked for sequential rationality."""
    form: Strategic = strategic(tree)
    moves = tuple(tuple(str(k) for k in range(len(kept))) for kept in form.plans)
    found, remarks = _equilibria(form.payoffs, game.players, moves)
    sets = [int(np.flatnonzero(tree.set == place)[0]) for place in range(int(tree.set.max()) + 1)]
    checked = []
    for one in found:
        mixtures = tuple(np.array(list(mixture.values())) for _, mixture in one.play)
        profile = behaviour(tree, form.plans, mixtures)
        judged = assess(tree, profile[None], trembled(tree, profile[None]))
        fine = judged.sequential(1e-7)[0]
        note = "sequential" if fine else OFF_PATH
        named = tuple(
            (label(game, tree, node), _named(game.steps[node].moves, profile[place][: tree.moves[node]]))
            for place, node in enumerate(sets)
        )
        checked.append(Equilibrium(named, one.value, note))
    return Findings(game.title, game.players, tuple(checked), remarks=remarks)


def label(game: Extensive, tree: Tree, node: int) -> str:
    """Return who moves at a node, and where that is."""
    where = game.steps[node].set_name or history(game, tree, node)
    return ", ".join(part for part in (game.players[tree.player[node]], where) if part)


def history(game: Extensive, tree: Tree, node: int) -> str:
    """Return the moves that led to a node."""
    made: list[str] = []
    while tree.parent[node] >= 0:
        made.append(game.steps[tree.parent[node]].moves[tree.branch[node]])
        node = int(tree.parent[node])
    return ", ".join(reversed(made))
