"""The first moves of the draw nearest to the centre: who enters and who waits, in every order of moves, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ....audit.records import Judgement
from ....report.figure import Figure
from ....report.nearest import Nearest
from ....report.sections import source_line
from ..records import MAIN, GameOption
from .opening_tree import Turn, tree


@dataclass(frozen=True)
class Opening:
    """The draw, every turn of its first period, and their tree."""

    draw: int
    turns: tuple[Turn, ...]
    tree: Figure


def opening(judgement: Judgement, at: Nearest) -> Opening | None:
    """Return the first period's play in the draw nearest to the centre; None without a game, or where it is unknown.

    JAX is imported only where there is a game.
    """
    problem, game = judgement.problem, judgement.problem.of(GameOption)
    if game is None:
        return None
    import jax

    from ..entry import Terms
    from ..play import first_turns, following, induct, orders
    from ..terms import table_of, terms_of

    row = {name: np.array([one]) for name, one in at.values.items()}
    terms = terms_of(problem, game.plays[MAIN], row, row, 1)
    if not all(np.isfinite(one).all() for one in terms):
        return None
    table = table_of(game)

    def solved(given: Terms) -> Any:
        found = induct(table, given)
        return found.enters[0], *first_turns(table, given, found)

    enters, gains, agrees = map(np.asarray, jax.jit(solved)(Terms(*(np.asarray(one)[0] for one in terms))))
    turns: dict[tuple[str, ...], Turn] = {}
    for place, order in enumerate(orders(table)):
        state, before = 0, tuple[str, ...]()
        for step, mover in enumerate(order):
            here = place, step, state, game.phase_now
            refused = bool(gains[here] > 0 and not agrees[here])
            turn = Turn(before, game.powers[mover], bool(enters[here]), float(gains[here]), refused)
            turns.setdefault((*before, turn.power), turn)
            before = (*before, turn.power)
            state = following(table)[mover][state] if turn.enters else state
    return Opening(
        at.draw,
        tuple(turns.values()),
        tree(
            tuple(turns.values()), game.powers, game.phases[game.phase_now], at.draw, source_line(judgement)
        ),
    )
