"""Freight of a network, as things stand and with the corridor: one pass of array algebra, with leading draw axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from .equations import ABSENT, Eased, Trip, Values, delivered, eased, generalised, trip
from .facts import Freight, Lane, ranges
from .scarcity import price
from .ways import passes, search, ways

THOUSAND, MILLION = 1e3, 1e6
SEA, LAND = 0, 1
MODES = ("sea", "land")


class Found(NamedTuple):
    """Freight as things stand and with the corridor; `*` are draws."""

    trips: Trip
    """By way, `[*, way]`."""
    cost: Any
    """Generalised cost, `[*, way, good]` [US$/TEU]."""
    share: Any
    """Of what goes by each mode as things stand, `[*, lane, mode, good]`."""
    before: Any
    """Generalised cost as things stand, `[*, lane, good]` [US$/TEU]."""
    eased: Eased
    """What the corridor saves and carries at the price of its places, `[*, lane, good]`."""
    scarcity: Any
    """That price: zero unless more want to use the corridor than it carries, `[*]` [US$/TEU]."""
    teu: Any
    """Freight both ways, `[*, lane, good]` [TEU/year]."""


class Layout(NamedTuple):
    """Where the ways of each lane stand among all: what depends on the network alone."""

    slots: np.ndarray
    """Ways by lane, mode, new or not: `[lane, mode, 2, slot]`; the number of ways stands for none."""
    names: tuple[tuple[str, ...], ...]
    """By lane, what the number of its share by land may be called."""
    split: np.ndarray
    """Whether ways by land and by sea stand apart, `[lane]`."""
    opened: np.ndarray
    """The lanes that have a new way."""


def numbers(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return every number of the freight world: what is given, the middle of its range for the rest."""
    return {name: given.get(name, one.mid) for name, one in ranges().items()}


def goods_of(value: Values) -> tuple[str, ...]:
    """Return the goods that go in containers: those whose container has a value."""
    return tuple(name[6:] for name in value if name.startswith("value_") and name != "value_of_day")


def solve(freight: Freight, value: Values, goods: Sequence[str], xp: Any) -> Found:
    """Return the freight of goods over a network. Raises DataError where a lane has no way that stands."""
    net = ways(freight)
    plan = layout(freight, share_numbers(value))
    worth = THOUSAND * _row(value, [f"value_{good}" for good in goods], xp)
    trips = trip(net.amounts, value, xp)
    cost = generalised(trips, value, worth, xp)
    best = cheapest(cost, plan.slots, xp)
    share = _shares(plan, value, best, xp)
    stands = best[..., 0, :]
    before = (share * xp.where(share > 0, stands, 0.0)).sum(-2)
    teu = _teu(freight, value, goods, worth, xp)
    among, narrow = (
        before[..., None, :] / _deep(value[f"elasticity_{kind}"], xp) for kind in ("mode", "route")
    )
    within = xp.where(plan.split[:, None, None], narrow, among)
    saving = xp.where(share > 0, stands - best[..., 1, :], -ABSENT)

    room = THOUSAND * xp.asarray(value["corridor_capacity"])
    given = (
        *(each[..., plan.opened, :, :] for each in (saving, share, within, among)),
        teu[..., plan.opened, :],
        room,
    )

    def excess(scarcity: Any, given: Any) -> Any:
        saving, share, within, among, teu, room = given
        one = eased(saving - scarcity[..., None, None, None], share, within, among, xp)
        return (teu * one.carried).sum((-2, -1)) - room

    high = xp.maximum(saving.max((-3, -2, -1)), 0.0)
    scarcity = price(excess, given, high, xp)
    found = eased(saving - scarcity[..., None, None, None], share, within, among, xp)
    return Found(trips, cost, share, before, found, scarcity, teu)


def savings(
    freight: Freight, value: Values, economies: Sequence[str], industries: Sequence[str], xp: Any
) -> Any:
    """Return d_hat `[*, industry, buyer, seller]` with the corridor's links; 1 where no container goes.

    All goods of the network compete for places, whether asked for or not. Freight of a pair is spread over its
    lanes by weight. Traceable.
    """
    goods = goods_of(value)
    return spread(freight, pairs(freight, value, goods, xp), goods, economies, industries)


def spread(
    freight: Freight,
    change: Any,
    goods: Sequence[str],
    economies: Sequence[str],
    industries: Sequence[str],
) -> Any:
    """Return d_hat `[*, industry, buyer, seller]` of economies and industries, from that `[*, pair, good]`.

    Industries without a value of a container (services) keep their cost, and so do pairs that no lane joins.
    """
    count = len(economies)
    cells = np.zeros((len(freight.pairs()), count, count))
    for place, (one, other) in enumerate(freight.pairs()):
        if one in economies and other in economies:
            a, b = economies.index(one), economies.index(other)
            cells[place, a, b] = cells[place, b, a] = 1.0
    boxed = np.array([[float(name == good) for good in goods] for name in industries])
    by_pair = boxed @ (change - 1).swapaxes(-1, -2)
    flat = by_pair @ cells.reshape(len(cells), -1)
    return 1 + flat.reshape(*flat.shape[:-1], count, count)


def pairs(freight: Freight, value: Values, goods: Sequence[str], xp: Any) -> Any:
    """Return d_hat `[*, pair, good]`: what is boxed changes as its lanes do, the rest keeps its cost."""
    found = solve(freight, value, goods, xp)
    worth = THOUSAND * _row(value, [f"value_{good}" for good in goods], xp)[..., None, :]
    boxed = _row(value, [f"boxed_{good}" for good in goods], xp)[..., None, :]
    change = delivered(found.before, found.before - found.eased.saved, worth) - 1
    return 1 + boxed * (weights(freight) @ change)


@cache
def weights(freight: Freight) -> np.ndarray:
    """Return what part of each pair's freight goes by each lane, `[pair, lane]`."""
    lanes = freight.lanes()
    return np.array(
        [[one.weight * (one.economies == pair) for one in lanes] for pair in freight.pairs()], float
    )


@cache
def layout(freight: Freight, shares: tuple[str, ...]) -> Layout:
    """Return where each lane's ways stand; land and sea apart where a share by land is given and both stand."""
    net = ways(freight)
    names = tuple(tuple(name for name in share_names(lane) if name in shares) for lane in net.lanes)
    mode = np.where(net.by_land, LAND, SEA)
    split = np.array([bool(own) for own in names])
    for place in range(len(net.lanes)):
        here = (net.lane == place) & ~net.new
        split[place] &= bool((here & net.by_land).any() and (here & ~net.by_land).any())
    mode = np.where(split[net.lane], mode, SEA)
    groups = [
        [
            [np.flatnonzero((net.lane == place) & (mode == k) & (net.new == new)) for new in (False, True)]
            for k in (SEA, LAND)
        ]
        for place in range(len(net.lanes))
    ]
    longest = max(len(found) for lane in groups for kind in lane for found in kind)
    slots = np.full((len(net.lanes), len(MODES), 2, longest), len(net.ways))
    for place, lane in enumerate(groups):
        for k, kind in enumerate(lane):
            for new, found in enumerate(kind):
                slots[place, k, new, : len(found)] = found
    return Layout(slots, names, split, np.unique(net.lane[net.new]))


def share_names(lane: Lane) -> tuple[str, ...]:
    """Return what the share of a lane by land may be called: `land_A_B`, by terminal or economy, either way round."""
    ones, others = zip(lane.ends, lane.economies, strict=True)
    both = [(a, b) for a in ones for b in others]
    return tuple(f"land_{a}_{b}" for a, b in both) + tuple(f"land_{b}_{a}" for a, b in both)


def share_numbers(value: Values) -> tuple[str, ...]:
    """Return the names of all shares by land that are given."""
    return tuple(name for name in value if name.startswith("land_"))


def cheapest(cost: Any, slots: np.ndarray, xp: Any) -> Any:
    """Return the least cost of each group of ways, `[*, lane, mode, 2, good]`: a mode's freight takes its best way."""
    absent = xp.full((*cost.shape[:-2], 1, cost.shape[-1]), ABSENT)
    padded = xp.concatenate([cost, absent], axis=-2)
    return xp.take(padded, slots.ravel(), axis=-2).reshape(*cost.shape[:-2], *slots.shape, -1).min(-2)


def _row(value: Values, names: Sequence[str], xp: Any) -> Any:
    """Return numbers on a last axis."""
    return xp.stack(xp.broadcast_arrays(*[xp.asarray(value[name], float) for name in names]), -1)


def _deep(number: Any, xp: Any) -> Any:
    """Return a number with axes for lane, mode and good."""
    return xp.asarray(number)[..., None, None, None]


def _shares(plan: Layout, value: Values, best: Any, xp: Any) -> Any:
    """Return what goes by sea and by land as things stand, `[*, lane, mode, good]`."""
    own = [
        xp.asarray(value[names[0]] if apart else 0.0)
        for names, apart in zip(plan.names, plan.split, strict=True)
    ]
    land = xp.stack(xp.broadcast_arrays(*own), -1)[..., None, None]
    both = xp.concatenate([1 - land, land], axis=-2)
    return xp.broadcast_to(both, xp.broadcast_shapes(both.shape, best[..., 0, :].shape))


def _teu(freight: Freight, value: Values, goods: Sequence[str], worth: Any, xp: Any) -> Any:
    """Return freight in containers, `[*, lane, good]` [TEU/year]: value that is boxed, over a container's value."""
    joined = freight.pairs()
    traded = np.zeros((len(joined), len(goods)))
    for one in freight.trade:
        if one.good in goods and one.ends in joined:
            traded[joined.index(one.ends), goods.index(one.good)] += one.value * MILLION
    by_lane = weights(freight).T @ traded
    boxed = _row(value, [f"boxed_{good}" for good in goods], xp)
    return by_lane * (boxed / worth)[..., None, :]


def table(freight: Freight, value: Values, start: str, end: str, worth: float) -> list[dict[str, Any]]:
    """Return every way between two gateways that could be best, the cheapest first, for goods of US$ a container."""
    both = [way for new in (False, True) for way in search(freight, start, new)[end] if way.new == new]
    found = trip(np.array([way.amounts for way in both]), value, np)
    costs = generalised(found, value, np.array([worth]), np)[..., 0]
    rows = [
        {
            "by": " - ".join(passes(freight, start, way.links)),
            "days": float(found.days[place]),
            "price": float(found.price[place]),
            "cost": float(costs[place]),
            "new": way.new,
        }
        for place, way in enumerate(both)
    ]
    return sorted(rows, key=lambda row: float(row["cost"]))
