"""What was found about a freight network: computed once, printed as tables or as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...bind.alone.freight import Asked
from ...domains.freight.solve import Found, layout, pairs, share_numbers, solve
from ...domains.freight.transit import Ledger, earners, ledger, shares
from ...domains.freight.ways import passes, ways
from ..terminal import Grid, Terminal, styled

SHOWN = 6
"""Ways shown of a lane, and any that carry freight."""
BILLION = 1e9


@dataclass(frozen=True)
class Weighed:
    """What was asked and what was found."""

    asked: Asked
    found: Found
    change: np.ndarray
    """d_hat, `[pair, good]`."""
    shares: np.ndarray
    """By way, before and after, `[2, way, good]`."""
    ledger: Ledger


def found_in(asked: Asked) -> Weighed:
    """Return what follows from what was asked."""
    one = solve(asked.freight, asked.value, asked.goods, np)
    return Weighed(
        asked,
        one,
        pairs(asked.freight, asked.value, asked.goods, np),
        shares(asked.freight, asked.value, one, np),
        ledger(asked.freight, asked.value, asked.goods, np),
    )


def lanes(found: Weighed) -> list[dict[str, Any]]:
    """Return each lane: its pair, weight, and ways, the cheapest first for the first good."""
    asked, net = found.asked, ways(found.asked.freight)
    rows = []
    for place, lane in enumerate(net.lanes):
        own = np.flatnonzero(net.lane == place)
        own = own[np.argsort(found.found.cost[own, 0], kind="stable")]
        carries = found.shares[:, own].max((0, 2)) > 0
        kept = [way for rank, way in enumerate(own) if rank < SHOWN or carries[rank]]
        rows.append(
            {
                "pair": list(lane.economies),
                "from": lane.ends[0],
                "to": lane.ends[1],
                "weight": lane.weight,
                "ways": [_way(found, int(way), lane.ends[0]) for way in kept],
                "saved": dict(zip(asked.goods, found.found.eased.saved[place].tolist(), strict=True)),
            }
        )
    return rows


def _way(found: Weighed, number: int, start: str) -> dict[str, Any]:
    net, goods = ways(found.asked.freight), found.asked.goods
    return {
        "by": passes(found.asked.freight, start, net.ways[number].links),
        "mode": "land" if net.by_land[number] else "sea",
        "opens": bool(net.new[number]),
        "days": float(found.found.trips.days[number]),
        "price": float(found.found.trips.price[number]),
        "cost": dict(zip(goods, found.found.cost[number].tolist(), strict=True)),
        "before": dict(zip(goods, found.shares[0, number].tolist(), strict=True)),
        "after": dict(zip(goods, found.shares[1, number].tolist(), strict=True)),
    }


def plain(found: Weighed) -> dict[str, Any]:
    """Return what was found as plain tables."""
    asked, book = found.asked, found.ledger
    joined = asked.freight.pairs()
    return {
        "title": asked.title,
        "lanes": lanes(found),
        "pairs": [
            {
                "between": list(pair),
                "d_hat": dict(zip(asked.goods, found.change[k].tolist(), strict=True)),
                "teu_on_new_ways": float(book.corridor[k]),
                "teu_by_land": book.by_land[:, k].tolist(),
            }
            for k, pair in enumerate(joined)
        ],
        "scarcity_price": float(found.found.scarcity),
        "earners": [
            {
                "economy": name,
                "receipts": (BILLION * book.receipts[:, k]).tolist(),
                "transit": (BILLION * book.transit[:, k]).tolist(),
            }
            for k, name in enumerate(earners(asked.freight))
        ],
        "remarks": remarks(found),
    }


def remarks(found: Weighed) -> list[str]:
    """Return what a reader must know to read the numbers."""
    asked, said = found.asked, []
    one = found.found
    if not any(link.opens or link.old for link in asked.freight.links):
        said.append("no link opens: write `opens: true` at those whose effect is asked")
    if one.scarcity > 0:
        room = 1000 * asked.value["corridor_capacity"]
        said.append(
            f"more want to use what opens than the {room:,.0f} TEU a year that it carries: "
            f"a place costs {float(one.scarcity):,.0f} US$ on top, and what is saved is net of that"
        )
    plan = layout(asked.freight, share_numbers(asked.value))
    for lane, names, apart in zip(ways(asked.freight).lanes, plan.names, plan.split, strict=True):
        if names and not apart:
            between = " and ".join(lane.ends)
            said.append(f"`by_land` is not used between {between}: ways by land and by sea do not both stand")
    if not np.any(one.teu):
        said.append("no containers are given: what opens is never full")
    return said


def show(found: Weighed) -> None:
    """Print what was found."""
    console, asked = Terminal(), found.asked
    day = f"{asked.value['value_of_day']:g} % of the goods' value a day"
    console.print(styled((asked.title, "bold"), f": {day}"))
    for lane in lanes(found):
        _lane(console, found, lane)
    _pairs(console, found)
    _earners(console, found)
    for line in remarks(found):
        console.print(f"note: {line}", soft_wrap=True)


def _lane(console: Terminal, found: Weighed, lane: dict[str, Any]) -> None:
    goods = found.asked.goods
    title = f"{lane['from']} ({lane['pair'][0]}) to {lane['to']} ({lane['pair'][1]})"
    table = Grid(title, "cost: price and the value of time; shares before > after")
    table.texts("by")
    table.numbers("days", "US$", *[head for good in goods for head in (f"{good}: cost", "share")])
    for way in lane["ways"]:
        cells = [" - ".join(way["by"]) + (" (opens)" if way["opens"] else "")]
        cells += [f"{way['days']:.1f}", f"{way['price']:,.0f}"]
        for good in goods:
            cells += [f"{way['cost'][good]:,.0f}", f"{way['before'][good]:.1%} > {way['after'][good]:.1%}"]
        table.add_row(*cells)
    console.print(table)


def _pairs(console: Terminal, found: Weighed) -> None:
    table = Grid("what opens changes")
    table.texts("between")
    table.numbers(*[f"delivered cost, {good}" for good in found.asked.goods])
    table.numbers("TEU a year on it", "TEU a year by land")
    for one in plain(found)["pairs"]:
        changes = [f"{100 * (one['d_hat'][good] - 1):+.2f} %" for good in found.asked.goods]
        before, after = one["teu_by_land"]
        table.add_row(
            " - ".join(one["between"]),
            *changes,
            f"{one['teu_on_new_ways']:,.0f}",
            f"{before:,.0f} > {after:,.0f}",
        )
    console.print(table)


def _earners(console: Terminal, found: Weighed) -> None:
    rows = plain(found)["earners"]
    if not rows or not np.any(found.found.teu):
        return
    table = Grid("gross receipts of railways, million US$ a year")
    table.texts("of")
    table.numbers("before > after", "paid by others' trade")
    for one in rows:
        cells = [
            f"{before / 1e6:,.1f} > {after / 1e6:,.1f}" for before, after in (one["receipts"], one["transit"])
        ]
        table.add_row(one["economy"], *cells)
    console.print(table)
