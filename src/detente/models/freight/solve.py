"""The change of delivered cost that the corridor's links bring, by pair of economies and industry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...world.freight import Freight, ranges
from .equations import Values, along, delivered, generalised, lane


def numbers(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return every number of the freight world: what is given, the middle of its range for the rest."""
    return {name: given.get(name, one.mid) for name, one in ranges().items()}


def savings(
    freight: Freight, value: Values, economies: Sequence[str], industries: Sequence[str], xp: Any
) -> Any:
    """Return d_hat `[industry, buyer, seller]` with the corridor's links; 1 where no container goes.

    Industries without a value of a container (services) keep their cost, and so do pairs that no lane joins.
    Freight of a pair is spread over its gateways by weight. One draw; traceable.
    """
    goods = [name for name in industries if f"value_{name}" in value]
    count = len(economies)
    table = xp.ones((len(industries), count, count))
    if not goods:
        return table
    worth = 1000 * xp.stack([value[f"value_{name}"] for name in goods])
    spread = np.array([[float(name == good) for good in goods] for name in industries])
    for one, other in freight.pairs():
        if one in economies and other in economies:
            cells = np.zeros((count, count))
            a, b = economies.index(one), economies.index(other)
            cells[a, b] = cells[b, a] = 1.0
            change = spread @ (pair(freight, one, other, value, worth, xp) - 1)
            table = table + change[:, None, None] * cells
    return table


def pair(freight: Freight, one: str, other: str, value: Values, worth: Any, xp: Any) -> Any:
    """Return d_hat of two economies, `[good]`: the mean over the lanes between their gateways."""
    total: Any = 1.0
    for start, end, weight in freight.lanes(one, other):
        found = lane(freight, freight.routes(start, end), value, worth, xp)
        total = total + weight * (delivered(found.before, found.after, worth) - 1)
    return total


def table(freight: Freight, value: Values, start: str, end: str, worth: float) -> list[dict[str, Any]]:
    """Return every route between two terminals, the cheapest first: terminals passed, days, US$, whether new."""
    routes = freight.routes(start, end)
    found = along(freight, routes, value, np)
    costs = generalised(found, value, np.array([worth]))[:, 0]
    rows = [
        {
            "by": " - ".join(_passed(freight, route.links, start)),
            "days": float(found.days[place]),
            "price": float(found.price[place]),
            "cost": float(costs[place]),
            "new": route.new,
        }
        for place, route in enumerate(routes)
    ]
    return sorted(rows, key=lambda row: float(str(row["cost"])))


def _passed(freight: Freight, links: Sequence[int], start: str) -> list[str]:
    names = [start]
    for number in links:
        ends = freight.links[number].ends
        names.append(ends[ends[0] == names[-1]])
    return names
