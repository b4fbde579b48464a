"""Numbers of a study: plain ones, and expressions over assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..ground.faults import StudyError
from .expression import Expression, parse
from .faults import Faults, show
from .records import Node, Study
from .settle import settle


def number(node: Node, faults: Faults, study: Study, unit: str) -> Expression | None:
    """Parse a node as an expression over assumptions, brought to a unit."""
    if isinstance(node.value, (dict, list, bool)) or node.value is None:
        faults.add(
            node.place, f"{show(node)} stands where a number is wanted", "write a number or an expression"
        )
        return None
    try:
        expression = parse(str(node.value), node.place)
        if expression.is_comparison:
            faults.add(
                node.place, "a comparison stands where a number is wanted", "write a number or an expression"
            )
            return None
        return settle(expression, study, faults, unit)
    except StudyError as error:
        faults.take(error)
        return None


def numbers(
    node: Node | None, names: Mapping[str, str], what: str, faults: Faults, study: Study
) -> dict[str, Expression]:
    """Parse a table of expressions by name, each brought to the unit that `names` gives it, if any.

    A fault for each name that is not known; empty where there is no table.
    """
    found: dict[str, Expression] = {}
    for name, given in (faults.table_of(node) if node else {}).items():
        key = Node(name, node.keys.get(name, given.place) if node else given.place)
        if faults.known(key, names, what) and (one := number(given, faults, study, names[name])):
            found[name] = one
    return found


def entries_but(node: Node, *names: str) -> Node:
    """Return a table without some of its entries; what is no table as it is."""
    if not isinstance(node.value, dict):
        return node
    return replace(node, value={key: one for key, one in node.value.items() if key not in names})


def plain(node: Node | None, default: float, least: float, most: float, faults: Faults) -> float:
    """Return a plain number or fraction, or the default; a fault where it is none or out of its range."""
    if node is None:
        return default
    try:
        top, _, bottom = str(node.value).partition("/")
        value = float(top) / float(bottom or 1)
    except (ValueError, ZeroDivisionError):
        faults.add(node.place, f"'{show(node)}' is no plain number", "write a number, as 0.5 or 1/3")
        return default
    if not least <= value <= most:
        faults.add(node.place, f"{value:g} is out of range", f"write {least:g} to {most:g}")
    return value
