"""Read the small file of `detente gas`: its shape, then its meaning, every fault at its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...domains.gas.records import FEE, RULES, Gas
from ...ground.faults import Place
from ...study.faults import Faults
from ...study.page import page
from ...study.records import Node
from .gas_part import GasPart, LinePart, PipePart
from .gas_world import world

TABLES = ("flows", "sea", "land", "transport", "floors")
WAYS = ("sea", "land", "transport")
RANGES: dict[str, tuple[float, float]] = {
    "price": (1e-9, 1e6),
    "elasticity": (-100, -1e-9),
    "growth": (-50, 100),
    "slope": (0, 1e6),
    "capacity": (0, 1e6),
    "conduct": (0, 1),
    "arc_elasticity": (1e-9, 1e6),
    "rent_share": (0, 1),
    "repriced": (0, 1),
    "liquefaction": (0, 1e6),
    "shipping": (0, 1e6),
    "regasification": (0, 1e6),
    "pipeline": (0, 1e6),
    "boil_off": (0, 10),
    "fuel": (0, 5),
    "operating": (0, 1e6),
    "loss": (0, 99),
    "capital": (0, 1e6),
    "feeder": (0, 1e6),
    "buyer_pays": (0, 1),
    "decided": (1900, 2200),
    "build": (0, 100),
    "life": (1e-9, 1000),
    "cut_chance": (0, 100),
    "cut_share": (0, 1),
    "spot_premium": (0, 1e6),
    "booked": (0, 1),
    "netback_discount": (0, 1),
    "seller_power": (0, 1),
    "diameter": (0.05, 2),
    "high": (1, 300),
    "low": (1, 300),
}
"""What each number may be, in the file's units."""


@dataclass(frozen=True)
class Asked:
    """What a file asks about."""

    title: str
    gas: Gas
    pipes: dict[str, PipePart]
    """By line, where the file has one."""


def read(path: str | Path) -> Asked:
    """Read a gas world. Raises StudyError with every fault of the file."""
    part, root = page(path, GasPart)
    faults = Faults()
    _numbers(root, faults)
    _names(part, root, faults)
    _reached(part, root, faults)
    for name, one in part.pipelines.items():
        _line(name, one, part, root, faults)
    years = list(part.years)
    if years != sorted(set(years)) or years[0] < part.base_year:
        faults.add(_place(root, "years"), "years do not ascend from the base year", "write [2018, 2030]")
    if "other" not in part.discount:
        faults.add(_place(root, "discount"), "no rate for `other` parties", "write other: 7")
    faults.raise_any()
    pipes = {name: one.pipe for name, one in part.pipelines.items() if one.pipe}
    return Asked(part.gas, world(part), pipes)


def _numbers(node: Node, faults: Faults, table: str = "") -> None:
    """Add a fault for every number out of its range."""
    for key, value in node.value.items():
        if isinstance(value.value, dict):
            _numbers(value, faults, key if key in TABLES or table not in TABLES else table)
        elif isinstance(value.value, int | float) and not isinstance(value.value, bool):
            low, high = (0.0, 1e6) if table in TABLES else RANGES.get(key, (-1e6, 1e6))
            if table in ("through", "fees", "onward", "discount"):
                low, high = 0.0, 1e6
            if not low <= value.value <= high:
                faults.add(value.place, f"`{key}` is {value.value:g}", f"from {low:g} to {high:g}")


def _names(part: GasPart, root: Node, faults: Faults) -> None:
    """Add a fault for every seller and market that is not there, and an owner with two conducts."""
    for table in TABLES:
        for seller, rows in getattr(part, table).items():
            _known(seller, part.sellers, "seller", _place(root, table, seller), faults)
            for market in rows:
                _known(market, part.markets, "market", _place(root, table, seller, market), faults)
    conduct: dict[str, float] = {}
    for name, one in part.sellers.items():
        if conduct.setdefault(one.owner or name, one.conduct) != one.conduct:
            place = _place(root, "sellers", name)
            faults.add(place, f"the sellers of '{one.owner}' differ in conduct", "give them one")


def _reached(part: GasPart, root: Node, faults: Faults) -> None:
    """Add a fault for a market that no seller reaches, a flow without a way, and a floor above its flow."""
    for market in part.markets:
        if not any(rows.get(market, 0) > 0 for rows in part.flows.values()):
            what = f"no seller can reach {market}: it has no flow in the base year"
            faults.add(_place(root, "markets", market), what, "give it a flow, or leave the market out")
    for seller, rows in part.flows.items():
        for market, flow in rows.items():
            ways = [table for table in WAYS if market in getattr(part, table).get(seller, {})]
            place = _place(root, "flows", seller, market)
            if len(ways) != 1:
                what = f"{seller} sells to {market} by {len(ways) or 'no'} way{'s' * (len(ways) > 1)}"
                faults.add(place, what, f"give one length or cost, under {', '.join(WAYS)}")
            if part.floors.get(seller, {}).get(market, 0) > flow:
                faults.add(_place(root, "floors", seller, market), "the floor is above the flow", "lower it")


def _line(name: str, one: LinePart, part: GasPart, root: Node, faults: Faults) -> None:
    """Add a fault for a line's ends, fees, contract and onward markets that do not fit."""

    def at(*keys: str) -> Place:
        return _place(root, "pipelines", name, *keys)

    _known(one.from_, part.sellers, "seller", at("from"), faults)
    _known(one.rule, RULES, "price rule", at("rule"), faults)
    if _known(one.to, part.markets, "market", at("to"), faults):
        fee = sum(one.through.get(country, 0) * rate * FEE for country, rate in one.fees.items())
        worth = part.markets[one.to].price
        if fee > worth:
            what = (
                f"the fees add up to {fee:.3g} US$/MMBtu, more than the gas is worth in {one.to} ({worth:g})"
            )
            faults.add(at("fees"), what, "lower them; they are per 1,000 m3 and 100 km")
    if one.capacity <= 0:
        faults.add(
            at("capacity"),
            "a line of no capacity carries nothing",
            "write one above 0, or leave the line out",
        )
    if one.pipe and not sum(one.through.values()) > 0:
        faults.add(at("pipe"), "a pipe has no length: `through` gives none", "write through: {COUNTRY: km}")
    if one.pipe and one.pipe.low >= one.pipe.high:
        faults.add(at("pipe"), "`low` is not below `high`", "give the pressures before and after a station")
    for country in one.fees:
        _known(country, one.through, "country crossed", at("fees", country), faults)
    for market in one.onward:
        _known(market, part.markets, "market", at("onward", market), faults)
    if one.onward and one.reserved:
        faults.add(at("onward"), "a line reserved by its buyer goes nowhere else", "write reserved: false")


def _known(name: str, names: object, what: str, place: Place, faults: Faults) -> bool:
    """Tell whether a name exists; add a fault if not."""
    return faults.known(Node(name, place), list(names), what)  # type: ignore[call-overload]


def _place(root: Node, *keys: str) -> Place:
    """Return the place of a key, or of the table in which it would stand."""
    node, place = root, root.place
    for key in keys:
        if not isinstance(node.value, dict) or key not in node.value:
            return place
        place, node = node.keys.get(key, node.value[key].place), node.value[key]
    return place
