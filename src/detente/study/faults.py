"""Faults collected while names are resolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from ..ground.faults import Fault, Place, StudyError, did_you_mean
from .records import Node

TABLE_WANTED = "a table is wanted here"
"""What is no table lacks no keys, too: nothing else is told of it."""


class Faults:
    """A list that every part of binding adds to; raised once, at the end."""

    def __init__(self, found: Iterable[Fault] = (), unread: Iterable[str] = ()) -> None:
        """Begin with the faults that reading found, and the names that it could not make out."""
        self.found, self.unread, self.doubted = list(found), set(unread), set[str]()
        self.read = tuple(self.found)

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
        self.missing(node.place, what, show(node), names)
        return False

    def missing(self, place: Place, what: str, name: str, names: Iterable[str]) -> None:
        """Add a fault for a name that is not there, unless that only follows from another fault."""
        if name not in self.unread and what not in self.doubted:
            self.add(place, f"no {what} '{name}'", did_you_mean(name, names))

    @contextmanager
    def doubting(self, *kinds: str) -> Iterator[None]:
        """Tell of no missing name of these kinds from here on, if what is read in between has a fault."""
        before = len(self.found)
        yield
        if len(self.found) > before:
            self.doubted |= set(kinds)

    def keys(self, node: Node, names: Iterable[str], where: str) -> None:
        """Add a fault for each key of a table that it does not take."""
        names = list(names)
        for key in node.value if isinstance(node.value, dict) else ():
            if key not in names:
                what = f"{where} takes no '{key}'"
                self.add(node.keys.get(key, node.place), what, did_you_mean(str(key), names))

    def list_of(self, node: Node) -> list[Node]:
        """Return a list's items; none, and a fault, where it is no list."""
        if isinstance(node.value, list):
            return node.value
        self._shape(node, "a list is wanted here", "write [a, b]")
        return []

    def table_of(self, node: Node) -> dict[str, Node]:
        """Return a table's entries; none, and a fault, where it is no table."""
        if isinstance(node.value, dict):
            return node.value
        self._shape(node, TABLE_WANTED, "write key: value, a line each")
        return {}

    def text_of(self, node: Node | None) -> str:
        """Return a text as it is written, empty where there is none; a fault where a list or a table stands."""
        if node is None:
            return ""
        if isinstance(node.value, list | dict | None):
            self._shape(node, "text is wanted here", "write it in quotes if it looks like a number")
            return ""
        return show(node)

    def _shape(self, node: Node, what: str, mend: str) -> None:
        """Add a fault of shape, unless reading has found the same."""
        before = [fault for fault in self.read if fault.place.line == node.place.line]
        same = [fault for fault in self.found if fault.place == node.place]
        if not any(fault.what == what for fault in (*before, *same)):
            self.add(node.place, what, mend)

    def raise_any(self) -> None:
        """Raise StudyError with everything found, if anything was."""
        shapeless = {fault.place for fault in self.found if fault.what == TABLE_WANTED}
        told = [fault for fault in self.found if fault.place not in shapeless or fault.what == TABLE_WANTED]
        if told:
            raise StudyError(told)


def show(node: Node) -> str:
    """Return a node's value in a few words: a scalar as it is written."""
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, dict):
        return "a table"
    return "a list" if isinstance(node.value, list) else node.text or str(node.value)
