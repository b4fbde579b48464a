"""What would turn a power's choice: the break-even of each assumption that the game alone reads, one at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from ..columns import named
from ..domain import Problem
from ..move import expressions_in
from ..recorded import Nearest
from ..records import Column
from .records import MAIN, GameOption
from .solved import Solved
from .terms import table_of, terms_of

POINTS, TAIL = 41, 0.005
"""Values tried of each assumption, and the share of its distribution left out at either end."""
BELOW, ABOVE, UNDER, OTHERS = "below", "above", "under", "others"
"""Where entering at once pays more than never: on a side of a value, under a variant, or under the others."""


def turning(problem: Problem, at: Nearest) -> dict[str, Any]:
    """Return where assumptions turn each power's choice between entering at once and never, and how many were tried.

    Of each turning: the `power`, the assumption's `column`, its value `here` in the draw, the `value` at which the
    choice is another, and where it `enters`. Only assumptions that no other model reads are moved, so that the game is
    played again on the draw's own outcomes, and not the chances of single transitions, which have no unit that a
    reader knows. Values between those tried are interpolated. Raises LookupError without a game.
    """
    game = problem.option(GameOption)
    tried = [(column, _tried(column)) for column in own(problem)]
    count = sum(len(values) for _, values in tried) + 1
    rows = {name: np.full(count, value) for name, value in at.values.items()}
    places = np.split(np.arange(1, count), np.cumsum([len(values) for _, values in tried])[:-1])
    for (column, values), some in zip(tried, places, strict=True):
        rows[column.name][some] = values
    terms = terms_of(problem, game.plays[MAIN], rows, rows, count)
    if not all(np.isfinite(one).all() for one in terms):
        return {"turnings": [], "tried": 0}
    table, powers = table_of(game), range(len(game.powers))

    def pays(given):  # type: ignore[no-untyped-def]
        solved = Solved(table, given)
        return jnp.stack([solved.entry_pays(power) for power in powers])

    worth = np.asarray(jax.jit(jax.vmap(pays))(terms))
    found = [
        {
            "power": power,
            "column": column.name,
            "here": at.values[column.name],
            "value": value,
            "enters": where,
        }
        for place, power in enumerate(game.powers)
        for (column, values), some in zip(tried, places, strict=True)
        for value, where in _turns(
            column, values, worth[some, place], at.values[column.name], worth[0, place]
        )
    ]
    return {"turnings": found, "tried": len(tried)}


def own(problem: Problem) -> tuple[Column, ...]:
    """Return the columns that the game reads and no other model does."""
    game = problem.option(GameOption)
    played = list(game.plays[MAIN].numbers.values())
    played += [one for reaction in game.reactions for one in reaction.finance.values()]
    own = [one for one in problem.domains if one.name in ("entry", "peace")]
    played += problem.options["peace"].expressions
    moves = {written.name: written.move for case in problem.cases for written in case.written}
    worlds = [one for move in moves.values() for one in expressions_in(move)]
    for domain in problem.domains:
        if domain not in own and (option := problem.options.get(domain.name)) is not None:
            worlds += domain.expressions(option)
    read = {name for one in played for name in named(problem, {}, one)}
    read |= {game.corridor.variant} if game.corridor else set()
    read -= {name for one in worlds for name in named(problem, {}, one)}
    return tuple(column for column in problem.columns if column.name in read and _movable(column))


def _movable(column: Column) -> bool:
    return not (column.distribution.constant() or column.distribution.joint)


def _tried(column: Column) -> np.ndarray:
    """Return the values tried: every variant of a choice, else points spread evenly over the distribution."""
    if column.distribution.variants:
        return np.arange(len(column.distribution.variants), dtype=float)
    return np.asarray(column.distribution.ppf(np.linspace(TAIL, 1 - TAIL, POINTS)))


def _turns(
    column: Column, values: np.ndarray, worth: np.ndarray, here: float, worth_here: float
) -> Iterable[tuple[float, str]]:
    """Yield where a choice turns nearest to the draw's own value, if anywhere in the range, and where it enters."""
    enters = worth > 0
    if column.distribution.variants:
        for place in np.flatnonzero(enters != (worth_here > 0)):
            yield float(values[place]), UNDER if enters[place] else OTHERS
        return
    turns = np.flatnonzero(enters[1:] != enters[:-1])
    if len(turns):
        ends = [_root(values, worth, int(place)) for place in turns]
        nearest = int(np.argmin(np.abs(np.array(ends) - here)))
        yield ends[nearest], BELOW if enters[turns[nearest]] else ABOVE


def _root(values: np.ndarray, worth: np.ndarray, place: int) -> float:
    """Return where a line between two values tried crosses zero."""
    (low, high), (first, last) = values[place : place + 2], worth[place : place + 2]
    return float(low - first * (high - low) / (last - first))
