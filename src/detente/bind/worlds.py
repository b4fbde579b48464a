"""The world that a study names, its aggregation and its options."""

from __future__ import annotations

from typing import Any

from ..ground.faults import DataError, did_you_mean
from ..study.distributions import Choice, FromTable, Path
from ..study.expression import Expression
from ..study.records import Node, Study
from ..world.aggregate import REST, aggregate, keep_economies
from ..world.embedded import WORLDS, load
from ..world.freight import ranges as freight_ranges
from ..world.gas_values import Range
from ..world.gas_values import ranges as gas_ranges
from ..world.records import DEFICIT_RULES, World
from .faults import Faults, show
from .numbers import number
from .options import DeficitOption, Seeding, WorldOptions

OPTIONS = ("deficits", "seeding", "gdp", "elasticities", "gas", "freight", "split", "peace")
TABLE, PATH = "facts", "lng_path"
"""Entries of the option `gas` that name assumptions; the others are numbers of the gas world."""
VARIANT = "seeded"
GDP_UNIT = "USD bn/year"


def world_of(study: Study, faults: Faults) -> World | None:
    """Return the world as known on the study's date, aggregated as the study asks."""
    named = study.settings.get("world")
    if named is None or not faults.known(named, WORLDS, "embedded world"):
        return None
    world = load(named.value, study.as_of)
    try:
        world = _industries(world, study.settings.get("industries"), faults)
        kept = study.settings.get("economies")
        if kept is None:
            return world
        codes = [
            node.value for node in faults.list_of(kept) if faults.known(node, world.economies, "economy")
        ]
        return keep_economies(world, codes)
    except DataError as error:
        faults.add(study.settings["world"].place, str(error))
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
    for name in given:
        if name not in OPTIONS and node:
            faults.add(node.keys.get(name, node.place), f"no option '{name}'", did_you_mean(name, OPTIONS))
    return WorldOptions(
        deficits=_deficits(study, given.get("deficits"), faults),
        seeding=_seeding(study, world, given.get("seeding"), faults),
        gdp=_gdp(study, world, given.get("gdp"), faults),
        elasticities=_elasticities(study, given.get("elasticities"), faults),
        **_gas(study, given.get("gas"), faults),
        **_freight(study, given.get("freight"), faults),
    )


def _deficits(study: Study, node: Node | None, faults: Faults) -> DeficitOption:
    if node is None:
        return DeficitOption()
    if node.value in DEFICIT_RULES:
        return DeficitOption((DEFICIT_RULES.index(node.value),))
    chosen = study.assumptions.get(str(node.value))
    if chosen is None or not isinstance(chosen.distribution, Choice):
        choices = [key for key, one in study.assumptions.items() if isinstance(one.distribution, Choice)]
        faults.known(node, (*DEFICIT_RULES, *choices), "rule for deficits or `choice` assumption")
        return DeficitOption()
    unknown = [name for name in chosen.distribution.names if name not in DEFICIT_RULES]
    for name in unknown:
        faults.add(chosen.place, f"no rule for deficits '{name}'", did_you_mean(name, DEFICIT_RULES))
    if unknown:
        return DeficitOption()
    return DeficitOption(tuple(DEFICIT_RULES.index(name) for name in chosen.distribution.names), chosen.id)


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
    when, variant, at = node.value.get("when"), "", 0
    if when is not None:
        chosen = study.assumptions.get(str(when.value))
        if (
            chosen is None
            or not isinstance(chosen.distribution, Choice)
            or VARIANT not in chosen.distribution.names
        ):
            faults.add(
                when.place,
                f"'{show(when)}' is not a choice between seeded and unseeded",
                "name such an assumption",
            )
        else:
            variant, at = chosen.id, chosen.distribution.names.index(VARIANT)
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
            if REST not in world.economies or code == REST:
                faults.add(
                    key.place,
                    f"{code} can be resized only at the expense of ROW",
                    "leave economies to be summed to ROW",
                )
            sizes[code] = size
    return sizes


def _elasticities(study: Study, node: Node | None, faults: Faults) -> str:
    return _table(study, node, "elasticities", faults)


def _table(study: Study, node: Node | None, table: str, faults: Faults) -> str:
    """Return the name of an assumption with a column for each row of a table."""
    if node is None:
        return ""
    tables = [name for name, one in study.assumptions.items() if one.distribution == FromTable(table)]
    return node.value if faults.known(node, tables, f"assumption `from: {table}`") else ""


def _gas(study: Study, node: Node | None, faults: Faults) -> dict[str, Any]:
    """Return what a study sets of the gas world."""
    if node is None:
        return {}
    entries = dict(faults.table_of(node))
    facts, path = entries.pop(TABLE, None), entries.pop(PATH, None)
    paths = [name for name, one in study.assumptions.items() if isinstance(one.distribution, Path)]
    named = bool(path) and faults.known(path, paths, "assumption `path:`") if path else False
    return {
        "gas": _numbers(study, node, entries, gas_ranges(), "number of the gas world", faults),
        "gas_facts": _table(study, facts, "gas", faults),
        "lng_path": path.value if path and named else "",
    }


def _freight(study: Study, node: Node | None, faults: Faults) -> dict[str, Any]:
    """Return what a study sets of the freight world."""
    if node is None:
        return {}
    entries = dict(faults.table_of(node))
    facts = entries.pop(TABLE, None)
    return {
        "freight": _numbers(study, node, entries, freight_ranges(), "number of the freight world", faults),
        "freight_facts": _table(study, facts, "freight", faults),
    }


def _numbers(
    study: Study, node: Node, entries: dict[str, Node], known: dict[str, Range], what: str, faults: Faults
) -> dict[str, Expression]:
    """Return the numbers of a model's world that a study sets, by name."""
    found: dict[str, Expression] = {}
    for name, given in entries.items():
        key = Node(name, node.keys.get(name, node.place))
        if faults.known(key, known, what) and (one := number(given, faults, study, "")):
            found[name] = one
    return found
