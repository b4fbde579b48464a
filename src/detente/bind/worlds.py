"""The world that a study names, its aggregation and its options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..chance.kinds import Path as DrawnPath
from ..domains.freight.facts import ranges as freight_ranges
from ..domains.gas.values import ranges as gas_ranges
from ..domains.trade.estimates import GDP_UNIT, at_expense_of_rest, trade_of
from ..ground.faults import DataError, StudyError
from ..study.expression import Expression
from ..study.faults import Faults
from ..study.numbers import number, numbers
from ..study.records import Node, Study
from ..study.variants import rules_of, switch_of
from ..world.aggregate import REST, aggregate, keep_economies
from ..world.embedded import WORLDS, load
from ..world.folder import load as load_folder
from ..world.home import beside, home_of, is_folder
from ..world.ranges import Range
from ..world.records import DEFICIT_RULES, World
from .options import DeficitOption, Seeding, WorldOptions

OPTIONS = (
    "deficits",
    "seeding",
    "gdp",
    "trade",
    "elasticities",
    "input_substitution",
    "gas",
    "freight",
    "split",
    "peace",
    "negotiation",
)
TABLE, PATH = "facts", "lng_path"
"""Entries of the option `gas` that name assumptions; the others are numbers of the gas world."""
VARIANT = "seeded"


def world_of(study: Study, faults: Faults) -> World | None:
    """Return the world as known on the study's date, aggregated as the study asks."""
    world = _read(study, faults)
    if world is None:
        return None
    try:
        world = _industries(world, study.settings.get("industries"), faults)
        kept = study.settings.get("economies")
        if kept is None:
            return world
        with faults.doubting(REST):
            codes = [
                node.value for node in faults.list_of(kept) if faults.known(node, world.economies, "economy")
            ]
        if REST in faults.doubted or not isinstance(kept.value, list):
            faults.doubted.add(REST)
            return world
        return keep_economies(world, codes)
    except DataError as error:
        faults.add(study.settings["world"].place, str(error))
        return None


def _read(study: Study, faults: Faults) -> World | None:
    """Return the embedded world of a name, or the user's own in a folder, found from where the study's file is."""
    named = study.settings.get("world")
    if named is None:
        return None
    if not is_folder(named.value):
        known = faults.known(named, (*WORLDS, *beside(Path(study.file).parent)), "embedded world")
        return load(named.value, study.as_of) if known else None
    try:
        return load_folder(home_of(named.value, study.file), study.as_of)
    except StudyError as error:
        faults.take(error)
        return None


def _industries(world: World, groups: Node | None, faults: Faults) -> World:
    if groups is None:
        return world
    wanted = {
        name: [
            node.value for node in faults.list_of(members) if faults.known(node, world.industries, "industry")
        ]
        for name, members in faults.table_of(groups).items()
    }
    named = {code for members in wanted.values() for code in members}
    wanted |= {code: [code] for code in world.industries if code not in named}
    return aggregate(world, {code: [code] for code in world.economies}, wanted)


def options_of(study: Study, world: World, faults: Faults) -> WorldOptions:
    """Return the options that a study sets for the world and the trade model."""
    node = study.settings.get("options")
    given = dict(faults.table_of(node)) if node else {}
    if node:
        faults.keys(node, OPTIONS, "`options`")
    return WorldOptions(
        deficits=_deficits(study, given.get("deficits"), faults),
        seeding=_seeding(study, world, given.get("seeding"), faults),
        gdp=_gdp(study, world, given.get("gdp"), faults),
        input_substitution=_number(study, given.get("input_substitution"), faults),
        trade=trade_of(study, world, given.get("trade"), faults),
        elasticities=_table(study, given.get("elasticities"), "elasticities", faults),
        **_gas(study, given.get("gas"), faults),
        **_freight(study, given.get("freight"), faults),
    )


def _deficits(study: Study, node: Node | None, faults: Faults) -> DeficitOption:
    if node is None:
        return DeficitOption()
    found = rules_of(study, node, DEFICIT_RULES, "rule for deficits", faults)
    return DeficitOption(*found) if found else DeficitOption()


def _number(study: Study, node: Node | None, faults: Faults) -> Expression | None:
    return None if node is None else number(node, faults, study, "1")


def _seeding(study: Study, world: World, node: Node | None, faults: Faults) -> Seeding | None:
    if node is None:
        return None
    if not isinstance(node.value, dict) or not {"realisation", "pairs"} <= set(node.value):
        faults.add(
            node.place,
            "`seeding` lacks something",
            "write {when: ..., realisation: ..., pairs: [[A, B], ...]}",
        )
        return None
    pairs = []
    for pair in faults.list_of(node.value["pairs"]):
        if not isinstance(pair.value, list) or len(pair.value) != 2:
            faults.add(pair.place, "a pair is a buyer and a seller", "write [USA, PRK]")
        elif _all_known(pair, world, faults):
            pairs.append((pair.value[0].value, pair.value[1].value))
    share = number(node.value["realisation"], faults, study, "share")
    when = node.value.get("when")
    variant, at = switch_of(study, when, VARIANT, faults) if when is not None else ("", 0)
    return Seeding(tuple(pairs), share, variant, at) if share else None


def _all_known(pair: Node, world: World, faults: Faults) -> bool:
    """Tell whether both of a pair are economies; each that is not is a fault."""
    known = [faults.known(code, world.economies, "economy") for code in pair.value]
    return all(known)


def _gdp(study: Study, world: World, node: Node | None, faults: Faults) -> dict[str, Expression]:
    if node is None:
        return {}
    sizes: dict[str, Expression] = {}
    for code, given in faults.table_of(node).items():
        key = Node(code, node.keys.get(code, node.place))
        if faults.known(key, world.economies, "economy") and (size := number(given, faults, study, GDP_UNIT)):
            at_expense_of_rest(world, key, "resized", faults)
            sizes[code] = size
    return sizes


def _table(study: Study, node: Node | None, table: str, faults: Faults) -> str:
    """Return the name of an assumption with a column for each row of a table."""
    if node is None:
        return ""
    known = faults.known(node, study.tables(table), f"assumption `from: {table}`")
    return str(node.value) if known else ""


def _gas(study: Study, node: Node | None, faults: Faults) -> dict[str, Any]:
    """Return what a study sets of the gas world."""
    if node is None:
        return {}
    entries = faults.table_of(node)
    facts, path = entries.get(TABLE), entries.get(PATH)
    paths = [name for name, one in study.assumptions.items() if isinstance(one.distribution, DrawnPath)]
    named = bool(path) and faults.known(path, paths, "assumption `path:`") if path else False
    return {
        "gas": numbers(
            _but(node, TABLE, PATH), units_of(gas_ranges()), "number of the gas world", faults, study
        ),
        "gas_facts": _table(study, facts, "gas", faults),
        "lng_path": path.value if path and named else "",
    }


def _but(node: Node, *names: str) -> Node:
    """Return a table without some of its entries; what is no table as it is."""
    if not isinstance(node.value, dict):
        return node
    return replace(node, value={key: one for key, one in node.value.items() if key not in names})


def units_of(ranges: Mapping[str, Range]) -> dict[str, str]:
    """Return the unit of each number of a table."""
    return {name: one.unit for name, one in ranges.items()}


def _freight(study: Study, node: Node | None, faults: Faults) -> dict[str, Any]:
    """Return what a study sets of the freight world."""
    if node is None:
        return {}
    facts = faults.table_of(node).get(TABLE)
    return {
        "freight": numbers(
            _but(node, TABLE), units_of(freight_ranges()), "number of the freight world", faults, study
        ),
        "freight_facts": _table(study, facts, "freight", faults),
    }
