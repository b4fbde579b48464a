"""The unit of an assumption: stated beside its distribution, or carried by the numbers in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NoReturn

from ..ground.faults import Fault, Place, StudyError
from .expression import Number, Operation, parse
from .records import Node
from .units import PERCENT, POINTS, SCALES, Unit, factor, words
from .units import parse as unit_of

SHARE, NONE = "share", "1"
"""The unit of per cents, and that of an assumption which states none."""
ALL = ("range", "uniform", "triangular", "normal", "fixed")
"""Distributions of which every number is in the assumption's unit."""
OF_PATH = ("mean", "start", "sd", "low", "high")
YEAR = unit_of("year")


def declared(name: str, kind: str, table: dict[str, Node], place: Place) -> tuple[str, bool]:
    """Return an assumption's unit, and whether it is stated or carried by a number other than a per cent.

    Raises StudyError where numbers carry two units, another than the one stated, or one where none belongs.
    """
    stated = str(table["unit"].value) if "unit" in table and table["unit"].value is not None else ""
    where = table["unit"].place if stated else place
    carried = [(text, at) for node in _in_unit(kind, table) for text, at in _units(node)]
    _none_elsewhere(kind, table)
    found = {unit_of(text): text for text, _ in carried if text and text != PERCENT and text not in SCALES}
    percent = any(text == PERCENT for text, _ in carried)
    if len(found) + percent > 1:
        told = " and ".join([*found.values(), *([PERCENT] if percent else [])])
        _fault(table[kind].place, f"'{name}' has numbers in {told}", "write all of them in one unit")
    for scale in SCALES:
        if 0 < sum(text == scale for text, _ in carried) < len(carried):
            what = f"'{name}' has numbers with and without {scale}"
            _fault(table[kind].place, what, f"write {scale} after each, or all in full")
    if stated in (PERCENT, *POINTS):
        if not percent:
            what = f"the unit of '{name}' is {stated}, and no number says so: is 5 five per cent, or 500?"
            _fault(where, what, "write % after each number")
        return SHARE, True
    return _agreed(name, stated, found, percent, where)


def _agreed(name: str, stated: str, found: dict[Unit, str], percent: bool, where: Place) -> tuple[str, bool]:
    """Return the unit that is stated, or that the numbers carry. Raises StudyError where these differ.

    Per cents may stand in a share of something, and in shares a year or a round.
    """
    if stated:
        unit = unit_of(stated)
        whole = any(power > 0 for _, power in unit)
        if any(carried != unit for carried in found) or (percent and whole):
            told = next(iter(found.values()), PERCENT)
            what = f"the numbers of '{name}' are in {told}, and its unit is {words(unit)}"
            _fault(where, what, "write both alike, or leave `unit` out: what the numbers carry declares it")
        return stated, True
    if found:
        return next(iter(found.values())), True
    return (SHARE if percent else NONE), False


def scale_to(text: str, unit: str, place: Place) -> float:
    """Return what a number written as text is multiplied by to be in a unit, 1 where it carries none.

    Raises StudyError where it carries the unit of another thing.
    """
    ((carried, _),) = _units(Node(text, place))
    wanted = unit_of(unit)
    if carried in ("", *SCALES) or (carried == PERCENT and not any(power > 0 for _, power in wanted)):
        return 1.0
    scale = factor(unit_of(carried), wanted) if carried != PERCENT else None
    if scale is None:
        _fault(place, f"{carried} stands where {words(wanted)} is wanted", "write the number in that unit")
    return scale


def _in_unit(kind: str, table: dict[str, Node]) -> list[Node]:
    """Return what holds the numbers that are in the assumption's unit."""
    node = table[kind]
    inner: dict[str, Node] = node.value if isinstance(node.value, dict) else {}
    if kind in ALL:
        return [node]
    if kind == "discrete":
        return [Node(key, node.keys.get(key, node.place)) for key in inner]
    if kind == "beta":
        return [table["on"]] if "on" in table else []
    wanted = {"lognormal": ("median", "90%"), "path": OF_PATH}.get(kind, ())
    return [inner[key] for key in wanted if key in inner]


def _none_elsewhere(kind: str, table: dict[str, Node]) -> None:
    """Raise StudyError where a shape, a weight or a number of a table carries a unit; a half-life may, of years."""
    node = table[kind]
    inner: dict[str, Node] = node.value if isinstance(node.value, dict) else {}
    if kind == "path":
        for text, place in _units(inner["half_life"]):
            if text and unit_of(text) != YEAR:
                _fault(place, f"a half-life is in years, not in {text}", "write it in years")
    plain = {
        "beta": [node],
        "gamma": [node],
        "discrete": list(inner.values()),
        "choice": list(inner.values()),
    }
    plain |= {"dirichlet": list(inner.values()), "lognormal": [] if inner else [node]}
    rows = table["at"].value if "at" in table and isinstance(table["at"].value, dict) else {}
    for text, place in (one for part in (*plain.get(kind, []), *rows.values()) for one in _units(part)):
        if text and text != PERCENT:
            _fault(place, f"a plain number is wanted here, not one in {text}", "leave the unit out")


def _units(node: Node) -> Iterator[tuple[str, Place]]:
    """Yield the unit that each number of a node carries, empty for none, and its place."""
    if isinstance(node.value, list):
        for item in node.value:
            yield from _units(item)
        return
    for piece in re.split(r"\s+to\s+", str(node.value), maxsplit=1):
        tree = parse(piece, node.place).tree
        inner = tree.parts[0] if isinstance(tree, Operation) else tree
        yield inner.unit if isinstance(inner, Number) else "", node.place


def _fault(place: Place, what: str, mend: str) -> NoReturn:
    raise StudyError([Fault(place, what, mend)])
