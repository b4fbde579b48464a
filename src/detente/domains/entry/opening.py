"""The first moves of one draw: who enters and who waits, in every order of moves, and what entering pays."""

from __future__ import annotations

from typing import Any

import jax
import numpy as np

from ..domain import Problem
from ..recorded import Nearest
from .entry import Terms
from .play import first_turns, following, induct, orders
from .records import MAIN, GameOption
from .terms import table_of, terms_of


def opening(problem: Problem, at: Nearest) -> list[dict[str, Any]] | None:
    """Return every turn of a game's first period in one draw; None where a world that it reads was not solved.

    Of each: the powers that had theirs `before`, its `power`, whether it `enters`, what that gains it over waiting
    [US$ bn, present value], and whether it would enter but is `refused`. Raises LookupError without a game.
    """
    game = problem.option(GameOption)
    row = {name: np.array([one]) for name, one in at.values.items()}
    terms = terms_of(problem, game.plays[MAIN], row, row, 1)
    if not all(np.isfinite(one).all() for one in terms):
        return None
    table = table_of(game)

    def solved(given: Terms) -> Any:
        found = induct(table, given)
        return found.enters[0], *first_turns(table, given, found)

    enters, gains, agrees = map(np.asarray, jax.jit(solved)(Terms(*(np.asarray(one)[0] for one in terms))))
    turns: dict[tuple[str, ...], dict[str, Any]] = {}
    for place, order in enumerate(orders(table)):
        state, before = 0, tuple[str, ...]()
        for step, mover in enumerate(order):
            here, power = (place, step, state, game.phase_now), game.powers[mover]
            turn = {
                "before": before,
                "power": power,
                "enters": bool(enters[here]),
                "gain": float(gains[here]),
                "refused": bool(gains[here] > 0 and not agrees[here]),
            }
            before = (*before, power)
            turns.setdefault(before, turn)
            state = following(table)[mover][state] if enters[here] else state
    return list(turns.values())
