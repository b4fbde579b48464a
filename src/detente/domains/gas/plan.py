"""A line of a study's own: where it leads, and its numbers; what it does not say comes from the ranges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...world.ranges import PERCENT
from .records import FEE, MARKET, Line
from .values import Values

KM_A_UNIT = 100
"""Kilometres for which a fee is told."""


@dataclass(frozen=True)
class Plan:
    """A line that a study describes. Its numbers are numbers, arrays of one a draw, or not yet evaluated."""

    name: str
    supply: str
    buyer: str
    through: Mapping[str, Any]
    """Length in each country of transit, in order [km]; the seller's and the buyer's own take no fee."""
    numbers: Mapping[str, Any]
    """By name: `length` [km], `capacity` [bcm/year], `capital` [US$ bn] and `build` [years], and what else it
    says."""

    def resolved(self, value: Callable[[Any], Any]) -> Plan:
        """Return this plan with each of its numbers replaced by what `value` gives for it."""
        through = {country: value(length) for country, length in self.through.items()}
        return replace(
            self, through=through, numbers={name: value(one) for name, one in self.numbers.items()}
        )


def planned(plan: Plan, value: Values, present: float) -> Line:
    """Return the line that a plan describes.

    `value` gives what the plan leaves out, `present` is the date on which building starts unless it is said.
    The length outside countries of transit is counted where no fee is taken.
    """
    given = {name: np.asarray(number, float) for name, number in plan.numbers.items()}
    zero = np.zeros(())

    def term(name: str, otherwise: np.ndarray = zero) -> np.ndarray:
        return given.get(name, otherwise)

    crossed = [np.asarray(length, float) for length in plan.through.values()]
    length = term("length")
    home = length - sum(crossed, zero)
    km = np.stack(np.broadcast_arrays(*crossed, home), -1)
    fee = np.stack(np.broadcast_arrays(*[term("fee") for _ in crossed], 0 * term("fee")), -1)
    return Line(
        name=plan.name,
        supply=plan.supply,
        buyer=plan.buyer,
        sections=(*plan.through, plan.buyer),
        km=km,
        fee=fee,
        operating=FEE * (value("pipe_operating") * length + KM_A_UNIT * term("further")),
        loss=value("pipe_loss") * PERCENT * length / 100,
        capacity=term("capacity"),
        capital=term("capital"),
        feeder_capital=term("feeder"),
        buyer_capital=term("buyer_pays", value("buyer_capital")),
        decided=term("decided", np.asarray(present)),
        build=term("build"),
        life=term("life", value("pipe_life")),
        cut_chance=term("cut_chance", value("cut_chance") if crossed else zero)[..., None],
        cut_share=term("cut_share", value("cut_share")),
        spot_premium=term("spot_premium", value("spot_premium")),
        booked=term("booked", value("booked")),
        rule=np.asarray(MARKET),
        oil_price=term("oil_price", value("oil_price")),
        oil_slope=term("oil_slope", value("oil_slope")),
        oil_constant=term("oil_constant", value("oil_constant")),
        netback_discount=term("rebate", value("netback_discount")),
        seller_power=term("seller_power", value("seller_power")),
    )
