"""Faults collected while names are resolved."""

from __future__ import annotations

from collections.abc import Iterable

from ..ground.faults import Fault, Place, StudyError, did_you_mean
from ..study.records import Node


class Faults:
    """A list that every part of binding adds to; raised once, at the end."""

    def __init__(self, found: Iterable[Fault] = ()) -> None:
        """Begin with the faults that reading found."""
        self.found = list(found)

    def add(self, place: Place, what: str, mend: str = "") -> None:
        """Add a fault."""
        self.found.append(Fault(place, what, mend))

    def take(self, error: StudyError) -> None:
        """Add the faults that an error carries."""
        self.found.extend(error.faults)

    def known(self, node: Node, names: Iterable[str], what: str) -> bool:
        """Tell whether a node names something that exists; add a fault if not."""
        names = list(names)
        if isinstance(node.value, str) and node.value in names:
            return True
        self.add(node.place, f"no {what} '{show(node)}'", did_you_mean(show(node), names))
        return False

    def raise_any(self) -> None:
        """Raise StudyError with everything found, if anything was."""
        if self.found:
            raise StudyError(self.found)


def show(node: Node) -> str:
    """Return a node's value in a few words."""
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, dict):
        return "a table"
    return "a list" if isinstance(node.value, list) else str(node.value)
