"""What a line's gas costs over its life, part by part, and the LNG price at which it breaks even."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from .equations import fee_of
from .equilibrium import Equilibrium
from .horizon import between, capital_factor, cut_share, factors, in_service
from .lanes import draws_of, lane
from .records import BILLION, Gas

LEAST = 1e-9


class Stack(NamedTuple):
    """Cost of a unit at the buyer's grid, over the life in view at the supply owner's rate [US$/MMBtu]."""

    wellhead: Float[np.ndarray, "draw line"]
    """Gas at the inlet, what the way burns included: the mean marginal cost from the base path's volume on."""
    transport: Float[np.ndarray, "draw line"]
    fee: Float[np.ndarray, "draw line"]
    capital: Float[np.ndarray, "draw line"]
    """Of the line and its feeder, whoever pays it."""
    cuts: Float[np.ndarray, "draw line"]
    """Premium of the gas that replaces it, expected."""

    def delivered(self) -> Float[np.ndarray, "draw line"]:
        """Return what a unit costs, cuts apart."""
        return np.asarray(self.wellhead + self.transport + self.fee + self.capital)


def stack(gas: Gas, found: Equilibrium, replaced: Float[np.ndarray, "draw year line"]) -> Stack:
    """Return the cost of each line's gas; `replaced` is what other sellers deliver more in its cut [bcm/year].

    A line that carries nothing has no cost: NaN.
    """
    draws, weights = draws_of(gas), between(gas.years)
    parts = np.full((5, draws, len(gas.lines)), np.nan)
    arcs, numbers = found.arcs, found.numbers
    for place, line in enumerate(gas.lines):
        arc, supply = arcs.line == place, gas.supplies.index(line.supply)
        owner = gas.parties.index(gas.owners[supply])
        rate = lane(gas.discount, 1, draws)[:, owner]
        stands = in_service(line, gas, draws) * factors(rate, gas)
        lost = cut_share(line, gas, draws)

        def worth(
            nodes: Float[np.ndarray, "draw year"], share: Float[np.ndarray, "draw every"]
        ) -> Float[np.ndarray, " draw"]:
            return np.asarray(((nodes @ weights.T) * share).sum(1))

        carried = found.flow[:, 0][:, :, arc]
        volume = found.volume[:, 0, :, supply]
        middle = (numbers.base_volume[:, :, supply] + volume) / 2
        at_inlet = numbers.supply_cost[:, :, supply] + numbers.supply_slope[:, :, supply] * middle
        sent = (carried / numbers.keep[:, None, arc]).sum(2)
        fee = lane(fee_of(line), 1, draws).sum(1)
        way = (carried * numbers.arc_cost[:, None, arc]).sum(2)
        total = carried.sum(2)
        flown = worth(total, stands * (1 - lost))
        unit = np.where(flown > LEAST, flown, np.nan)
        capital = lane(line.capital, 0, draws) + lane(line.feeder_capital, 0, draws)
        premium = lane(line.spot_premium, 0, draws)[:, None] * replaced[:, :, place]
        parts[:, :, place] = (
            worth(at_inlet * sent, stands * (1 - lost)) / unit,
            worth(way - fee[:, None] * total, stands * (1 - lost)) / unit,
            np.where(np.isfinite(unit), fee, np.nan),
            capital * capital_factor(line, gas, rate) / (unit * BILLION),
            worth(premium, stands * lost) / unit,
        )
    return Stack(*parts)


def break_even(gas: Gas, cost: Stack) -> Float[np.ndarray, "draw line"]:
    """Return the LNG price at the ship at which a line's gas costs what LNG does [US$/MMBtu].

    Cost over life, expected cuts included, less the regasification that LNG needs and the line does not.
    """
    rebate = lane(gas.regasification, 0, draws_of(gas))[:, None]
    return np.asarray(cost.delivered() + cost.cuts - rebate)
