"""The equations of spatial price equilibrium with market power (Hashimoto 1985; Hobbs 2001).

Seller o, its supplies s, market m, and arc a that carries x[a] from s to m; a year y at a time:

    demand    p = A - B Q                       through the base path with its elasticity
    supply    marginal cost c + e S, up to K    S = sum of x / keep, keep = 1 - loss
    arc       t + mu + gamma (x - f) a unit     t known cost, mu margin, f flow of the base path
    solve     max sum_m (A Q - B Q^2 / 2) - sum_{o,m} kappa B q[o,m]^2 / 2 - costs

which is a convex quadratic programme; the duals of its balances are prices and marginal costs. mu and gamma
are calibrated so that without lines the base path is the equilibrium (Howitt 1995, American Journal of
Agricultural Economics 77:329-342): mu is what the price holds beyond the costs that tables show and the
mark-up of the seller's conduct; an arc not used gets the least margin that keeps it so.

Every array here has a leading draw axis. Prices are US$ per gross MMBtu, volumes bcm a year.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float, Int

from .lanes import draws_of, lane
from .records import FEE, Gas, Line

TINY = 1e-9
"""A flow below this is none [bcm a year]."""
NO_LINE = -1


class Arcs(NamedTuple):
    """The ways from supplies to markets: those that stand, then those of lines."""

    supply: Int[np.ndarray, " arc"]
    market: Int[np.ndarray, " arc"]
    seller: Int[np.ndarray, " arc"]
    line: Int[np.ndarray, " arc"]
    """Place of the line, `NO_LINE` for a way that stands."""


class Calibration(NamedTuple):
    """The numbers of the equations."""

    intercept: Float[np.ndarray, "draw year market"]
    demand_slope: Float[np.ndarray, "draw year market"]
    supply_cost: Float[np.ndarray, "draw year supply"]
    """c: marginal cost at no volume."""
    supply_slope: Float[np.ndarray, "draw year supply"]
    capacity: Float[np.ndarray, "draw year supply"]
    keep: Float[np.ndarray, "draw arc"]
    """Share of what is sent that arrives."""
    arc_cost: Float[np.ndarray, "draw arc"]
    """t: known cost, fees included."""
    base_price: Float[np.ndarray, "draw year arc"]
    """Of the base path, in the arc's market."""
    known: Float[np.ndarray, "draw year arc"]
    """Marginal cost, t and mark-up at the base path."""
    margin: Float[np.ndarray, "draw year arc"]
    """mu"""
    curve: Float[np.ndarray, "draw year arc"]
    """gamma"""
    base: Float[np.ndarray, "draw year arc"]
    """f"""
    base_volume: Float[np.ndarray, "draw year supply"]
    floor: Float[np.ndarray, "draw year arc"]
    conduct: Float[np.ndarray, "draw seller"]
    """kappa"""
    line_capacity: Float[np.ndarray, "draw line"]
    line_floor: Float[np.ndarray, "draw line"]


def arcs_of(gas: Gas) -> Arcs:
    """Return the arcs of a world; an open line also goes onward from its buyer's market."""
    supply, market = ([int(one) for one in place] for place in np.nonzero(gas.reach))
    line = [NO_LINE] * len(supply)
    for place, one in enumerate(gas.lines):
        onward = () if one.reserved else tuple(name for name, _ in one.onward)
        for name in (one.buyer, *onward):
            supply.append(gas.supplies.index(one.supply))
            market.append(gas.markets.index(name))
            line.append(place)
    owner = np.array([gas.sellers.index(name) for name in gas.owners])
    return Arcs(np.array(supply), np.array(market), owner[supply], np.array(line))


def fee_of(line: Line) -> Float[np.ndarray, "*draw section"]:
    """Return what each country crossed takes of a unit, `[*draw, section]` [US$/MMBtu]."""
    return np.asarray(np.asarray(line.km, float) * np.asarray(line.fee, float) * FEE)


def calibrate(gas: Gas, arcs: Arcs) -> Calibration:
    """Return the numbers with which the base path is the equilibrium without lines."""
    draws = draws_of(gas)
    stands = arcs.line == NO_LINE
    price, flow = lane(gas.base_price, 2, draws), lane(gas.base_flow, 3, draws)
    demand = flow.sum(2)
    slope_of_demand = price / (-lane(gas.elasticity, 1, draws)[:, None] * np.maximum(demand, TINY))
    keep, arc_cost = _ways(gas, arcs, draws)
    base = np.where(stands, flow[:, :, arcs.supply, arcs.market], 0.0)
    sent = per_supply(base / keep[:, None], arcs, len(gas.supplies))
    cost = lane(gas.cost, 1, draws)[:, None]
    slope = lane(gas.slope, 2, draws) + 0 * sent
    conduct = lane(gas.conduct, 1, draws)
    mark_up = (conduct[:, None, arcs.seller] * slope_of_demand[:, :, arcs.market]) * of_seller(base, arcs)
    known = cost[:, :, arcs.supply] / keep[:, None] + arc_cost[:, None] + mark_up
    there = price[:, :, arcs.market]
    left = there - known
    margin = np.where(base > TINY, left, np.maximum(left, 0.0)) * stands
    usual = sent[:, :, arcs.supply] * (demand / demand.sum(2, keepdims=True))[:, :, arcs.market]
    size = np.where(base > TINY, base, usual)
    stiff = lane(gas.arc_elasticity, 0, draws)[:, None, None] * np.maximum(size, TINY)
    capacity, floor = line_bounds(gas, draws)
    return Calibration(
        intercept=price + slope_of_demand * demand,
        demand_slope=slope_of_demand,
        supply_cost=cost - slope * sent,
        supply_slope=slope,
        capacity=lane(gas.capacity, 2, draws) + 0 * sent,
        keep=keep,
        arc_cost=arc_cost,
        base_price=there,
        known=known,
        margin=margin,
        curve=np.where(stands, there / stiff, 0.0),
        base=base,
        base_volume=sent,
        floor=np.where(stands, lane(gas.floor, 3, draws)[:, :, arcs.supply, arcs.market], 0.0),
        conduct=conduct,
        line_capacity=capacity,
        line_floor=floor,
    )


def line_bounds(
    gas: Gas, draws: int
) -> tuple[Float[np.ndarray, "draw line"], Float[np.ndarray, "draw line"]]:
    """Return the most that each line delivers, and the least that its buyer must take."""
    most, least = np.zeros((draws, len(gas.lines))), np.zeros((draws, len(gas.lines)))
    for place, one in enumerate(gas.lines):
        most[:, place] = lane(one.capacity, 0, draws)
        if one.reserved:
            least[:, place] = most[:, place] * lane(one.booked, 0, draws)
    return most, least


def linear(numbers: Calibration) -> Float[np.ndarray, "draw year arc"]:
    """Return the linear part of what is minimised, over the arcs' deviations from the base path.

    That is cost and mark-up less price, at the base path: 0 for an arc that is used there, above 0 for one
    that is not, and below 0 for a line that pays. S and Q have none: their costs and worth at the base path
    are the duals about which the programme is written, so that solvers see no large cancelling numbers.
    """
    return np.asarray(numbers.known + numbers.margin - numbers.base_price)


def quadratic(
    numbers: Calibration, arcs: Arcs, first: Int[np.ndarray, " pair"]
) -> tuple[Float[np.ndarray, "draw year variable"], Float[np.ndarray, "draw year pair"]]:
    """Return the quadratic part of what is minimised: its diagonal over x, S and Q, and pairs of arcs.

    A seller with two arcs into one market counts both in its mark-up, so that they meet in a pair, told by its first.
    """
    marks = numbers.conduct[:, None, arcs.seller] * numbers.demand_slope[:, :, arcs.market]
    diagonal = [numbers.curve + marks, numbers.supply_slope, numbers.demand_slope]
    return np.concatenate(diagonal, -1), marks[:, :, first]


def per_supply(
    sent: Float[np.ndarray, "*lead arc"], arcs: Arcs, count: int
) -> Float[np.ndarray, "*lead supply"]:
    """Return arc amounts summed by supply."""
    return np.asarray(sent @ _sums(arcs.supply, count))


def per_market(
    flow: Float[np.ndarray, "*lead arc"], arcs: Arcs, count: int
) -> Float[np.ndarray, "*lead market"]:
    """Return arc amounts summed by market."""
    return np.asarray(flow @ _sums(arcs.market, count))


def of_seller(flow: Float[np.ndarray, "*lead arc"], arcs: Arcs) -> Float[np.ndarray, "*lead arc"]:
    """Return, for each arc, what its seller sells in its market in all."""
    return np.asarray(flow @ same_seller_and_market(arcs).astype(float))


def same_seller_and_market(arcs: Arcs) -> Bool[np.ndarray, "arc arc"]:
    """Tell which arcs belong to one seller and lead into one market."""
    seller: np.ndarray = arcs.seller[:, None] == arcs.seller
    return np.asarray(seller & (arcs.market[:, None] == arcs.market))


def _ways(
    gas: Gas, arcs: Arcs, draws: int
) -> tuple[Float[np.ndarray, "draw arc"], Float[np.ndarray, "draw arc"]]:
    """Return what arrives of a unit sent, and the known cost of a unit that arrives, by arc."""
    lost = lane(gas.loss, 2, draws)[:, arcs.supply, arcs.market].copy()
    cost = lane(gas.transport, 2, draws)[:, arcs.supply, arcs.market].copy()
    for place, one in enumerate(gas.lines):
        onward = dict(one.onward)
        for arc in np.nonzero(arcs.line == place)[0]:
            market = gas.markets[arcs.market[arc]]
            further = 0.0 if market == one.buyer else onward[market]
            lost[:, arc] = lane(one.loss, 0, draws)
            cost[:, arc] = lane(one.operating, 0, draws) + lane(fee_of(one), 1, draws).sum(1) + further
    return 1 - lost, cost


def _sums(place: Int[np.ndarray, " arc"], count: int) -> Float[np.ndarray, "arc place"]:
    return np.asarray(np.eye(count)[place])
