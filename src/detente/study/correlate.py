"""Read which assumptions move together: rank correlations, each with its source."""

from __future__ import annotations

from ..chance.written import Written
from ..ground.faults import Fault, StudyError
from .assume import literal
from .records import CorrelationText, Node


def correlations(node: Node | None, faults: list[Fault]) -> tuple[CorrelationText, ...]:
    """Return the correlations of a study; what is wrong with their numbers joins the list of faults."""
    items = node.value if node is not None and isinstance(node.value, list) else []
    return tuple(found for item in items if (found := _correlation(item, faults)))


def _correlation(node: Node, faults: list[Fault]) -> CorrelationText | None:
    """Return a correlation; None where it has faults. Those of its shape are found against the schema."""
    table: dict[str, Node] = node.value if isinstance(node.value, dict) else {}
    if not {"between", "rank", "source"} <= set(table):
        return None
    between = table["between"].value
    try:
        rank = Written(table["rank"], {}, literal).plain(table["rank"])
    except StudyError as error:
        faults.extend(error.faults)
        return None
    if not -1 < rank < 1:
        mend = "write a number between -1 and 1; what follows another number wholly is a quantity made of it"
        faults.append(Fault(table["rank"].place, f"a rank correlation of {rank:g} cannot be drawn", mend))
        return None
    if not isinstance(between, list) or len(between) != 2:
        return None
    return CorrelationText((between[0], between[1]), rank, str(table["source"].value), node.place)
