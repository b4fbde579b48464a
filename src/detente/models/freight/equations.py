"""What freight costs by route, which route it takes, and what that does to the cost of delivered goods.

Generalised cost is price plus the value of time: a share of the goods' value a day (Hummels and Schaur 2013,
American Economic Review 103:2935-2959). Functions take `xp`, numpy or jax.numpy, and numbers by name, which may
be traced; they can be differentiated in every number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ...ground.faults import DataError
from ...world.freight import Freight, Link, Route

Numbers = Any
Values = Mapping[str, Numbers]


class Trip(NamedTuple):
    """A container's price [US$/TEU] and days from door to door."""

    price: Numbers
    days: Numbers


class Lane(NamedTuple):
    """What freight between two gateways costs a good, as things stand and with the corridor [US$/TEU]."""

    before: Numbers
    after: Numbers
    share: Numbers
    """Of the freight that takes the corridor."""


def trip(link: Link, value: Values, renewed: bool) -> Trip:
    """Return price and days of a link: way, border and change of gauge; a ship waits at both ports."""
    if link.mode == "sea":
        price = value["sea_price"] * link.length + 2 * value["port_price"]
        days = link.length / value["sea_speed"] + 2 * value["port_days"]
    else:
        kind = "old_rail" if link.mode == "rail" and link.old and not renewed else link.mode
        km = link.length * (value["detour"] if link.straight else 1.0)
        price, days = value[f"{kind}_price"] * km, km / value[f"{kind}_speed"]
    return Trip(
        price + link.border * value["border_price"] + link.gauge * value["gauge_price"],
        days + link.border * value["border_days"] + link.gauge * value["gauge_days"],
    )


def trips(freight: Freight, value: Values, renewed: bool, xp: Any) -> Trip:
    """Return price and days of every link, `[link]`."""
    legs = [trip(link, value, renewed) for link in freight.links]
    return Trip(xp.stack([leg.price for leg in legs]), xp.stack([leg.days for leg in legs]))


def along(freight: Freight, routes: Sequence[Route], value: Values, xp: Any) -> Trip:
    """Return price and days of whole routes, `[route]`; new ones go over renewed rails."""
    passed = np.array([[float(n in route.links) for n in range(len(freight.links))] for route in routes])
    new = np.array([[float(route.new)] for route in routes])
    old, renewed = trips(freight, value, False, xp), trips(freight, value, True, xp)
    price = (passed * (1 - new)) @ old.price + (passed * new) @ renewed.price
    return Trip(price, (passed * (1 - new)) @ old.days + (passed * new) @ renewed.days)


def generalised(one: Trip, value: Values, worth: Numbers) -> Numbers:
    """Return price + value of time * days [US$/TEU], `[route, good]`, for goods of so many US$ a container."""
    return one.price[:, None] + 0.01 * value["value_of_day"] * worth * one.days[:, None]


def inclusive(costs: Numbers, scale: Numbers, xp: Any) -> Numbers:
    """Return the logsum of routes of one kind, `[good]`: -scale log sum exp(-cost / scale)."""
    least = costs.min(0)
    return least - scale * xp.log(xp.exp((least - costs) / scale).sum(0))


def lane(freight: Freight, routes: Sequence[Route], value: Values, worth: Numbers, xp: Any) -> Lane:
    """Return what a lane costs before and with the corridor, `[good]`; `worth` is of each good's container.

    Between ways as they stand and the corridor's, freight divides by logit, the corridor's share at most its
    capacity, at the posted price. Only what the corridor saves on that share counts: a way that costs more
    than those there gains nothing, which a plain logit would have it do. Raises DataError where no way stands.
    """
    kinds = {new: [one for one in routes if one.new == new] for new in (False, True)}
    if not kinds[False]:
        raise DataError("no way joins two gateways as things stand: give the network a link between them")
    costs = {
        new: generalised(along(freight, some, value, xp), value, worth) for new, some in kinds.items() if some
    }
    before = inclusive(costs[False], value["scale_route"], xp)
    if True not in costs:
        return Lane(before, before, 0.0 * before)
    saved = before - inclusive(costs[True], value["scale_route"], xp)
    wanted = 1 / (1 + xp.exp(-xp.clip(saved / value["scale_mode"], -50.0, 50.0)))
    share = xp.minimum(wanted, value["rail_capacity"])
    return Lane(before, before - share * xp.maximum(saved, 0.0), share)


def delivered(before: Numbers, after: Numbers, worth: Numbers) -> Numbers:
    """Return d_hat: delivered cost is the goods' value at the door plus freight and time.

    (1 + g' / v) / (1 + g / v), g the generalised cost and v the value of a container's goods.
    """
    return (1 + after / worth) / (1 + before / worth)
