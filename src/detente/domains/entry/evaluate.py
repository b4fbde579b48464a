"""Play the game of a study in every draw, on what the other models give."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Bool

from ...ground.blocks import by_block
from ..outcomes import OUTCOMES
from ..problem import OutcomeCell, Problem
from .commit import dominates, regret
from .entry import Table, Terms
from .records import GameOption
from .solved import Solved
from .terms import chances_of, table_of, terms_of

Evaluate = Callable[[Mapping[str, np.ndarray]], dict[str, np.ndarray]]
READ: dict[str, Callable[..., jax.Array]] = {
    "game_value": lambda game, player: game.value()[player],
    "value_now": lambda game, power, player: game.now(power)[player],
    "value_late": lambda game, power, halves, player: game.barred_for(power, game.periods(halves / 2))[
        player
    ],
    "value_barred": lambda game, power, player: game.barred_for(power, None)[player],
    "entry_pays": lambda game, power: game.entry_pays(power),
    "enters_now": lambda game, power: game.enters_now()[power],
    "enters": lambda game, power: game.entered_by()[-1, power],
    "entered_by": lambda game, power, years: game.entered_by()[game.periods(years) - 1, power],
    "is_first": lambda game, power: game.is_first()[power],
    "first_entry": lambda game: game.first_date(),
    "deterrence_cost": lambda game, power: game.deterrence()[power],
    "reaction_cost": lambda game, power, player: game.brought()[power, player],
    "race_burns": lambda game: game.burned(),
    "regret_now": lambda game, power: regret(game.plans(power))[0],
    "regret_never": lambda game, power: regret(game.plans(power))[1],
    "dominates_now": lambda game, power: dominates(game.plans(power))[0],
    "dominates_never": lambda game, power: dominates(game.plans(power))[1],
    "game_ties": lambda game: game.free.ties,
    "moving_cost": lambda game, power: game.moving_cost()[power] / game.terms.income[power],
}
"""One line an outcome."""
GROUP = 64
"""Draws that are played side by side: few enough that their values stay in the processor's cache."""


class Strategist:
    """An evaluator of a problem that plays its game too: call it with columns of draws, get columns of outcomes."""

    def __init__(self, problem: Problem, evaluate: Evaluate) -> None:
        """Prepare for a problem; `evaluate` gives the outcomes of the other models."""
        self.problem, self.evaluate = problem, evaluate
        self._played: dict[str, tuple[tuple[str, ...], Callable[[Terms], jax.Array]]] = {}
        if problem.game:
            table = table_of(problem.game)
            for play in problem.game.plays:
                cells = [one for one in game_cells(problem) if one.labels[-1] == play]
                if cells:
                    player = jax.jit(_player(table, problem.game, cells))
                    self._played[play] = tuple(cell.name for cell in cells), player

    def __call__(self, values: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Return every outcome cell, `[draw]` each; NaN where a game reads what was not solved."""
        columns = self.evaluate(values)
        count = len(next(iter(values.values())))
        waiting: list[tuple[tuple[str, ...], np.ndarray, Callable[[], np.ndarray]]] = []
        if self.problem.game:
            chances: dict[str, np.ndarray] = {}
            for name, (names, played) in self._played.items():
                play = self.problem.game.plays[name]
                if play.schedule not in chances:
                    chances[play.schedule] = chances_of(self.problem, play.schedule, values, count)
                terms = terms_of(self.problem, play, values, columns, count, chances[play.schedule])
                waiting.append((names, *_by_group(played, terms, count)))
        for names, known, found in waiting:
            cells = np.where(known, found(), np.nan)
            columns |= dict(zip(names, cells, strict=True))
        return columns


def game_cells(problem: Problem) -> list[OutcomeCell]:
    """Return the cells that the game gives."""
    return [cell for cell in problem.cells if OUTCOMES[cell.outcome].model == "game"]


def _by_group(
    played: Callable[[Terms], jax.Array], terms: Terms, count: int
) -> tuple[Bool[np.ndarray, " draw"], Callable[[], np.ndarray]]:
    """Begin to play all draws, `[cell, draw]`, and tell which are known: the others are played on other terms.

    The device goes on while the next play's terms are made.
    """
    known = np.all([np.isfinite(one).reshape(count, -1).all(1) for one in terms], axis=0)
    stand_in = np.where(known, np.arange(count), np.flatnonzero(known)[0] if known.any() else 0)
    played_on = jax.tree.map(lambda array: np.asarray(array)[stand_in], terms)
    return known, by_block(played, played_on, GROUP)


def _player(table: Table, game: GameOption, cells: list[OutcomeCell]) -> Callable[[Terms], jax.Array]:
    """Return a function of some draws' terms that plays them side by side and reads the cells off, `[cell, draw]`."""

    def one(terms: Terms) -> jax.Array:
        solved = Solved(table, terms)
        return jnp.stack([1.0 * READ[cell.outcome](solved, *_places(game, cell)) for cell in cells])

    def every(terms: Terms) -> jax.Array:
        return jax.vmap(one)(terms).T

    return every


def _places(game: GameOption, cell: OutcomeCell) -> list[int]:
    """Return the places of a cell's labels but the play; a number of years stands for itself."""
    found = []
    for axis, label in zip(OUTCOMES[cell.outcome].axes[:-1], cell.labels[:-1], strict=True):
        found.append(int(label) if axis in ("years_on", "half_years") else game.labels(axis).index(label))
    return found
