"""Finite-horizon stochastic games in which players move one after the other: backward induction on arrays.

A period: an order of movers is drawn; each mover in turn sees the state and acts, which moves the state; then
every player receives the flow of the state reached, and chance moves the state on. Moves in turn make it a
game of perfect information, so that play is unique but for ties (Shapley 1953 for moves at once; the order is
drawn, as in Kalandrakis 2004, Journal of Economic Theory 116:294-322). A mover stands in an order as often as
it acts: a consent is a move of the one who consents, in the states in which it is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from detente.ground.faults import DataError

if TYPE_CHECKING:
    from jaxtyping import Float, Int

ADD_UP = 1e-9
"""How far from 1 chances may add up."""
BLOCK = 1 << 16
"""Values worked on at a time: 512 KiB of doubles."""
ONCE = (2, 3, 4, 1, 0)
"""From `[draw, receiver, mover, state, action]` to `[mover, state, action, receiver, draw]`."""
Given = TypeVar("Given")


class Rules(NamedTuple):
    """What can happen, the same in every draw."""

    orders: Int[np.ndarray, "order step"]
    """Who moves at each step of a period; -1 nobody."""
    goes: Int[np.ndarray, "player state action"]
    """The state after an action; -1 where it may not be taken. With one action at most, nothing is decided."""
    follows: Int[np.ndarray, "state branch"]
    """The states to which chance may move a state at the end of a period."""
    periods: int


class Payoffs(NamedTuple):
    """What players receive; `flow` and `once` may be functions of the period, counted from 0."""

    flow: Float[np.ndarray, "draw player state"] | Callable[[int], Float[np.ndarray, "draw player state"]]
    """In a period whose moves end in the state."""
    once: (
        Float[np.ndarray, "draw receiver mover state action"]
        | Callable[[int], Float[np.ndarray, "draw receiver mover state action"]]
    )
    """What a mover's action pays each receiver at once; an axis may have length 1."""
    last: Float[np.ndarray, "draw player state"]
    """Value of ending the last period in a state, before chance moves."""
    discount: Float[np.ndarray, "draw player"]
    """Worth at the start of a period of what is received a period later; an axis may have length 1."""
    order_chance: Float[np.ndarray, "draw order"]
    chance: Float[np.ndarray, "draw state branch"]


class Solved(NamedTuple):
    """Equilibrium values and policy; ties go to the first action and are counted."""

    value: Float[np.ndarray, "draw player state"]
    """At the start, before the order is drawn."""
    by_order: Float[np.ndarray, "order draw player state"]
    """At the start, once the order is drawn."""
    policy: Int[np.ndarray, "period order step draw state"]
    """The action taken; -1 where nothing is decided."""
    ties: Int[np.ndarray, " draw"]
    """Decisions, over periods, orders, steps and states, in which another action pays as much."""
    decisions: int
    """Decisions in all, in each draw."""


def solve(rules: Rules, payoffs: Payoffs, slack: float = 1e-12) -> Solved:
    """Solve backward from the last period, all draws at once.

    `slack`, a share of the largest value, is what a later action must pay more to be taken. Raises DataError
    where nothing ends the game, chances do not add up, or the axes do not fit.
    """
    draws = _checked(rules, payoffs)
    states, (orders, steps), players = rules.goes.shape[1], rules.orders.shape, payoffs.last.shape[1]
    policy = np.full((rules.periods, orders, steps, draws, states), -1, dtype=_small(rules.goes.shape[2]))
    ties, decisions = np.zeros(draws, dtype=int), 0
    last, discount, chance = (
        _turned(part, draws) for part in (payoffs.last, payoffs.discount, payoffs.chance)
    )
    by_order = np.empty((orders, states, players, draws))
    value = later = last
    wide = max(1, BLOCK // (states * players))
    blocks = [slice(k, min(k + wide, draws)) for k in range(0, draws, wide)]
    for period in range(rules.periods - 1, -1, -1):
        end = later + _turned(at(payoffs.flow, period), draws)
        once = _turned(at(payoffs.once, period), draws, ONCE)
        for order, here in product(range(orders), blocks):
            worth = end[..., here]
            for step in range(steps - 1, -1, -1):
                mover = int(rules.orders[order, step])
                if mover >= 0:
                    paid = once[min(mover, len(once) - 1)][..., here]
                    worth, taken, tied, asked = _move(rules.goes[mover], mover, paid, worth, slack)
                    policy[period, order, step, here] = taken.T
                    ties[here] += tied
                    decisions += asked * (here.start == 0)
            by_order[order, ..., here] = worth
        value = np.einsum("do,ospd->spd", np.broadcast_to(payoffs.order_chance, (draws, orders)), by_order)
        later = discount * _expected(rules, chance, value)
    return Solved(value.T, by_order.transpose(0, 3, 2, 1), policy, ties, decisions)


def at(given: Given | Callable[[int], Given], period: int) -> Given:
    """Return what is given for a period."""
    return given(period) if callable(given) else given


def _turned(part: np.ndarray, draws: int, axes: tuple[int, ...] | None = None) -> np.ndarray:
    """Return an array with its axes turned round, draws last, so that whole rows of draws are moved at once."""
    turned = np.ascontiguousarray(part.transpose(axes))
    return np.broadcast_to(turned, (*turned.shape[:-1], draws))


def _expected(rules: Rules, chance: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Return values before chance moves the state on; `chance` is `[branch, state, draw]`."""
    total = np.zeros(value.shape)
    for branch in range(rules.follows.shape[1]):
        total += chance[branch][:, None] * value[rules.follows[:, branch]]
    return total


def _move(
    goes: np.ndarray, mover: int, once: np.ndarray, worth: np.ndarray, slack: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Return values before a mover acts, its actions `[state, draw]`, ties by draw, and decisions asked.

    `worth` is `[state, player, draw]`, `once` `[state, action, player, draw]`.
    """
    allowed = goes >= 0
    asked = allowed.sum(axis=1) > 1
    least = slack * np.abs(worth).max(axis=(0, 1), initial=0.0)
    first = allowed.argmax(axis=1)
    able = np.flatnonzero(allowed.any(axis=1))
    best = worth.copy()
    best[able] = worth[goes[able, first[able]]] + _paid(once, able, first[able])
    own = best[:, mover].copy()
    taken = np.full(own.shape, -1, dtype=_small(goes.shape[1]))
    taken[asked] = first[asked, None]
    tied = np.zeros(own.shape, dtype=bool)
    for action in range(1, goes.shape[1]):
        here = np.flatnonzero(allowed[:, action] & (first < action))
        if not here.size:
            continue
        pays = worth[goes[here, action]] + _paid(once, here, np.full(len(here), action))
        mine, before = pays[:, mover], own[here]
        more = mine > before + least
        tied[here] = ~more & (tied[here] | (mine >= before - least))
        own[here] = np.where(more, mine, before)
        best[here] = np.where(more[:, None], pays, best[here])
        taken[here] = np.where(more, taken.dtype.type(action), taken[here])
    return best, taken, tied.sum(axis=0), int(asked.sum())


def _paid(once: np.ndarray, states: np.ndarray, actions: np.ndarray) -> np.ndarray:
    """Return what actions in states pay at once, `[state, player, draw]`."""
    paid: np.ndarray = once[np.minimum(states, len(once) - 1), np.minimum(actions, once.shape[1] - 1)]
    return paid


def _small(actions: int) -> np.dtype:
    """Return the smallest type that holds the places of so many actions."""
    return np.dtype(np.int8 if actions < 128 else np.int32)


def _checked(rules: Rules, payoffs: Payoffs) -> int:
    """Return the number of draws. Raises DataError where the parts do not fit."""
    players, states, _ = rules.goes.shape
    if rules.periods < 1:
        raise DataError("a game with no period has no end to reason back from; give it one at least")
    if not np.isfinite(payoffs.last).all():
        raise DataError(
            "the value of the last state is not a number; give every state where the game may end one"
        )
    if rules.orders.max(initial=-1) >= players or rules.goes.max() >= states or rules.follows.max() >= states:
        raise DataError("an order names a mover, or a move a state, that is not there")
    for name, chance in (("orders", payoffs.order_chance), ("what follows a state", payoffs.chance)):
        off = np.abs(chance.sum(axis=-1) - 1)
        if off.max() > ADD_UP or chance.min() < 0:
            raise DataError(f"chances of {name} do not add up to 1 (off by up to {off.max():.3g})")
    shapes = [payoffs.last.shape[0], payoffs.discount.shape[0], payoffs.chance.shape[0]]
    shapes += [payoffs.order_chance.shape[0], at(payoffs.flow, 0).shape[0], at(payoffs.once, 0).shape[0]]
    draws = {size for size in shapes if size != 1} or {1}
    if len(draws) > 1 or payoffs.last.shape[2] != states or payoffs.chance.shape[1:] != rules.follows.shape:
        raise DataError(f"axes do not fit: draws {sorted(draws)}, {states} states")
    return int(draws.pop())
