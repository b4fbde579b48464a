"""Per cent among several numbers: one sign at the end of a range counts for both ends, else all carry it or none."""

from __future__ import annotations

from collections.abc import Iterable

from ..ground.faults import Fault, Place, StudyError
from ..ground.nodes import Node

PERCENT = "%"
MEND = "write % after each number, or after none"


def ends(low: str, high: str, place: Place) -> tuple[str, str]:
    """Return both ends of a range as texts of their own: `-5 to 5 %` is -5 % to 5 %.

    Raises StudyError where the low end alone carries %.
    """
    if _carries(low) and not _carries(high):
        raise StudyError([Fault(place, f"'{low}' has % and '{high}' has none", MEND)])
    return (f"{low} {PERCENT}" if _carries(high) and not _carries(low) else low), high


def agreed(nodes: Iterable[Node]) -> None:
    """Raise StudyError where one number carries % and another does not; 0 is 0 either way."""
    written = [node for node in nodes if isinstance(node.value, str | int | float)]
    told = [node for node in written if not _nought(node)]
    with_it = [node for node in told if _carries(str(node.value))]
    without = [node for node in told if not _carries(str(node.value))]
    if with_it and without:
        what = f"'{with_it[0].value}' has % and '{without[0].value}' has none"
        raise StudyError([Fault(without[0].place, what, MEND)])


def _carries(text: str) -> bool:
    return text.rstrip().endswith(PERCENT)


def _nought(node: Node) -> bool:
    try:
        return float(node.value) == 0
    except ValueError:
        return False
