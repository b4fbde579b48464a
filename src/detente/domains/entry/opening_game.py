"""The first period of a study's game as a finite tree for Gambit, in one draw.

Chance draws the order of moves; a power enters or waits; the host consents or refuses. At an end stands what the
play that follows in equilibrium is worth to each player, so that backward induction over the tree gives the first
moves, and the value, of the whole game (a subgame-perfect truncation: Selten 1965).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import NamedTuple

import numpy as np

from ...ground.faults import RunError, did_you_mean
from ..domain import Problem
from ..forms import CHANCE, END, Extensive, Step
from ..recorded import Nearest
from .records import MAIN, GameOption

ENTER, WAIT = "enters", "waits"
CONSENT, REFUSE = "consents", "refuses"
"""The first of each is what a tie goes to."""


@dataclass(frozen=True)
class Ends:
    """What the tree is grown from: who may go where, and what every end is worth."""

    game: GameOption
    after: np.ndarray
    """The state to which a power's entry leads, `[power, state]`."""
    pays: np.ndarray
    """What a power's entry pays each player at once, `[power, player]` [US$ bn]."""
    worth: np.ndarray
    """Of each state at the end of the first moves, `[player, state]` [US$ bn, present value]."""


class Turn(NamedTuple):
    """Where play stands: what has happened in words, who is still to move, the state, and what entries have paid."""

    said: str
    order: tuple[int, ...]
    state: int
    paid: np.ndarray


def opening_game(problem: Problem, at: Nearest, play: str = MAIN) -> Extensive:
    """Return the first period of a play in one draw, payoffs in US$ bn of present value.

    Raises RunError for a study without a game, a play that it lacks, or a draw whose worlds were not solved.
    """
    game, phase = needed(problem, play)
    ends = _ends(problem, game, at, play, phase)
    orders = list(permutations(range(len(game.powers))))
    chances = tuple(1 / len(orders) for _ in orders)
    names = tuple(" ".join(game.powers[one] for one in order) for order in orders)
    steps = [Step(CHANCE, 1, names, chances, name=game.phases[phase], set_name="order of moves")]
    sets = iter(range(1, 1 << 30))
    for name, order in zip(names, orders, strict=True):
        steps += _turn(ends, Turn(name, order, 0, np.zeros(len(game.players))), sets)
    title = f"{problem.study.id}: first period of the play {play}, draw {at.draw}, US$ bn, present value"
    return Extensive(title, game.players, tuple(steps))


def needed(problem: Problem, play: str) -> tuple[GameOption, int]:
    """Return a study's game and the phase that it starts in. Raises RunError where it has none, or no such play."""
    game = problem.of(GameOption)
    if game is None:
        raise RunError(f"{problem.study.id} has no section `game`, so that there is no tree to write")
    if play not in game.plays:
        raise RunError(f"{problem.study.id} has no play '{play}'; {did_you_mean(play, game.plays)}")
    return game, game.phase_now


def _ends(problem: Problem, game: GameOption, at: Nearest, play: str, phase: int) -> Ends:
    """Solve the whole game in a draw. JAX is imported here."""
    import jax
    import jax.numpy as jnp

    from .entry import Terms, entry
    from .play import following, induct, period_ends
    from .terms import table_of, terms_of

    row = {name: np.array([one]) for name, one in at.values.items()}
    terms = terms_of(problem, game.plays[play], row, row, 1)
    if not all(np.isfinite(one).all() for one in terms):
        raise RunError(f"in draw {at.draw} a world that the game reads was not solved; choose another draw")
    table = table_of(game)

    @jax.jit
    def solved(given: Terms) -> tuple[jax.Array, jax.Array]:
        found = induct(table, given)
        return period_ends(table, given, found.value[1]), entry(table, given, jnp.zeros(()))

    worth, pays = solved(Terms(*(np.asarray(one)[0] for one in terms)))
    return Ends(game, following(table), np.asarray(pays), np.asarray(worth)[:, :, phase])


def _turn(ends: Ends, at: Turn, sets: Iterator[int]) -> Iterator[Step]:
    """Yield the nodes from a power's turn on, in prefix order; each has a name of its own, as Gambit asks."""
    game = ends.game
    if not at.order:
        values = tuple(float(one) for one in ends.worth[:, at.state] + at.paid)
        yield Step(END, payoffs=values, name=at.said)
        return
    mover = at.order[0]
    name, later = game.powers[mover], at.order[1:]
    yield Step(mover, next(sets), (WAIT, ENTER), name=f"{at.said}: {name}?")
    yield from _turn(ends, Turn(f"{at.said}, {name} {WAIT}", later, at.state, at.paid), sets)
    host = game.players.index(game.host)
    yield Step(host, next(sets), (CONSENT, REFUSE), name=f"{at.said}: {game.host} on {name}?")
    reached, paid = int(ends.after[mover, at.state]), at.paid + ends.pays[mover]
    yield from _turn(ends, Turn(f"{at.said}, {name} {ENTER}", later, reached, paid), sets)
    yield from _turn(ends, Turn(f"{at.said}, {name} is refused", later, at.state, at.paid), sets)
