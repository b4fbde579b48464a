"""Where the tables of a user's world come from: asked for, table by table, and carried into every report."""

from __future__ import annotations

from collections.abc import Sequence

from ..ground.faults import Fault, Place, did_you_mean
from ..study.records import Node
from ..study.tree import tree
from .sources import TableSource

ASKED = ("table", "source", "year", "unit", "licence")
"""What every table must say of itself."""
KEYS = (*ASKED, "holds", "estimates")
MEND = 'write {"table": ..., "holds": ..., "source": ..., "year": ..., "unit": ..., "licence": ..., "estimates": []}'


def provenance(text: str, file: str, tables: Sequence[str], faults: list[Fault]) -> tuple[TableSource, ...]:
    """Read `sources.json`; a fault for each table that does not say where it comes from."""
    root, found = tree(text, file)
    faults += found
    if root is None:
        return ()
    if not isinstance(root.value, list):
        faults.append(Fault(root.place, "a list is wanted here", "write [ ... ], an entry for each table"))
        return ()
    told = [one for node in root.value if (one := _one(node, tables, faults))]
    named = {one.table for one in told}
    for table in tables:
        if f"{table}.csv" not in named and not any(fault.place.file == file for fault in faults):
            what = f"nothing is said of {table}.csv: its source, year, unit and licence"
            faults.append(Fault(Place(file), what, MEND))
    return tuple(told)


def _one(node: Node, tables: Sequence[str], faults: list[Fault]) -> TableSource | None:
    """Return what one entry says of its table."""
    if not isinstance(node.value, dict):
        faults.append(Fault(node.place, "an entry is a table", MEND))
        return None
    for key in node.value:
        if key not in KEYS:
            faults.append(Fault(node.keys[key], f"no key '{key}' here", did_you_mean(key, KEYS)))
    said = {key: _words(node.value.get(key)) for key in KEYS[:-1]}
    files = [f"{table}.csv" for table in tables]
    if said["table"] and said["table"] not in files:
        what = f"no table '{said['table']}' in this folder"
        faults.append(Fault(node.value["table"].place, what, did_you_mean(said["table"], files)))
    empty = [key for key in ASKED if not said[key]]
    if empty:
        place = node.value[empty[0]].place if empty[0] in node.value else node.place
        what = f"{said['table'] or 'a table'} does not say its {', '.join(empty)}"
        faults.append(Fault(place, what, "every number has a source, a year, a unit and a licence"))
    estimates = node.value.get("estimates")
    listed = estimates.value if estimates and isinstance(estimates.value, list) else []
    return TableSource(**said, estimates=tuple(_words(one) for one in listed))


def _words(node: Node | None) -> str:
    if node is None or node.value is None or isinstance(node.value, (dict, list)):
        return ""
    return str(node.value).strip()
