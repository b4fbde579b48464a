"""What the buyer of a line's gas pays for it: the rules of contracts, as variants."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from .lanes import lane
from .records import RULES, Line


def contract(
    line: Line,
    market: Float[np.ndarray, "draw year"],
    without: Float[np.ndarray, "draw year"],
    full_cost: Float[np.ndarray, " draw"],
) -> Float[np.ndarray, "draw year"]:
    """Return the price of a line's gas at the buyer's grid [US$/MMBtu] by the rule of each draw.

    `market` is the grid price with the line, `without` the one without it, `full_cost` what a unit costs over
    the line's life, capital and fees included. `market` pays the first; `oil_indexed` a constant and a slope on
    crude oil; `lng_netback` the second less a rebate; `bargained` the full cost and the seller's share of what
    lies between it and the second (Nash 1950, with unequal power).
    """
    draws = len(full_cost)

    def each(number: object) -> Float[np.ndarray, "draw one"]:
        return lane(number, 0, draws)[:, None]

    power = each(line.seller_power)
    prices = {
        "market": market,
        "oil_indexed": each(line.oil_constant) + each(line.oil_slope) * each(line.oil_price) + 0 * market,
        "lng_netback": without * (1 - each(line.netback_discount)),
        "bargained": (1 - power) * full_cost[:, None] + power * without,
    }
    chosen = np.broadcast_to(np.asarray(line.rule, int), (draws,))[:, None] + np.zeros(market.shape, int)
    return np.choose(chosen, [prices[rule] for rule in RULES])
