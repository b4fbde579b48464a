"""The game of entry: powers that may become a closed economy's partner, once each, and when.

Players are powers, the host that they may enter, and bystanders. A state is who has entered, who was first, and
the phase of the peace process. What players receive in a state reads like the study: changes of real income,
rents, aid, a corridor's profit, bans lifted, costs at home, and what others' reactions cost. Functions are for
one draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from .. import pytrees  # noqa: F401  (double precision, before anything is traced)

NOBODY = -1


@dataclass(frozen=True)
class Table:
    """Who plays, and the states; the same in every draw. Powers are players 0, 1, ..., then the host."""

    players: tuple[str, ...]
    powers: int
    phases: tuple[str, ...]
    periods: int
    step: float
    """Length of a period [years]."""
    against: tuple[int, ...] = ()
    """The power whose entry adds to each kind of reaction."""
    corridor_power: int = NOBODY
    """The power that must have entered for the corridor to run; `NOBODY` where there is none."""
    corridor_parties: tuple[int, ...] = ()
    """The players whose consent the corridor needs."""

    @property
    def host(self) -> int:
        """The player that powers enter, and that must consent."""
        return self.powers

    @cached_property
    def states(self) -> tuple[tuple[int, int], ...]:
        """The sets of entrants, as a bit a power, each with who was first; the first state is nobody."""
        found = [(0, NOBODY)]
        for entered in range(1, 2**self.powers):
            found += [(entered, power) for power in range(self.powers) if entered >> power & 1]
        return tuple(found)

    @cached_property
    def entered(self) -> np.ndarray:
        """1 where a power has entered, `[state, power]`."""
        return np.array(
            [[entered >> power & 1 for power in range(self.powers)] for entered, _ in self.states]
        )

    @cached_property
    def sets(self) -> np.ndarray:
        """The set of entrants of each state, `[state]`."""
        return np.array([entered for entered, _ in self.states])

    @cached_property
    def first(self) -> np.ndarray:
        """1 where a power was first, `[state, power]`."""
        return np.array([[power == first for power in range(self.powers)] for _, first in self.states], float)

    def after(self, power: int) -> np.ndarray:
        """Return the state to which a power's entry leads, `[state]`; where it stands if it is in already."""
        found = []
        for entered, first in self.states:
            leader = power if first == NOBODY else first
            found.append(self.states.index((entered | 1 << power, leader)))
        return np.array(found)


class Terms(NamedTuple):
    """What a draw says; money is US$ bn, a year where it flows."""

    discount: Float[Array, ""]
    """rho [1/year]."""
    money: Float[Array, "player set"]
    """Change of real income, in money, in the world where the set has entered."""
    realised: Float[Array, " phase"]
    """Share of it that a phase lets happen."""
    rent: Float[Array, ""]
    """Share of the host's gain that entrants take."""
    first_share: Float[Array, ""]
    later_share: Float[Array, ""]
    aid: Float[Array, " power"]
    """Given to the host while in."""
    corridor: Float[Array, " player"]
    """Profit from the corridor while it runs."""
    corridor_open: Float[Array, " phase"]
    """1 in phases in which the corridor may run, 0 in others."""
    relief: Float[Array, " player"]
    """Change of real income, in money, where all bans are lifted."""
    lifted: Float[Array, " phase"]
    """Share of them that is lifted in a phase."""
    domestic: Float[Array, " power"]
    """Cost at home of being in."""
    demonstration: Float[Array, " power"]
    """What being in is worth as an example."""
    entry_cost: Float[Array, " power"]
    """K, once."""
    entry_fall: Float[Array, ""]
    """g [1/year]: by how much waiting makes entry cheaper."""
    rate_idle: Float[Array, " reaction"]
    """Rounds a year that come whatever anyone does."""
    rate_added: Float[Array, " reaction"]
    """Rounds a year on top, for a window after the entry that the reaction answers."""
    window: Float[Array, " reaction"]
    """W [years]."""
    expiry: Float[Array, " reaction"]
    """mu [1/year]."""
    round_cost: Float[Array, "reaction player"]
    """What a round in force costs each player, a year."""
    phase_now: Float[Array, " phase"]
    """Chance of each phase at the start."""
    transition: Float[Array, "set phase after"]
    """Of a period, by who has entered."""
    income: Float[Array, " power"]
    """Value added a year: what costs are measured by."""


def rents(table: Table, terms: Terms) -> Float[Array, "player state phase"]:
    """Return rents received; the host pays them, so that they sum to zero over players.

    A share of what the host gains goes to those who have entered, more to the first; where the shares sum to
    more than 1, they are scaled down to 1.
    """
    later = table.entered - table.first
    shares = (terms.first_share * table.first + terms.later_share * later).T
    shares = shares / jnp.maximum(1.0, shares.sum(0))
    gain = jnp.maximum(0.0, terms.money[table.host][table.sets][:, None] * terms.realised)
    taken = terms.rent * gain * shares[:, :, None]
    return _players(table, taken, -taken.sum(0))


def aid(table: Table, terms: Terms) -> Float[Array, "player state phase"]:
    """Return aid received less given; it sums to zero over players."""
    given = (terms.aid * table.entered).T[:, :, None] * jnp.ones(len(table.phases))
    return _players(table, -given, given.sum(0))


def corridor_runs(table: Table, terms: Terms) -> Float[Array, "state phase"]:
    """Return 1 where the corridor runs: its power is in, every party gains by it, and the phase allows it.

    It touches nothing else in the game, so a party consents where its own profit is not below zero.
    """
    if table.corridor_power == NOBODY:
        return jnp.zeros((len(table.states), len(table.phases)))
    agreed = (terms.corridor[jnp.array(table.corridor_parties)] >= 0).all()
    return agreed * table.entered[:, table.corridor_power][:, None] * terms.corridor_open[None, :]


def reaction_value(terms: Terms) -> Float[Array, "reaction player"]:
    """Return what a round that arrives costs in all: cost_r / (rho + mu_r), for it expires."""
    return terms.round_cost / (terms.discount + terms.expiry)[:, None]


def flow(table: Table, terms: Terms) -> Float[Array, "player state phase"]:
    """Return what every player receives in a state [US$ bn a year]."""
    traded = terms.money[:, table.sets][:, :, None] * terms.realised
    home = ((terms.demonstration - terms.domestic) * table.entered).T[:, :, None] * jnp.ones(
        len(table.phases)
    )
    idle = (terms.rate_idle[:, None] * reaction_value(terms)).sum(0)
    received = traded + rents(table, terms) + aid(table, terms) + _players(table, home, 0.0 * home[0])
    received = received + terms.relief[:, None, None] * terms.lifted
    return received + terms.corridor[:, None, None] * corridor_runs(table, terms) - idle[:, None, None]


def brought(table: Table, terms: Terms) -> Float[Array, "power player"]:
    """Return what the reactions that a power's entry adds cost each player: their present value at entry.

    Rounds arrive at `rate_added` for W years: rate * (1 - exp(-rho W)) / rho of them in present value.
    """
    come = terms.rate_added * (1 - jnp.exp(-terms.discount * terms.window)) / terms.discount
    each = come[:, None] * reaction_value(terms)
    answers = np.array([[power == one for one in table.against] for power in range(table.powers)], float)
    return jnp.asarray(answers.reshape(table.powers, len(table.against))) @ each


def entry(table: Table, terms: Terms, period: Float[Array, ""]) -> Float[Array, "power player"]:
    """Return what a power's entry in a period pays each player at once: its own cost, and what it brings."""
    cost = terms.entry_cost * jnp.exp(-terms.entry_fall * table.step * period)
    own = jnp.eye(table.powers, len(table.players)) * cost[:, None]
    return -own - brought(table, terms)


def _players(table: Table, powers: Array, host: Array) -> Float[Array, "player state phase"]:
    """Stack what powers and the host receive, and nothing for the others."""
    rest = len(table.players) - table.powers - 1
    return jnp.concatenate([powers, host[None], jnp.zeros((rest, *host.shape))])
