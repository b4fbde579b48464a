"""Who gets what: payments, profits, consumers' surplus and transit fees in one scenario.

What buyers pay, sellers and countries of transit get: no dollar is made or lost on the way. Money is US$ bn a
year.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from .equations import NO_LINE, Arcs, Calibration, fee_of, per_market
from .lanes import draws_of, lane
from .records import BILLION, Gas


class Books(NamedTuple):
    """The money of one scenario."""

    paid: Float[np.ndarray, "draw year market"]
    surplus: Float[np.ndarray, "draw year market"]
    """What the gas is worth to its users, less what is paid for it."""
    profit: Float[np.ndarray, "draw year seller"]
    """Before the capital of lines."""
    fee: Float[np.ndarray, "draw year line country"]
    """Transit fees by line and party."""


def books(
    gas: Gas,
    arcs: Arcs,
    numbers: Calibration,
    flow: Float[np.ndarray, "draw year arc"],
    contract: Float[np.ndarray, "draw year line"],
) -> Books:
    """Return the money of a scenario with these flows; `contract` is what each line's buyer pays a unit.

    Gas that no line carries is paid for at the market's price in the share that is repriced; the rest of it,
    up to the base path's flow, at the base path's price.
    """
    demand = per_market(flow, arcs, len(gas.markets))
    price = numbers.intercept - numbers.demand_slope * demand
    paid = payments(gas, arcs, numbers, flow, price, contract)
    worth = numbers.intercept * demand - numbers.demand_slope * demand**2 / 2
    by_market = per_market(paid, arcs, len(gas.markets))
    return Books(
        paid=by_market * BILLION,
        surplus=(worth - by_market) * BILLION,
        profit=profits(gas, arcs, numbers, flow, paid) * BILLION,
        fee=fees(gas, arcs, flow) * BILLION,
    )


def payments(
    gas: Gas,
    arcs: Arcs,
    numbers: Calibration,
    flow: Float[np.ndarray, "draw year arc"],
    price: Float[np.ndarray, "draw year market"],
    contract: Float[np.ndarray, "draw year line"],
) -> Float[np.ndarray, "draw year arc"]:
    """Return what is paid for each arc's gas [US$/MMBtu times bcm]."""
    there = price[:, :, arcs.market]
    repriced = lane(gas.repriced, 0, len(flow))[:, None, None]
    kept = (1 - repriced) * (numbers.base_price - there) * np.minimum(flow, numbers.base)
    paid = there * flow + kept * (arcs.line == NO_LINE)
    for place, line in enumerate(gas.lines):
        arc = np.nonzero((arcs.line == place) & (arcs.market == gas.markets.index(line.buyer)))[0]
        paid[:, :, arc] = contract[:, :, [place]] * flow[:, :, arc]
    return np.asarray(paid)


def profits(
    gas: Gas,
    arcs: Arcs,
    numbers: Calibration,
    flow: Float[np.ndarray, "draw year arc"],
    paid: Float[np.ndarray, "draw year arc"],
) -> Float[np.ndarray, "draw year seller"]:
    """Return sellers' profits: paid, less known costs, less the share of margins that is a hidden cost."""
    hidden = (numbers.margin - numbers.curve * numbers.base) * flow + numbers.curve * flow**2 / 2
    hidden *= 1 - lane(gas.rent_share, 0, len(flow))[:, None, None]
    left = paid - numbers.arc_cost[:, None] * flow - hidden
    sellers = np.eye(len(gas.sellers))
    volume = (flow / numbers.keep[:, None]) @ np.eye(len(gas.supplies))[arcs.supply]
    owner = sellers[[gas.sellers.index(name) for name in gas.owners]]
    produced = numbers.supply_cost * volume + numbers.supply_slope * volume**2 / 2
    return np.asarray(left @ sellers[arcs.seller] - produced @ owner)


def fees(
    gas: Gas, arcs: Arcs, flow: Float[np.ndarray, "draw year arc"]
) -> Float[np.ndarray, "draw year line party"]:
    """Return what each party takes of each line in transit fees [US$/MMBtu times bcm]."""
    draws = draws_of(gas)
    taken = np.zeros((*flow.shape[:2], len(gas.lines), len(gas.parties)))
    for place, line in enumerate(gas.lines):
        carried = flow[:, :, arcs.line == place].sum(2)
        rate = lane(fee_of(line), 1, draws)
        for section, country in enumerate(line.sections):
            taken[:, :, place, gas.parties.index(country)] += carried * rate[:, None, section]
    return taken


def income(gas: Gas, found: Books) -> Float[np.ndarray, "draw year party"]:
    """Return each party's profit, surplus and fees together."""
    spread = np.eye(len(gas.parties))
    sellers = spread[[gas.parties.index(name) for name in gas.sellers]]
    markets = spread[[gas.parties.index(name) for name in gas.markets]]
    return np.asarray(found.profit @ sellers + found.surplus @ markets + found.fee.sum(2))
