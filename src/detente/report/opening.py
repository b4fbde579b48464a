"""The first moves of the draw nearest to the centre: who enters and who waits, in every order of moves."""

from __future__ import annotations

from dataclasses import dataclass

import jax
import numpy as np

from ..audit.centre import distance
from ..audit.records import Judgement
from ..bind.game_records import MAIN
from ..game.entry import Terms
from ..game.evaluate import game_cells
from ..game.play import following, induct, orders
from ..game.terms import table_of, terms_of

AT_ONCE = 8
"""Columns read together: memory stays flat as draws grow."""


@dataclass(frozen=True)
class Opening:
    """The draw, and for each order the powers in it, each with whether it enters."""

    draw: int
    moves: tuple[tuple[tuple[str, bool], ...], ...]


def opening(judgement: Judgement) -> Opening | None:
    """Return the first period's play in the draw nearest to the centre; None without a game, or where it is unknown.

    Nearest is in standard-normal units over all assumptions.
    """
    problem, game = judgement.problem, judgement.problem.game
    peace = problem.options.peace
    if game is None or peace is None:
        return None
    draw = _nearest(judgement)
    own = {cell.name for cell in game_cells(problem)}
    names = [name for name in judgement.columns if name not in own]
    row = {name: np.array([one]) for name, one in zip(names, judgement.table.row(names, draw), strict=True)}
    terms = terms_of(problem, game.plays[MAIN], row, row, 1)
    if not all(np.isfinite(one).all() for one in terms):
        return None
    table = table_of(game)
    one = Terms(*(np.asarray(each)[0] for each in terms))
    enters = np.asarray(jax.jit(lambda given: induct(table, given).enters[0])(one))
    found = []
    for place, order in enumerate(orders(table)):
        state, moves = 0, []
        for step, mover in enumerate(order):
            goes = bool(enters[place, step, state, peace.now])
            moves.append((game.powers[mover], goes))
            state = following(table)[mover][state] if goes else state
        found.append(tuple(moves))
    return Opening(draw, tuple(found))


def _nearest(judgement: Judgement) -> int:
    """Return the draw nearest to the centre."""
    columns = judgement.problem.columns
    squares = np.zeros(judgement.run.draws)
    for start in range(0, len(columns), AT_ONCE):
        some = columns[start : start + AT_ONCE]
        read = judgement.table.read([column.name for column in some])
        squares += sum(distance(column, read[column.name]) ** 2 for column in some)
    return int(np.argmin(squares))
