"""Where the issues of a negotiation land, for a batch of draws."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float

from ..domain import Problem
from ..values import number_of
from .facts import FOLDER
from .issues import Issue, Talks
from .outcomes import Held
from .solve import negotiate

CLOSE = 1e-9
"""Of the scale: how far a position may lie off its ends by rounding."""


class Seats(NamedTuple):
    """The actors of an issue in a batch of draws."""

    position: Float[np.ndarray, "draw actor"]
    capability: Float[np.ndarray, "draw actor"]
    salience: Float[np.ndarray, "draw actor"]

    def some(self, where: Bool[np.ndarray, " draw"]) -> Seats:
        """Return some of the draws."""
        return Seats(*(table[where] for table in self))


def settlements(problem: Problem, values: Mapping[str, np.ndarray], count: int) -> dict[str, np.ndarray]:
    """Return the outcomes of every issue, `[draw]` each; NaN where a number of an actor is out of its range."""
    talks = problem.of(Talks)
    columns: dict[str, np.ndarray] = {}
    for issue in talks.issues if talks else ():
        cells = [cell for cell in problem.cells_of(FOLDER) if cell.labels == (issue.name,)]
        columns |= {cell.name: np.full(count, np.nan) for cell in cells}
        for where, held in rounds_of(problem, issue, values, count):
            for cell in cells:
                columns[cell.name][where] = problem.outcome(cell.outcome).function(held)
    return columns


def rounds_of(
    problem: Problem, issue: Issue, values: Mapping[str, np.ndarray], count: int
) -> list[tuple[np.ndarray, Held]]:
    """Return an issue's rounds, once for each rule of choosing offers, with the draws that follow it."""
    talks = problem.of(Talks)
    assert talks is not None
    seats = seats_of(problem, issue, values, count)
    known = sound(issue, seats)
    chosen = np.broadcast_to(values[talks.variant] if talks.variant else 0, (count,))
    found = []
    for place, rule in enumerate(talks.rules):
        where = known & (chosen == place)
        if where.any():
            some = seats.some(where)
            rounds = negotiate(*some, rounds=talks.rounds, rule=rule)
            found.append((where, Held(rounds, some.capability * some.salience)))
    return found


def seats_of(problem: Problem, issue: Issue, values: Mapping[str, np.ndarray], count: int) -> Seats:
    """Return the numbers of an issue's actors."""
    value = number_of(problem, values)
    numbers = [(seat.position, seat.capability, seat.salience) for seat in issue.seats]
    tables = [[np.broadcast_to(value(one), (count,)) for one in row] for row in zip(*numbers, strict=True)]
    return Seats(*(np.stack(row, axis=-1).astype(float) for row in tables))


def sound(issue: Issue, seats: Seats) -> Bool[np.ndarray, " draw"]:
    """Tell in which draws all actors stand on the scale, have numbers in their ranges, and one has weight."""
    low, high = issue.ends
    room = CLOSE * (high - low)
    on = (seats.position >= low - room) & (seats.position <= high + room)
    fit = (
        (seats.capability >= 0)
        & np.isfinite(seats.capability)
        & (seats.salience >= 0)
        & (seats.salience <= 1)
    )
    return np.asarray((on & fit).all(1) & ((seats.capability * seats.salience).sum(1) > 0))
