"""Play the game of a study in every draw, on what the other models give."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Bool

from ...ground.blocks import by_block
from ..domain import Problem
from ..records import OutcomeCell
from .entry import Table, Terms
from .records import GameOption
from .solved import Solved
from .terms import chances_of, table_of, terms_of

GROUP = 64
"""Draws that are played side by side: few enough that their values stay in the processor's cache."""


class GameSolver:
    """The game of a problem, compiled play by play: from columns of draws and of other domains to its own."""

    def __init__(self, problem: Problem, centre: object = None, switches: object = ()) -> None:
        """Prepare for a problem."""
        self._played: dict[str, tuple[tuple[str, ...], Callable[[Terms], jax.Array]]] = {}
        game = problem.of(GameOption)
        for play in game.plays if game else ():
            cells = [one for one in problem.cells_of("entry") if one.labels[-1] == play]
            if game and cells:
                player = jax.jit(_player(problem, table_of(game), game, cells))
                self._played[play] = tuple(cell.name for cell in cells), player

    def __call__(
        self, problem: Problem, values: Mapping[str, np.ndarray], count: int
    ) -> dict[str, np.ndarray]:
        """Return every cell of the game, `[draw]` each; NaN where it reads what was not solved."""
        game = problem.option(GameOption)
        waiting: list[tuple[tuple[str, ...], np.ndarray, Callable[[], np.ndarray]]] = []
        chances: dict[str, np.ndarray] = {}
        for name, (names, played) in self._played.items():
            play = game.plays[name]
            if play.schedule not in chances:
                chances[play.schedule] = chances_of(problem, play.schedule, values, count)
            terms = terms_of(problem, play, values, values, count, chances[play.schedule])
            waiting.append((names, *_by_group(played, terms, count)))
        found: dict[str, np.ndarray] = {}
        for names, known, wait in waiting:
            found |= dict(zip(names, np.where(known, wait(), np.nan), strict=True))
        return found


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


def _player(
    problem: Problem, table: Table, game: GameOption, cells: list[OutcomeCell]
) -> Callable[[Terms], jax.Array]:
    """Return a function of some draws' terms that plays them side by side and reads the cells off, `[cell, draw]`."""

    def one(terms: Terms) -> jax.Array:
        solved = Solved(table, terms)
        return jnp.stack(
            [1.0 * problem.outcome(cell.outcome).function(solved, *_places(game, cell)) for cell in cells]
        )

    def every(terms: Terms) -> jax.Array:
        return jax.vmap(one)(terms).T

    return every


def _places(game: GameOption, cell: OutcomeCell) -> list[int]:
    """Return the places of a cell's labels but the play; a number of years stands for itself."""
    found = []
    for axis, label in zip(cell.dims[:-1], cell.labels[:-1], strict=True):
        found.append(int(label) if axis in ("years_on", "half_years") else game.labels(axis).index(label))
    return found
