"""From the small file of `detente gas`, checked, to a gas world."""

from __future__ import annotations

import numpy as np

from ...domains.gas.records import FEE, RULES, Gas, Line, parties_of
from .gas_part import GasPart, LinePart, Rows

PERCENT = 0.01
HEADROOM = 1.1
"""Capacity of a seller that gives none, as a multiple of its base path."""
NO_FLOW = 1e-9


def world(part: GasPart) -> Gas:
    """Return the gas world that a file describes; its base path keeps the base year's shares of sellers."""
    markets, supplies = tuple(part.markets), tuple(part.sellers)
    owners = tuple(one.owner or name for name, one in part.sellers.items())
    lines = tuple(_line(name, one, part) for name, one in part.pipelines.items())
    since = np.array(part.years, float) - part.base_year
    growth = np.array([1 + PERCENT * one.growth for one in part.markets.values()])
    grown = growth ** since[:, None]
    flow = _table(part.flows, supplies, markets) * grown[:, None]
    transport, loss, reach = _ways(part, supplies, markets)
    sent = (flow / (1 - loss)).sum(2)
    given = [np.nan if one.capacity is None else one.capacity for one in part.sellers.values()]
    capacity = np.where(np.isnan(given), HEADROOM * sent, given)
    parties = parties_of(owners, markets, lines)
    conduct = dict(zip(owners, [one.conduct for one in part.sellers.values()], strict=True))
    price = np.array([one.price for one in part.markets.values()])
    calibration = part.calibration
    return Gas(
        markets=markets,
        supplies=supplies,
        owners=owners,
        years=tuple(part.years),
        present=float(part.years[0]),
        reach=reach,
        base_flow=flow,
        base_price=np.broadcast_to(price, (len(part.years), len(markets))),
        elasticity=np.array([one.elasticity for one in part.markets.values()]),
        cost=np.array([one.cost for one in part.sellers.values()]),
        slope=np.array([one.slope for one in part.sellers.values()]) * np.ones((len(part.years), 1)),
        capacity=capacity,
        transport=transport,
        loss=loss,
        regasification=part.costs.regasification,
        conduct=np.array(list(conduct.values())),
        floor=np.broadcast_to(_table(part.floors, supplies, markets), flow.shape),
        arc_elasticity=calibration.arc_elasticity,
        rent_share=calibration.rent_share,
        repriced=calibration.repriced,
        discount=PERCENT * np.array([part.discount.get(one, part.discount["other"]) for one in parties]),
        parties=parties,
        lines=lines,
    )


def _line(name: str, one: LinePart, part: GasPart) -> Line:
    """Return a line; what it costs to run follows from its length where the file does not say."""
    km = sum(one.through.values())
    operating = part.costs.pipeline * FEE * km if one.operating is None else one.operating
    loss = part.costs.fuel * km / 100 if one.loss is None else one.loss
    return Line(
        name=name,
        supply=one.from_,
        buyer=one.to,
        sections=tuple(one.through),
        km=np.array(list(one.through.values())),
        fee=np.array([one.fees.get(country, 0.0) for country in one.through]),
        operating=operating,
        loss=PERCENT * loss,
        capacity=one.capacity,
        capital=one.capital,
        feeder_capital=one.feeder,
        buyer_capital=one.buyer_pays,
        decided=one.decided,
        build=one.build,
        life=one.life,
        cut_chance=np.array([PERCENT * one.cut_chance]),
        cut_share=one.cut_share,
        spot_premium=one.spot_premium,
        booked=one.booked,
        rule=RULES.index(one.rule),
        oil_price=one.oil_price,
        oil_slope=one.oil_slope,
        oil_constant=one.oil_constant,
        netback_discount=one.netback_discount,
        seller_power=one.seller_power,
        reserved=one.reserved,
        onward=tuple(one.onward.items()),
    )


def _ways(
    part: GasPart, supplies: tuple[str, ...], markets: tuple[str, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return cost, loss and existence of every way."""
    costs = part.costs
    sea, land = _table(part.sea, supplies, markets), _table(part.land, supplies, markets)
    told = _table(part.transport, supplies, markets)
    by_sea, by_land = _held(part.sea, supplies, markets), _held(part.land, supplies, markets)
    directly = _held(part.transport, supplies, markets)
    shipped = costs.liquefaction + costs.regasification + costs.shipping * sea / 1000
    piped = costs.pipeline * FEE * land
    cost = np.where(directly, told, np.where(by_land, piped, shipped * by_sea))
    lost = np.where(by_land, costs.fuel * land / 100, costs.boil_off * sea / 1000 * by_sea)
    return cost, PERCENT * lost, directly | by_sea | by_land


def _table(rows: Rows, supplies: tuple[str, ...], markets: tuple[str, ...]) -> np.ndarray:
    """Return rows by seller and market, 0 where the file has none."""
    found = [[rows.get(supply, {}).get(market, 0.0) for market in markets] for supply in supplies]
    return np.array(found, float)


def _held(rows: Rows, supplies: tuple[str, ...], markets: tuple[str, ...]) -> np.ndarray:
    """Tell which pairs the file has a row for."""
    return np.array([[market in rows.get(supply, {}) for market in markets] for supply in supplies], bool)
