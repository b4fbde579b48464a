"""A gas world: who sells gas to whom at what cost, and the lines that could be built."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...ground.faults import DataError, did_you_mean
from ...world.sources import TableSource

if TYPE_CHECKING:
    from jaxtyping import Float, Int

Numbers = Any
"""A NumPy array, with or without leading draw axes."""

MMBTU_A_TONNE = 51.7
"""Gross heat of a tonne of LNG [MMBtu]; the check: 44.04 Mt x 51.7 x 10.2 USD is what Korea paid in 2018."""
BCM_A_MT = 1.36
"""Gas in a million tonnes of LNG [bcm] (Energy Institute, Statistical Review)."""
BILLION = MMBTU_A_TONNE / BCM_A_MT * 1e-3
"""US$ bn paid for 1 bcm at 1 US$ per gross MMBtu."""
FEE = 1e-5 / BILLION
"""US$/MMBtu for 1 km at 1 US$ per 1,000 m3 and 100 km."""

RULES = ("market", "oil_indexed", "lng_netback", "bargained")
"""How the contract of a line sets its price: the market's with the line; a slope on crude oil; the price
without the line less a rebate; a share of what lies between the line's full cost and the price without it."""
MARKET, OIL_INDEXED, LNG_NETBACK, BARGAINED = range(len(RULES))
"""Their places, as arrays hold them."""


@dataclass(frozen=True, eq=False)
class Line:
    """A way that could be built from a supply to a market: a pipeline by land, or a plant and ships.

    Fields marked `*draw` are numbers or arrays of one number a draw. `sections` are the countries crossed,
    in order, with the fee that each takes; an owner's and a buyer's own country takes none unless it is said.
    """

    name: str
    supply: str
    buyer: str
    sections: tuple[str, ...]
    km: Float[Numbers, "*draw section"]
    fee: Float[Numbers, "*draw section"]
    """[US$ per 1,000 m3 and 100 km]"""
    operating: Float[Numbers, "*draw"]
    """Running cost from inlet to the buyer's grid, fees apart [US$/MMBtu]."""
    loss: Float[Numbers, "*draw"]
    """Share of the gas that the way itself burns."""
    capacity: Float[Numbers, "*draw"]
    """Most that it delivers [bcm a year]."""
    capital: Float[Numbers, "*draw"]
    """[US$ bn]"""
    feeder_capital: Float[Numbers, "*draw"]
    """Of the expansion behind its inlet, paid by the supply's owner [US$ bn]."""
    buyer_capital: Float[Numbers, "*draw"]
    """Share of `capital` that the buyer pays."""
    decided: Float[Numbers, "*draw"]
    """Date on which building starts [year]."""
    build: Float[Numbers, "*draw"]
    """[years]"""
    life: Float[Numbers, "*draw"]
    """[years]"""
    cut_chance: Float[Numbers, "*draw year_or_one"]
    """Chance a year that transit is cut, in each node year or one for all."""
    cut_share: Float[Numbers, "*draw"]
    """Share of a year that a cut lasts."""
    spot_premium: Float[Numbers, "*draw"]
    """What replacement gas costs above the market in a cut [US$/MMBtu]."""
    booked: Float[Numbers, "*draw"]
    """Share of the capacity that a buyer who reserves it must take."""
    rule: Int[Numbers, "*draw"]
    """Place in `RULES`."""
    oil_price: Float[Numbers, "*draw"]
    """[US$/bbl]"""
    oil_slope: Float[Numbers, "*draw"]
    oil_constant: Float[Numbers, "*draw"]
    """[US$/MMBtu]"""
    netback_discount: Float[Numbers, "*draw"]
    seller_power: Float[Numbers, "*draw"]
    reserved: bool = True
    """Reserved by its buyer, who must take `booked`; an open line carries what pays, also onward."""
    onward: tuple[tuple[str, float], ...] = ()
    """Markets that an open line reaches through its buyer's, with the further cost [US$/MMBtu]."""

    def with_terms(self, **terms: Any) -> Line:
        """Return this line with some terms replaced."""
        return replace(self, **terms)


@dataclass(frozen=True, eq=False)
class Gas:
    """Markets, supplies, the base path of flows and prices about which the model is calibrated, and lines.

    Prices are US$ per gross MMBtu at the market's grid, LNG's regasification included; volumes are bcm a
    year, delivered. Arrays may carry leading draw axes. `years` are node years; between them all is linear.
    """

    markets: tuple[str, ...]
    supplies: tuple[str, ...]
    owners: tuple[str, ...]
    """Of each supply: whose profit it makes. An owner's supplies are sold as one seller's."""
    years: tuple[int, ...]
    present: float
    """Date to which money is discounted [year]."""
    reach: np.ndarray
    """Whether gas can flow from a supply to a market without a line, `[supply, market]`."""
    base_flow: Float[Numbers, "*draw year supply market"]
    base_price: Float[Numbers, "*draw year market"]
    elasticity: Float[Numbers, "*draw market"]
    """Of demand for imports at the base path; below 0."""
    cost: Float[Numbers, "*draw supply"]
    """Marginal cost at the base path's volume [US$/MMBtu]."""
    slope: Float[Numbers, "*draw year supply"]
    """[US$/MMBtu per bcm]"""
    capacity: Float[Numbers, "*draw year supply"]
    transport: Float[Numbers, "*draw supply market"]
    """From the supply's outlet to the market's grid [US$/MMBtu]."""
    loss: Float[Numbers, "*draw supply market"]
    """Share lost on the way."""
    regasification: Float[Numbers, "*draw"]
    """Held in prices and in `transport` of LNG [US$/MMBtu]: what turns a grid price into one at the ship."""
    conduct: Float[Numbers, "*draw seller"]
    """Of each of `sellers`: 0 price taker to 1 Cournot."""
    floor: Float[Numbers, "*draw year supply market"]
    """Least flow under long-term contracts."""
    arc_elasticity: Float[Numbers, "*draw"]
    rent_share: Float[Numbers, "*draw"]
    """Share of a calibrated margin that is rent; the rest is a cost that no table shows."""
    repriced: Float[Numbers, "*draw"]
    """Share of gas not sold by a line whose price follows the market; the rest keeps the base path's."""
    discount: Float[Numbers, "*draw party"]
    """Yearly rate of each of `parties`."""
    parties: tuple[str, ...]
    """Owners, markets and countries of transit."""
    lines: tuple[Line, ...] = ()
    sources: tuple[TableSource, ...] = ()
    estimates: tuple[str, ...] = ()

    @property
    def sellers(self) -> tuple[str, ...]:
        """Return the owners, each once."""
        return tuple(dict.fromkeys(self.owners))

    def line(self, name: str) -> Line:
        """Return a line by its name."""
        return next(line for line in self.lines if line.name == name)

    def with_lines(self, *lines: Line) -> Gas:
        """Return this world with these lines and no other.

        Raises DataError for a line from, to or through what the world has not.
        """
        for line in lines:
            for what, names, known in (
                ("supply", (line.supply,), self.supplies),
                ("market", (line.buyer, *(name for name, _ in line.onward)), self.markets),
                ("party", line.sections, self.parties),
            ):
                for name in names:
                    if name not in known:
                        raise DataError(f"line {line.name}: no {what} '{name}'; {did_you_mean(name, known)}")
        return replace(self, lines=lines)

    def with_facts(self, **facts: Any) -> Gas:
        """Return this world with some facts replaced."""
        return replace(self, **facts)


def parties_of(owners: tuple[str, ...], markets: tuple[str, ...], lines: tuple[Line, ...]) -> tuple[str, ...]:
    """Return owners, markets and the countries that lines cross, each once."""
    crossed = [country for line in lines for country in line.sections]
    return tuple(dict.fromkeys([*owners, *markets, *crossed]))
