"""When to move first: two players, each moves once, and the first keeps the field until the second follows.

Fudenberg and Tirole 1985, Review of Economic Studies 52:383-401. Moving at date t costs K e^(-g t); flows per
year are `alone` to the one that has moved while the other has not, `together` to both once both have, `left` to
one that has not while the other has, and `before` to both until then. All is discounted at rate r to date 0.
The follower moves at T_F = ln((r + g) K / (together - left)) / g. A leader left in peace moves at
T_L = ln((r + g) K / (alone - before)) / g. But each wants to be first as long as leading pays more than
following: the race brings the first move forward to the date T_P at which the two pay the same.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.ground.faults import DataError

if TYPE_CHECKING:
    from jaxtyping import Float, Int

HALVINGS = 80
"""Of the bracket around the preemption date: enough for the last digit."""


class Ending(IntEnum):
    """How a race ends."""

    PREEMPTION = 0
    AT_ONCE = 1
    NO_RACE = 2
    NEVER = 3


SENTENCES = {
    Ending.PREEMPTION: "the race brings the first move forward to where leading pays as much as following",
    Ending.AT_ONCE: "leading pays more than following from the start: the first move is at once",
    Ending.NO_RACE: "nobody would rather lead before the leader's own best date: the first move is then",
    Ending.NEVER: "moving first never pays",
}


class Timing(NamedTuple):
    """The parameters of a race, one a draw."""

    rate: Float[np.ndarray, " draw"]
    """r [1/year], above 0."""
    cost: Float[np.ndarray, " draw"]
    """K [money], above 0."""
    fall: Float[np.ndarray, " draw"]
    """g [1/year], above 0."""
    before: Float[np.ndarray, " draw"]
    alone: Float[np.ndarray, " draw"]
    left: Float[np.ndarray, " draw"]
    together: Float[np.ndarray, " draw"]


class Dates(NamedTuple):
    """Dates [years] and values at date 0 [money]; a date that never comes is inf."""

    follower: Float[np.ndarray, " draw"]
    leader: Float[np.ndarray, " draw"]
    """The leader's own best date, were the other barred from leading."""
    first: Float[np.ndarray, " draw"]
    """When the first move comes in the race."""
    value: Float[np.ndarray, " draw"]
    """To either player, in the race; where there is none, to the leader."""
    unhurried: Float[np.ndarray, " draw"]
    """To a leader at its own best date."""
    burnt: Float[np.ndarray, " draw"]
    """Share of the unhurried leader's value that the race burns."""
    joint: np.ndarray
    """Whether both waiting for a late joint move is an equilibrium too: it pays more than leading at any date."""
    ending: Int[np.ndarray, " draw"]


def preemption(race: Timing) -> Dates:
    """Return the dates of the race. Raises DataError for a rate, cost or fall of cost that is not above 0."""
    race = Timing(*(np.atleast_1d(np.asarray(part, dtype=float)) for part in race))
    if min(race.rate.min(), race.cost.min(), race.fall.min()) <= 0:
        raise DataError("rate, cost and its fall must be above 0")
    race = Timing(*np.broadcast_arrays(*race))
    follower = _best(race, race.together - race.left)
    leader = np.minimum(_best(race, race.alone - race.before), follower)
    unhurried, waits = lead(race, leader, follower), follow(race, leader, follower)
    at_once = lead(race, np.zeros_like(leader), follower) > follow(race, np.zeros_like(leader), follower)
    ending = np.select(
        [np.isinf(leader), at_once, unhurried > waits],
        [Ending.NEVER, Ending.AT_ONCE, Ending.PREEMPTION],
        Ending.NO_RACE,
    )
    met = _met(race, leader, follower)
    first = np.select([ending == Ending.AT_ONCE, ending == Ending.PREEMPTION], [0.0, met], leader)
    value = np.where(ending == Ending.PREEMPTION, follow(race, first, follower), lead(race, first, follower))
    burnt = np.where(unhurried > 0, 1 - value / np.where(unhurried > 0, unhurried, 1.0), 0.0)
    joint = lead_together(race, _best(race, race.together - race.before)) >= unhurried
    return Dates(follower, leader, first, value, unhurried, burnt, joint & np.isfinite(leader), ending)


def lead(race: Timing, date: np.ndarray, follower: np.ndarray) -> np.ndarray:
    """Return the value of moving first at a date, the other following at its best date or at once if later."""
    second = np.maximum(date, follower)
    flows = _flow(race, race.before, 0.0, date) + _flow(race, race.alone, date, second)
    worth: np.ndarray = flows + _flow(race, race.together, second, np.inf) - _cost(race, date)
    return worth


def follow(race: Timing, date: np.ndarray, follower: np.ndarray) -> np.ndarray:
    """Return the value of moving second, at one's best date, to a first move at a date."""
    second = np.maximum(date, follower)
    flows = _flow(race, race.before, 0.0, date) + _flow(race, race.left, date, second)
    worth: np.ndarray = flows + _flow(race, race.together, second, np.inf) - _cost(race, second)
    return worth


def lead_together(race: Timing, date: np.ndarray) -> np.ndarray:
    """Return the value of moving together at a date."""
    flows = _flow(race, race.before, 0.0, date) + _flow(race, race.together, date, np.inf)
    worth: np.ndarray = flows - _cost(race, date)
    return worth


def _flow(race: Timing, flow: np.ndarray, since: np.ndarray | float, until: np.ndarray | float) -> np.ndarray:
    """Return the value of a flow between two dates."""
    worth: np.ndarray = flow / race.rate * (np.exp(-race.rate * since) - np.exp(-race.rate * until))
    return worth


def _cost(race: Timing, date: np.ndarray) -> np.ndarray:
    """Return the cost of moving at a date."""
    cost: np.ndarray = race.cost * np.exp(-(race.rate + race.fall) * date)
    return cost


def _best(race: Timing, gain: np.ndarray) -> np.ndarray:
    """Return the date from which a gain is worth the interest on the cost and its fall; inf for no gain."""
    with np.errstate(divide="ignore", invalid="ignore"):
        date = np.log((race.rate + race.fall) * race.cost / gain) / race.fall
    return np.where(gain > 0, np.maximum(date, 0.0), np.inf)


def _met(race: Timing, leader: np.ndarray, follower: np.ndarray) -> np.ndarray:
    """Return the date before the leader's own best at which leading comes to pay as much as following."""
    low = np.zeros_like(leader)
    high = np.where(np.isfinite(leader), leader, 0.0)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        ahead = lead(race, middle, follower) >= follow(race, middle, follower)
        low, high = np.where(ahead, low, middle), np.where(ahead, middle, high)
    return 0.5 * (low + high)


def on_grid(
    lead: Float[np.ndarray, "draw date"], follow: Float[np.ndarray, "draw date"]
) -> Int[np.ndarray, " draw"]:
    """Return the place of the first date at which leading pays at least as much as following; -1 for none.

    For values of any shape, given date by date: Fudenberg and Tirole's dates are the limit of a finer grid.
    """
    ahead = lead >= follow
    return np.where(ahead.any(axis=1), ahead.argmax(axis=1), -1)
