"""All that can be said about one game, in words and numbers that a reader sees."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from ...ground.faults import DataError
from ..forms import CHANCE, Extensive, Table, told_apart
from .assess import recalls
from .backward import backward, path
from .dominance import eliminate_exactly
from .extreme import extreme
from .logit import logit
from .notes import OF_TABLE, agents, completed
from .perfect import perfect
from .pure import pure_equilibria
from .strategic import behaviour, strategic
from .tree import Tree, tree_of

DEGENERATE = (
    "degenerate: those listed are the corners of a continuum; where two share what one player does, all that lies "
    "between them are equilibria, too"
)


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
    """Return what there is to say about a game; logit play at the precisions, for a table.

    Raises DataError where logit play of a tree is asked for, or a tree's nodes do not make one.
    """
    if isinstance(game, Table):
        return of_table(game, precisions)
    if precisions:
        raise DataError(
            "logit play is traced for tables; write the tree as .nfg first, and solve that with --logit"
        )
    return of_tree(game)


def of_table(table: Table, precisions: tuple[float, ...] = ()) -> Findings:
    """Return what there is to say about a table."""
    players, moves = _names(table)
    listed, remarks = _profiles(table.payoffs)
    told = [perfect(table.payoffs, mixtures) for mixtures in listed]
    noted = not all(told)
    found = tuple(
        Equilibrium(
            tuple((who, _named(own, mix)) for who, own, mix in zip(players, moves, mixtures, strict=True)),
            _value(table.payoffs, mixtures),
            OF_TABLE[one] if noted else "",
        )
        for mixtures, one in zip(listed, told, strict=True)
    )
    if all(not np.ptp(own, axis=player).any() for player, own in enumerate(table.payoffs)):
        remarks = (
            "a tie everywhere: no player's own move matters to it, so that every profile is an equilibrium",
        )
    _, gone = eliminate_exactly(table.payoffs)
    traced, more = _traced(table, moves, precisions)
    names = tuple((players[player], moves[player][move]) for player, move in gone)
    return Findings(table.title, players, found, names, traced, remarks=(*remarks, *more))


def _traced(
    table: Table, moves: tuple[tuple[str, ...], ...], precisions: tuple[float, ...]
) -> tuple[tuple[tuple[float, tuple[dict[str, float], ...]], ...], tuple[str, ...]]:
    """Return logit play at the precisions that its path reached, and remarks."""
    if not precisions:
        return (), ()
    play = logit(table.payoffs[None], np.array(precisions))
    traced, remarks = [], []
    for place, precision in enumerate(precisions):
        if play.reached[0, place]:
            mixtures = [_named(own, mix[0, place]) for own, mix in zip(moves, play.mixtures, strict=True)]
            traced.append((precision, tuple(mixtures)))
        else:
            remarks.append(f"the logit path did not reach precision {precision:g}")
    if play.turns[0]:
        remarks.append(f"precision goes back {play.turns[0]} times on the logit path")
    return tuple(traced), tuple(remarks)


def _names(table: Table) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the names of players and of moves, told apart where the file does not."""
    moves = tuple(told_apart(own, "move") for own in table.moves)
    return told_apart(table.players, "player"), moves


def of_tree(game: Extensive) -> Findings:
    """Return what there is to say about a tree."""
    tree = tree_of(game)
    if tree.perfect:
        return _perfect(game, tree)
    if not recalls(tree):
        remark = "a player forgets what it knew or did; nothing is computed for such a game"
        return Findings(game.title, game.players, (), remarks=(remark,))
    return _imperfect(game, tree)


def _profiles(payoffs: np.ndarray) -> tuple[list[tuple[np.ndarray, ...]], tuple[str, ...]]:
    """Return all extreme equilibria of a two-player table, the pure ones of others, as fractions; and remarks."""
    sizes = payoffs.shape[1:]
    try:
        if len(sizes) == 2:
            listed = extreme(payoffs)
            return list(zip(listed.first, listed.second, strict=True)), (
                DEGENERATE,
            ) if listed.continuum else ()
        why = "more than two players" if len(sizes) > 2 else ""
    except DataError:
        why = "a large table"
    cells = np.argwhere(pure_equilibria(payoffs[None])[0])
    corners = [[np.full(n, Fraction(0)) for n in sizes] for _ in cells]
    for corner, cell in zip(corners, cells, strict=True):
        for mixture, k in zip(corner, cell, strict=True):
            mixture[k] = Fraction(1)
    remark = f"{why}: equilibria in pure strategies only" if why else "one player's best"
    return [tuple(corner) for corner in corners], (remark,)


def _value(payoffs: np.ndarray, mixtures: tuple[np.ndarray, ...]) -> tuple[float, ...]:
    """Return what each player receives."""
    value = payoffs
    for mixture in reversed(mixtures):
        value = value @ mixture
    return tuple(float(one) for one in value)


def _named(moves: tuple[str, ...], mixture: np.ndarray) -> dict[str, float]:
    """Return chances by the names of moves."""
    return {move: float(chance) for move, chance in zip(moves, mixture, strict=True)}


def _perfect(game: Extensive, tree: Tree) -> Findings:
    """Return subgame-perfect play."""
    players, moves = _told(game)
    play = backward(tree, tree.received[None])
    movers = np.flatnonzero(tree.player >= 0).tolist()
    chosen = {node: moves[node][play.choice[0, node]] for node in movers}
    plan = tuple((history(game, tree, node), players[tree.player[node]], chosen[node]) for node in movers)
    labels = told_apart([label(game, tree, node) for node in movers], "decision")
    played = tuple((name, {move: 1.0}) for name, move in zip(labels, chosen.values(), strict=True))
    passed = path(tree, play.choice[0])
    course = history(game, tree, passed[-1])
    if tree.player[passed[-1]] == CHANCE:
        course += (", " if course else "") + "then chance"
    ties = int(play.ties[0])
    remarks = (f"{ties} of {len(movers)} decisions are ties; the first move is taken",) if ties else ()
    remarks = remarks if movers else ("nobody moves in this game",)
    value = tuple(float(one) for one in play.value[0])
    said = "subgame perfect" + ("" if ties else ", the only one") if movers else ""
    one = Equilibrium(played, value, said)
    return Findings(game.title, players, (one,), plan=plan, course=course, remarks=remarks)


def _imperfect(game: Extensive, tree: Tree) -> Findings:
    """Return the equilibria of the normal form as behaviour, and what can be said of each."""
    players, moves = _told(game)
    form = strategic(tree)
    listed, remarks = _profiles(form.payoffs)
    sets = [int(np.flatnonzero(tree.set == place)[0]) for place in range(int(tree.set.max()) + 1)]
    labels = told_apart([label(game, tree, node) for node in sets], "decision")
    table, checked = agents(tree), dict[str, Equilibrium]()
    for mixtures in listed:
        profile = behaviour(tree, form.plans, mixtures) * Fraction(1)
        before = str(profile.tolist())
        if before in checked:
            continue
        open_ = [place for place in range(len(sets)) if not _decided(form.plans, mixtures, place)]
        profile, said = completed(tree, profile, open_, table)
        named = tuple(
            (name, _named(moves[node], profile[place][: tree.moves[node]]))
            for place, (name, node) in enumerate(zip(labels, sets, strict=True))
        )
        checked[before] = Equilibrium(named, _value(form.payoffs, mixtures), said)
    if len(checked) == 1:
        remarks = tuple(remark for remark in remarks if remark != DEGENERATE)
    return Findings(game.title, players, tuple(checked.values()), remarks=remarks)


def _decided(plans: tuple[np.ndarray, ...], mixtures: tuple[np.ndarray, ...], place: int) -> bool:
    """Tell whether a plan that is played says what is done at an information set."""
    return any((kept[mixture > 0, place] >= 0).any() for kept, mixture in zip(plans, mixtures, strict=True))


def _told(game: Extensive) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the names of players, and of moves at each node, told apart where the file does not."""
    return told_apart(game.players, "player"), [told_apart(step.moves, "move") for step in game.steps]


def label(game: Extensive, tree: Tree, node: int) -> str:
    """Return who moves at a node, and where that is."""
    where = game.steps[node].set_name or history(game, tree, node)
    who = told_apart(game.players, "player")[tree.player[node]]
    return ", ".join(part for part in (who, where) if part)


def history(game: Extensive, tree: Tree, node: int) -> str:
    """Return the moves that led to a node."""
    made: list[str] = []
    while tree.parent[node] >= 0:
        moves = told_apart(game.steps[tree.parent[node]].moves, "move")
        made.append(moves[tree.branch[node]])
        node = int(tree.parent[node])
    return ", ".join(reversed(made))
