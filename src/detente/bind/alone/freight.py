"""Read the small file of `detente freight`: terminals, links, goods, and freight between economies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...domains.freight.facts import MODES, Freight, Link, Trade, ranges
from ...domains.freight.searoutes import SeaRoute, sea_route
from ...domains.freight.ways import ways
from ...ground.faults import DataError, Fault, did_you_mean
from ...study.faults import Faults
from ...study.page import page
from ...study.records import Node
from .freight_part import FreightPart, LinkPart

OWN = ("value_of_day", "corridor_capacity")
MILLION, THOUSAND = 1e6, 1e3
POSITIVE = ("sea_speed", "rail_speed", "old_rail_speed", "road_speed", "detour", "elasticity")
PLENTY = 1e6
"""Capacity where the file names none [thousand TEU/year]."""
Place = tuple[float, float]
NOWHERE = (0.0, 0.0)


@dataclass(frozen=True)
class Asked:
    """What the file asks for, resolved and checked."""

    title: str
    source: str
    freight: Freight
    value: dict[str, Any]
    goods: tuple[str, ...]
    placed: bool
    """Whether every terminal says where it is."""


def read(path: str | Path) -> Asked:
    """Read the file. Raises StudyError with every fault found."""
    part, root = page(path, FreightPart)
    faults, fields = Faults(), root.value
    places = _places(part, fields["terminals"], faults)
    found = [
        _link(one, node, part, places, faults)
        for one, node in zip(part.links, fields["links"].value, strict=True)
    ]
    value = _value(part, fields, faults)
    trade = _trade(part, fields.get("pairs"), value, faults)
    gateways = _gateways(part, fields["terminals"], faults)
    faults.raise_any()
    links = [one for one in found if one is not None]
    freight = Freight(
        terminals=tuple(part.terminals),
        places=tuple(places.get(name, NOWHERE) for name in part.terminals),
        economy_of=tuple(one.economy for one in part.terminals.values()),
        links=tuple(link for link, _ in links),
        gateways=gateways,
        trade=trade,
        courses=tuple(course for _, course in links),
    )
    try:
        ways(freight)
    except DataError as error:
        what, _, mend = str(error).partition("; ")
        faults.add(root.keys["links"], what, mend)
    faults.raise_any()
    placed = len(places) == len(part.terminals)
    return Asked(part.freight, part.source, freight, value, tuple(part.goods), placed)


def _places(part: FreightPart, node: Node, faults: Faults) -> dict[str, Place]:
    """Return where terminals are, of those that say it."""
    found: dict[str, Place] = {}
    for name, one in part.terminals.items():
        if one.at is None:
            continue
        if len(one.at) != 2 or not (-180 <= one.at[0] <= 180 and -90 <= one.at[1] <= 90):
            where = node.value[name].value["at"].place
            faults.add(
                where, f"{one.at} is no place", "write [longitude, latitude] in degrees, as [129.04, 35.10]"
            )
            continue
        found[name] = (one.at[0], one.at[1])
    return found


def _gateways(part: FreightPart, node: Node, faults: Faults) -> tuple[tuple[str, str, float], ...]:
    """Return the gateways of each economy, with weights that sum to one."""
    total: dict[str, float] = {}
    for one in part.terminals.values():
        total[one.economy] = total.get(one.economy, 0.0) + one.weight
    if sum(weight > 0 for weight in total.values()) < 2:
        faults.add(node.place, "no two economies have a gateway", "give terminals a weight, as `weight: 1`")
    return tuple(
        (one.economy, name, one.weight / total[one.economy])
        for name, one in part.terminals.items()
        if one.weight > 0
    )


def _link(
    one: LinkPart, node: Node, part: FreightPart, places: dict[str, Place], faults: Faults
) -> tuple[Link, tuple[Place, ...]] | None:
    """Return a link and its course, or None and faults."""
    fields, before = node.value, len(faults.found)
    for end in fields["between"].value:
        faults.known(end, part.terminals, "terminal")
    if one.between[0] == one.between[1]:
        faults.add(fields["between"].place, "a link joins a terminal with itself", "name two terminals")
    faults.known(fields["mode"], MODES, "mode")
    if (one.price is None) != (one.hours is None):
        have, lack = ("price", "hours") if one.hours is None else ("hours", "price")
        faults.add(fields[have].place, f"`{have}` without `{lack}`", f"give `{lack}` too, or neither")
    if one.mode == "transfer" and one.price is None:
        faults.add(node.place, "a transfer needs `price` and `hours`", "add them")
    if len(faults.found) > before:
        return None
    length, straight, course = _length(one, node, places, faults)
    made = Link(
        ends=(one.between[0], one.between[1]),
        mode=one.mode,
        length=length,
        straight=straight,
        border=one.borders,
        gauge=one.gauge_changes,
        opens=one.opens,
        old=one.renewed,
        earner=one.earner,
        own=None if one.price is None or one.hours is None else (one.price, one.hours),
    )
    return made, course


def _length(
    one: LinkPart, node: Node, places: dict[str, Place], faults: Faults
) -> tuple[float, bool, tuple[Place, ...]]:
    """Return a link's length, whether it is the straight distance, and its course."""
    at_sea, given = one.mode == "sea", one.miles if one.mode == "sea" else one.km
    ends = [places[end] for end in one.between if end in places]
    other = "km" if at_sea else "miles"
    if getattr(one, other) is not None:
        mend = "write `miles` at sea" if at_sea else "write `km` on land"
        faults.add(node.value[other].place, f"`{other}` of a link by {one.mode}", mend)
    if one.avoid and not at_sea:
        faults.add(node.value["avoid"].place, f"passages to avoid by {one.mode}", "remove `avoid`")
    if at_sea and len(ends) == 2 and (given is None or one.avoid):
        route = _by_sea(one, node, (ends[0], ends[1]), faults)
        return (route.miles if given is None else given), False, route.course
    if given is not None or one.price is not None:
        return given or 0.0, False, ()
    if len(ends) < 2:
        unit = "miles" if at_sea else "km"
        faults.add(
            node.place, f"no length of a link by {one.mode}", f"write `{unit}`, or `at` for both terminals"
        )
        return 0.0, False, ()
    from geographiclib.geodesic import Geodesic  # type: ignore[import-untyped]

    (a, b), (c, d) = ends
    return float(Geodesic.WGS84.Inverse(b, a, d, c)["s12"]) / 1000, True, ()


def _by_sea(one: LinkPart, node: Node, ends: tuple[Place, Place], faults: Faults) -> SeaRoute:
    """Return the way by sea, or a fault where what is to be avoided leaves none."""
    try:
        return sea_route(*ends, tuple(one.avoid))
    except DataError as error:
        what, _, mend = str(error).partition("; ")
        where = node.value["avoid"].place if one.avoid else node.place
        faults.found.append(Fault(where, what, mend))
        return SeaRoute(0.0, ())


def _value(part: FreightPart, fields: dict[str, Node], faults: Faults) -> dict[str, Any]:
    """Return every number that prices the network."""
    known = {name for name in ranges() if not name.startswith(("value_", "boxed_", "land_"))} - set(OWN)
    table = fields.get("numbers")
    for name, number in part.numbers.items():
        assert table is not None
        if name not in known:
            faults.add(table.keys[name], f"no number '{name}'", did_you_mean(name, sorted(known)))
        elif number == 0 and name.startswith(POSITIVE):
            faults.add(table.value[name].place, f"`{name}` is zero", "write a number above 0")
    value: dict[str, Any] = {name: part.numbers.get(name, ranges()[name].mid) for name in sorted(known)}
    value["value_of_day"] = ranges()["value_of_day"].mid if part.value_of_day is None else part.value_of_day
    value["corridor_capacity"] = PLENTY if part.capacity is None else part.capacity / THOUSAND
    for name, good in part.goods.items():
        value |= {f"value_{name}": good.value / THOUSAND, f"boxed_{name}": 1.0}
    for pair in part.pairs:
        if pair.by_land is not None:
            value[f"land_{pair.between[0]}_{pair.between[1]}"] = pair.by_land
    return value


def _trade(part: FreightPart, node: Node | None, value: dict[str, Any], faults: Faults) -> tuple[Trade, ...]:
    """Return the trade of the pairs, in money as the model takes it."""
    if node is None:
        return ()
    economies = list(dict.fromkeys(one.economy for one in part.terminals.values() if one.weight > 0))
    found = []
    for one, item in zip(part.pairs, node.value, strict=True):
        for end in item.value["between"].value:
            faults.known(end, economies, "economy with a gateway")
        if one.between[0] == one.between[1]:
            faults.add(item.value["between"].place, "a pair of one economy", "name two economies")
        for good in one.teu:
            if good not in part.goods:
                faults.add(item.value["teu"].keys[good], f"no good '{good}'", did_you_mean(good, part.goods))
        for good in part.goods:
            money = one.teu.get(good, 0.0) * THOUSAND * value[f"value_{good}"] / MILLION
            found.append(Trade((one.between[0], one.between[1]), good, money))
    return tuple(found)
