"""Lines of a study's own: a table under a move's `line`, read into a plan."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ...ground.faults import Place, meant
from ...study.expression import Expression
from ...study.faults import Faults, show
from ...study.numbers import number
from ...study.records import MoveText, Node, Study
from ..domain import Numbered
from ..move import ABOVE_ZERO, Argument
from ..ranges import within
from .facts import MARKETS, OWNERS, load, years_from
from .lines import LINES
from .plan import Plan
from .records import FEE

CODE = re.compile(r"[A-Z]{3}")
"""How a country of transit is written."""


def _number(
    meaning: str, unit: str = "1", needed: bool = False, least: float = 0.0, most: float = math.inf
) -> Argument:
    return Argument("number", meaning, unit, needed, least, most)


TERMS: dict[str, Argument] = {
    "from": Argument("owner", "whose gas it is", needed=True),
    "supply": Argument("supply", "which of the seller's supplies; may be left out where it has one"),
    "to": Argument("market", "the market that it serves", needed=True),
    "through": Argument("lengths", "length in each country of transit", "km"),
    "length": _number(
        "length in all, from the field's outlet to the market's border", "km", True, ABOVE_ZERO
    ),
    "capacity": _number("most that it delivers", "bcm/year", True, ABOVE_ZERO),
    "capital": _number("its capital cost", "USD bn", True),
    "feeder": _number("capital cost of what is built behind it, paid by the seller", "USD bn"),
    "buyer_pays": _number("share of `capital` that the buyer pays", most=1.0),
    "build": _number("how long building takes", "year", True),
    "decided": _number("date on which building starts; the study's year if left out", "year", least=1900),
    "life": _number("how long it lasts", "year", least=ABOVE_ZERO),
    "fee": _number("what each country of transit takes; none if left out", "USD/tcm/100km"),
    "further": _number("what carrying costs from its end to where the market's price holds", "USD/tcm"),
    "cut_chance": _number(
        "chance a year that transit is cut; 0 without a country of transit", "1/year", most=1.0
    ),
    "cut_share": _number("share of a year that a cut lasts", most=1.0),
    "spot_premium": _number("what replacement costs above the market in a cut", "USD/MMBtu"),
    "booked": _number("share of the capacity that the buyer must take", most=1.0),
    "oil_price": _number("crude oil, for the rule `oil_indexed`"),
    "oil_slope": _number("US$/MMBtu for each US$ of a barrel, for the rule `oil_indexed`"),
    "oil_constant": _number("constant of the rule `oil_indexed`", "USD/MMBtu"),
    "rebate": _number("share taken off, for the rule `lng_netback`", most=1.0),
    "seller_power": _number("the seller's share, for the rule `bargained`", most=1.0),
}
"""What a table that describes a line may hold. Numbers left out come from the gas world's table of ranges."""


def described(study: Study) -> dict[str, MoveText]:
    """Return the moves that describe a line, by name; the line has the move's name."""
    return {
        name: text
        for name, text in study.moves.items()
        if text.kind == "pipeline"
        and isinstance(text.arguments.value, dict)
        and isinstance(_line(text).value, dict)
    }


def plans_of(study: Study, faults: Faults) -> dict[str, Plan]:
    """Return every line that a study describes, by name, as far as it can be read."""
    found: dict[str, Plan] = {}
    for name, text in described(study).items():
        found[name] = _plan(name, _line(text), study, faults)
        if name in LINES:
            faults.add(
                text.place, f"the gas world offers a line '{name}' already", "give this move another name"
            )
    return found


def check(
    study: Study,
    lines: Iterable[Plan],
    numbers: Mapping[str, Expression],
    value: Numbered,
    faults: Faults,
) -> None:
    """Add a fault for each number of a line that makes no sense with every assumption at its middle.

    `numbers` are those of the gas world that the study sets.
    """
    for plan in lines:
        for name, one in plan.numbers.items():
            within(one, f"`line`: `{name}`", TERMS[name], value, faults)
        for country, one in plan.through.items():
            within(one, f"`through`: `{country}`", TERMS["length"], value, faults)
        try:
            _whole(plan, numbers, study, value, faults)
        except (KeyError, RecursionError):
            continue


def _line(text: MoveText) -> Node:
    found: Node = text.arguments.value.get("line", Node(None, text.place))
    return found


def _plan(name: str, node: Node, study: Study, faults: Faults) -> Plan:
    """Read the table that describes a line."""
    table: dict[str, Node] = node.value
    faults.keys(node, TERMS, "a line")
    told = meant(table, TERMS)
    for word, spec in TERMS.items():
        if spec.needed and word not in table and word not in told:
            faults.add(node.place, f"the line '{name}' needs `{word}`: {spec.meaning}", _form())
    numbers = {
        word: one
        for word, spec in TERMS.items()
        if spec.kind == "number" and word in table and (one := number(table[word], faults, study, spec.unit))
    }
    buyer = _known(table.get("to"), MARKETS, "market", faults)
    seller = _known(table.get("from"), tuple(OWNERS), "seller of gas", faults)
    supply = _supply(table, seller, node.place, faults)
    return Plan(name, supply, buyer, _through(table.get("through"), (seller, buyer), study, faults), numbers)


def _form() -> str:
    return "it needs " + ", ".join(f"`{name}`" for name, spec in TERMS.items() if spec.needed)


def _known(node: Node | None, names: tuple[str, ...], what: str, faults: Faults) -> str:
    return str(node.value) if node and faults.known(node, names, what) else ""


def _supply(table: dict[str, Node], seller: str, place: Place, faults: Faults) -> str:
    """Return the supply that a line comes from: the one named, or the only one that its seller has."""
    owned = OWNERS.get(seller, ())
    if "supply" in table:
        return _known(table["supply"], owned, f"supply of {seller}", faults) if owned else ""
    if len(owned) > 1:
        what = f"{seller} has {len(owned)} supplies"
        faults.add(table["from"].place, what, f"name one with `supply`: {', '.join(owned)}")
    return owned[0] if owned else ""


def _through(node: Node | None, ends: tuple[str, str], study: Study, faults: Faults) -> dict[str, Expression]:
    """Return the length in each country of transit."""
    if node is None:
        return {}
    if not isinstance(node.value, dict):
        faults.add(node.place, f"{show(node)} is not a table of lengths by country", "write {MNG: 960 km}")
        return {}
    found: dict[str, Expression] = {}
    for country, given in node.value.items():
        place = node.keys.get(country, node.place)
        if not CODE.fullmatch(str(country)):
            faults.add(place, f"'{country}' is not a country's code", "write three capital letters, MNG")
        elif country in ends:
            whose = "sells" if country == ends[0] else "buys"
            what = f"{country} {whose} the gas, and its own country takes no fee"
            faults.add(place, what, "leave it out of `through`; `length` counts it")
        elif length := number(given, faults, study, "km"):
            found[str(country)] = length
    return found


def _whole(
    plan: Plan, numbers: Mapping[str, Expression], study: Study, value: Numbered, faults: Faults
) -> None:
    """Add a fault for a line shorter than its parts, and for fees above what its gas is worth."""
    crossed = sum(value(one) for one in plan.through.values())
    length: Any = plan.numbers["length"]
    if value(length) < crossed:
        what = f"the line is {value(length):g} km long, less than the {crossed:g} km in countries of transit"
        faults.add(length.place, what, "`length` is the whole of it")
    if "fee" not in plan.numbers or plan.buyer not in MARKETS:
        return
    gas = load({name: value(one) for name, one in numbers.items()}, years=years_from(study.as_of.year))
    worth = float(gas.base_price[..., MARKETS.index(plan.buyer)].mean())
    fees = value(plan.numbers["fee"]) * crossed * FEE
    if fees > worth:
        what = f"the fees add up to {fees:.3g} US$/MMBtu, more than the gas is worth in {plan.buyer} ({worth:.3g})"
        faults.add(plan.numbers["fee"].place, what, "lower `fee`; it is for 1,000 m3 and 100 km")
