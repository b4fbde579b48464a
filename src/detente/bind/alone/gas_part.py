"""What the small file of `detente gas` may hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...study.schema import Label, Text
from ...study.shape import Part

Rows = dict[Label, dict[Label, float]]


class MarketPart(Part):
    """Where gas is bought."""

    price: float
    """Of the base year, at the grid [US$/MMBtu]."""
    elasticity: float
    growth: float = 0.0
    """Of demand for imports [% a year]."""


class SellerPart(Part):
    """Where gas comes from."""

    cost: float
    """Marginal cost at the base path's volume [US$/MMBtu]."""
    slope: float = 0.0
    """[US$/MMBtu per bcm]"""
    capacity: float | None = None
    """[bcm a year]; a tenth more than the base path if left out."""
    conduct: float = 0.0
    """0 price taker to 1 Cournot."""
    owner: Label | None = None


class CostPart(Part):
    """What ways cost where `sea` or `land` gives their length."""

    liquefaction: float = 0.0
    shipping: float = 0.0
    """[US$/MMBtu for 1,000 nautical miles]"""
    regasification: float = 0.0
    pipeline: float = 0.0
    """[US$ per 1,000 m3 and 100 km]"""
    boil_off: float = 0.0
    """[% for 1,000 nautical miles]"""
    fuel: float = 0.0
    """[% for 100 km]"""


class CalibrationPart(Part):
    """How flows answer, and whose calibrated margins are."""

    arc_elasticity: float = 4.0
    rent_share: float = 0.5
    repriced: float = 0.5


class PipePart(Part):
    """A pipe whose capacity is checked: inner diameter [m], pressures after and before a station [bar]."""

    diameter: float
    high: float
    low: float


class LinePart(Part):
    """A line that could be built."""

    from_: Label = Field(alias="from")
    to: Label
    capacity: float
    through: dict[Label, float] = {}
    """Length by country crossed [km]."""
    fees: dict[Label, float] = {}
    """[US$ per 1,000 m3 and 100 km]"""
    operating: float | None = None
    """[US$/MMBtu]; from its length and `costs` if left out."""
    loss: float | None = None
    """[%]; likewise."""
    capital: float
    feeder: float = 0.0
    buyer_pays: float = 0.0
    decided: float
    build: float
    life: float
    cut_chance: float = 0.0
    """[% a year]"""
    cut_share: float = 1.0
    spot_premium: float = 0.0
    booked: float = 0.0
    reserved: bool = True
    onward: dict[Label, float] = {}
    rule: Label = "market"
    oil_price: float = 0.0
    oil_slope: float = 0.0
    oil_constant: float = 0.0
    netback_discount: float = 0.0
    seller_power: float = 0.5
    pipe: PipePart | None = None


class GasPart(Part):
    """The file."""

    gas: Text
    base_year: int
    years: Annotated[list[int], Field(min_length=1, max_length=60)]
    markets: dict[Label, MarketPart]
    sellers: dict[Label, SellerPart]
    flows: Rows
    sea: Rows = {}
    """Nautical miles from a seller to a market."""
    land: Rows = {}
    """Kilometres from a seller to a market."""
    transport: Rows = {}
    """US$/MMBtu from a seller to a market, whatever the way."""
    floors: Rows = {}
    costs: CostPart = CostPart()
    calibration: CalibrationPart = CalibrationPart()
    pipelines: dict[Label, LinePart] = {}
    discount: dict[Label, float]
    """[% a year] by party; `other` for those not named."""
