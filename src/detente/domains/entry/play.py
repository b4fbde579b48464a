"""Solve the game of entry: backward induction over its periods, and where equilibrium play leads."""

from __future__ import annotations

from itertools import permutations
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float

from .entry import Table, Terms, entry, flow

SLACK = 1e-12
"""Share of the largest value by which entering must pay more than waiting."""


class Induction(NamedTuple):
    """Backward induction: values at the start of each period and who enters where."""

    value: Float[Array, "period player state phase"]
    """Before the order is drawn; the last row is the value after the last period."""
    enters: Bool[Array, "period order step state phase"]
    ties: Float[Array, ""]
    """Share of decisions in which both actions pay the same."""


def orders(table: Table, barred: int | None = None) -> np.ndarray:
    """Return the orders in which powers may move, `[order, step]`; all are as likely."""
    movers = [power for power in range(table.powers) if power != barred]
    return np.array(list(permutations(movers)))


def induct(
    table: Table,
    terms: Terms,
    *,
    barred: int | None = None,
    periods: int | None = None,
    last: Float[Array, "player state phase"] | None = None,
    together: bool = False,
) -> Induction:
    """Solve backward from the horizon, after which the last state's flow goes on for ever.

    With a power `barred`, the others move alone; with `periods`, only the first so many are played and worth
    `last` at their end. In its turn a power enters if that pays it more than waiting, given that the host
    consents: if its own value is at least what it is without. Where powers act `together`, it enters if that
    pays all powers more in sum.
    """
    received, keep = flow(table, terms), jnp.exp(-terms.discount * table.step)
    over = received * (1 - keep) / terms.discount
    final = received / terms.discount if last is None else last
    order, after = orders(table, barred), following(table)

    def period(worth: Array, number: Array) -> tuple[Array, tuple[Array, Array, Array]]:
        end = over + keep * moved(table, terms, worth)
        each, enters, ties = by_order(table, end, entry(table, terms, number), after, order, together)
        value = each.mean(0)
        return value, (value, enters, ties)

    numbers = jnp.arange(periods or table.periods, dtype=float)
    _, (values, enters, ties) = jax.lax.scan(period, final, numbers, reverse=True)
    return Induction(jnp.concatenate([values, final[None]]), enters, ties.mean())


def following(table: Table) -> np.ndarray:
    """Return the state to which each power's entry leads, `[power, state]`."""
    return np.stack([table.after(power) for power in range(table.powers)])


def moved(table: Table, terms: Terms, value: Array) -> Array:
    """Return values before chance moves the phase, `[player, state, phase]`."""
    return jnp.einsum("sha,psa->psh", terms.transition[table.sets], value)


def by_order(
    table: Table, end: Array, pays: Array, after: np.ndarray, order: np.ndarray, together: bool = False
) -> tuple[Array, Array, Array]:
    """Return values at the start of a period by order, who enters, and the share of ties."""
    if not order.shape[1]:
        return end[None], jnp.zeros((1, 0, *end.shape[1:]), bool), jnp.zeros(())

    def one(movers: Array) -> tuple[Array, Array, Array]:
        worth, enters, ties = end, [], []
        for step in range(order.shape[1] - 1, -1, -1):
            worth, enter, tie = _turn(table, worth, pays, jnp.asarray(after), movers[step], together)
            enters.append(enter)
            ties.append(tie)
        return worth, jnp.stack(enters[::-1]), jnp.stack(ties).mean()

    worth, enters, ties = jax.vmap(one)(jnp.asarray(order))
    return worth, enters, ties.mean()


def period_ends(table: Table, terms: Terms, value: Array) -> Array:
    """Return what a state is worth after the moves of a period, given values at the start of the next.

    `[player, state, phase]`.
    """
    received, keep = flow(table, terms), jnp.exp(-terms.discount * table.step)
    return received * (1 - keep) / terms.discount + keep * moved(table, terms, value)


def first_turns(table: Table, terms: Terms, found: Induction) -> tuple[Array, Array]:
    """Return what entering pays over waiting at each turn of the first period, and whether the host consents.

    `[order, step, state, phase]`; both are meant where the mover is outside.
    """
    end = period_ends(table, terms, found.value[1])
    pays, after = entry(table, terms, jnp.zeros(())), jnp.asarray(following(table))
    gains, agreed = [], []
    for row in orders(table):
        worth, gain, agrees = end, [], []
        for mover in reversed(row):
            inside = worth[:, after[mover]] + pays[mover][:, None, None]
            least = SLACK * jnp.abs(worth).max()
            gain.append((inside - worth)[mover])
            agrees.append(inside[table.host] >= worth[table.host] - least)
            worth, _, _ = _turn(table, worth, pays, after, mover, together=False)
        gains.append(jnp.stack(gain[::-1]))
        agreed.append(jnp.stack(agrees[::-1]))
    return jnp.stack(gains), jnp.stack(agreed)


def _turn(
    table: Table, worth: Array, pays: Array, after: Array, mover: Array, together: bool
) -> tuple[Array, Array, Array]:
    """Let one power enter or wait; return values before its turn, where it enters, and where it ties."""
    goes = after[mover]
    inside = worth[:, goes] + pays[mover][:, None, None]
    least = SLACK * jnp.abs(worth).max()
    outside = jnp.asarray(table.entered)[:, mover] == 0
    asked = outside[:, None] & (inside[table.host] >= worth[table.host] - least)
    more = inside - worth
    gain = more[: table.powers].sum(0) if together else more[mover]
    enter = asked & (gain > least)
    return jnp.where(enter, inside, worth), enter, asked & (jnp.abs(gain) <= least)


def forward(table: Table, terms: Terms, found: Induction) -> tuple[Array, Array]:
    """Return chances of each state at the end of each period under equilibrium play, and after the first moves.

    `[period, state, phase]`, before chance moves the phase; all orders are as likely.
    """
    order = orders(table)
    after = following(table)

    def period(mass: Array, enters: Array) -> tuple[Array, Array]:
        ends = []
        for row in range(len(order)):
            now = mass
            for step, mover in enumerate(order[row]):
                moves = now * enters[row, step]
                now = now - moves + jnp.zeros_like(now).at[after[mover]].add(moves)
            ends.append(now)
        reached = jnp.stack(ends).mean(0)
        return jnp.einsum("sha,sh->sa", terms.transition[table.sets], reached), reached

    start = jnp.zeros((len(table.states), len(table.phases))).at[0].set(terms.phase_now)
    _, reached = jax.lax.scan(period, start, found.enters)
    return reached, reached[0]
