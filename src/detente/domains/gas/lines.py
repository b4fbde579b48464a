"""The embedded lines: through North Korea, by sea, through China."""

from __future__ import annotations

import numpy as np

from ...ground.faults import DataError, did_you_mean
from ...world.ranges import PERCENT
from .records import BCM_A_MT, FEE, MARKET, Line
from .values import Values, sea

LINES = ("trans_korea", "sea_lng", "china_line")
SUPPLY, BUYER = "RUE", "KOR"
PRESENT = 2018


def line(name: str, value: Values, present: float = PRESENT) -> Line:
    """Return an embedded line: `trans_korea`, or what could stand in its place, `sea_lng` or `china_line`.

    Building starts at `present`. Raises DataError for a name that is not there.
    """
    if name not in LINES:
        raise DataError(f"no embedded line '{name}'; {did_you_mean(name, LINES)}")
    pipe = name != "sea_lng"
    prefix = {"trans_korea": "pipe", "sea_lng": "sea", "china_line": "china"}[name]
    sections, km, fee = _sections(name, value)
    away = km.sum(-1)
    nautical = sea(SUPPLY, BUYER)[0] / 1000
    by_sea = value("liquefaction") + value("shipping") * nautical + value("regasification")
    plant = value("sea_capital") * value("pipe_volume") / BCM_A_MT
    return Line(
        name=name,
        supply=SUPPLY,
        buyer=BUYER,
        sections=sections,
        km=km,
        fee=fee,
        operating=value("pipe_operating") * FEE * away if pipe else by_sea,
        loss=value("pipe_loss") * PERCENT * away / 100 if pipe else value("boil_off") * PERCENT * nautical,
        capacity=value("pipe_volume"),
        capital=value(f"{prefix}_capital") if pipe else plant,
        feeder_capital=value("feeder_capital"),
        buyer_capital=value("buyer_capital") if pipe else np.zeros(()),
        decided=np.asarray(float(present)),
        build=value("pipe_build" if pipe else "sea_build"),
        life=value("pipe_life"),
        cut_chance=_cut_chance(name, value)[..., None],
        cut_share=value("cut_share"),
        spot_premium=value("spot_premium"),
        booked=value("booked"),
        rule=np.asarray(MARKET),
        oil_price=value("oil_price"),
        oil_slope=value("oil_slope"),
        oil_constant=value("oil_constant"),
        netback_discount=value("netback_discount"),
        seller_power=value("seller_power"),
    )


def _sections(name: str, value: Values) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Return the countries that a line crosses, the length in each [km], and the fee that each takes."""
    if name == "sea_lng":
        return (), np.zeros(0), np.zeros(0)
    if name == "trans_korea":
        transit, away, fee = value("pipe_km_transit"), value("pipe_km"), value("pipe_fee")
        country, home = "PRK", away - transit
    else:
        transit, home, fee = value("china_km"), value("china_sea_km"), value("china_fee")
        country = "CHN"
    km = np.stack(np.broadcast_arrays(transit, home), -1)
    return (country, BUYER), km, np.stack(np.broadcast_arrays(fee, 0 * fee), -1)


def _cut_chance(name: str, value: Values) -> np.ndarray:
    """Return the chance a year that transit is cut; none by sea."""
    names = {"trans_korea": "cut_chance", "china_line": "china_cut_chance"}
    return value(names[name]) if name in names else np.zeros(())
