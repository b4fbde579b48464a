"""What would turn a power's choice: the break-even of each assumption that the game alone reads, one at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ....audit.records import Judgement
from ....audit.sentences import value as said
from ....report.nearest import Nearest
from ....runs.truth import named
from ...domain import Problem
from ...move import expressions_in
from ...records import Column
from ..records import MAIN, GameOption

POINTS, TAIL = 41, 0.005
"""Values tried of each assumption, and the share of its distribution left out at either end."""


@dataclass(frozen=True)
class Turning:
    """Where an assumption turns a power's choice, all else as in the draw nearest to the centre."""

    power: str
    column: str
    meaning: str
    here: str
    value: float
    turns_at: str
    """The variant, or the value nearest to `here`, at which the choice is another."""
    enters: str
    """On which side entering at once pays more than never entering."""


@dataclass(frozen=True)
class BreakEven:
    """Every turning point found, and how many assumptions were tried."""

    turnings: tuple[Turning, ...]
    tried: int


def break_even(judgement: Judgement, at: Nearest) -> BreakEven | None:
    """Return what would turn each power's choice between entering at once and never; None without a game.

    Only assumptions that no other model reads are moved, so that the game is played again on the draw's own
    outcomes, and not the chances of single transitions, which have no unit that a reader knows. Values between
    those tried are interpolated.
    """
    problem, game = judgement.problem, judgement.problem.of(GameOption)
    if game is None:
        return None
    import jax
    import jax.numpy as jnp

    from ..solved import Solved
    from ..terms import table_of, terms_of

    tried = [(column, _tried(column)) for column in own(problem)]
    count = sum(len(values) for _, values in tried) + 1
    rows = {name: np.full(count, value) for name, value in at.values.items()}
    places = np.split(np.arange(1, count), np.cumsum([len(values) for _, values in tried])[:-1])
    for (column, values), some in zip(tried, places, strict=True):
        rows[column.name][some] = values
    terms = terms_of(problem, game.plays[MAIN], rows, rows, count)
    if not all(np.isfinite(one).all() for one in terms):
        return BreakEven((), 0)
    table, powers = table_of(game), range(len(game.powers))

    def pays(given):  # type: ignore[no-untyped-def]
        solved = Solved(table, given)
        return jnp.stack([solved.entry_pays(power) for power in powers])

    worth = np.asarray(jax.jit(jax.vmap(pays))(terms))
    found = [
        turning
        for place, power in enumerate(game.powers)
        for (column, values), some in zip(tried, places, strict=True)
        for turning in _turning(
            power, column, values, worth[some, place], at.values[column.name], worth[0, place]
        )
    ]
    return BreakEven(tuple(found), len(tried))


def own(problem: Problem) -> tuple[Column, ...]:
    """Return the columns that the game reads and no other model does."""
    game = problem.of(GameOption)
    assert game is not None
    played = list(game.plays[MAIN].numbers.values())
    played += [one for reaction in game.reactions for one in reaction.finance.values()]
    own = [one for one in problem.domains if one.name in ("entry", "peace")]
    peace = problem.options["peace"]
    played += peace.expressions
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


def _turning(
    power: str, column: Column, values: np.ndarray, worth: np.ndarray, here: float, worth_here: float
) -> Iterable[Turning]:
    """Yield where a choice turns nearest to the draw's own value, if anywhere in the range."""
    enters = worth > 0
    if column.distribution.variants:
        for place in np.flatnonzero(enters != (worth_here > 0)):
            side = f"under {said(column, values[place])}" if enters[place] else "under the others"
            yield _record(power, column, here, values[place], side)
        return
    turns = np.flatnonzero(enters[1:] != enters[:-1])
    if len(turns):
        ends = [_root(values, worth, int(place)) for place in turns]
        nearest = int(np.argmin(np.abs(np.array(ends) - here)))
        side = "below" if enters[turns[nearest]] else "above"
        yield _record(power, column, here, ends[nearest], f"{side} that")


def _root(values: np.ndarray, worth: np.ndarray, place: int) -> float:
    """Return where a line between two values tried crosses zero."""
    (low, high), (first, last) = values[place : place + 2], worth[place : place + 2]
    return float(low - first * (high - low) / (last - first))


def _record(power: str, column: Column, here: float, at: float, side: str) -> Turning:
    return Turning(power, column.name, column.meaning, said(column, here), at, said(column, at), side)
