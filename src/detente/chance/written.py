"""A distribution as a study writes it: its piece of the file, and how numbers in it are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from ..ground.faults import Fault, Place, StudyError
from ..ground.nodes import Node
from .percent import PERCENT, agreed, ends

SPAN = re.compile(r"^(?P<low>.+?)\s+to\s+(?P<high>.+)$")
YEARS = ("year", "years", "yr")
Literal = Callable[[str, Place], tuple[float, str]]
"""Reads a number written as text: its value, and the unit that it carries. Raises StudyError where it is none."""


@dataclass(frozen=True)
class Written:
    """What stands after a distribution's word, and beside it.

    A number is an amount, in the assumption's unit, which it may carry; or it is plain: a shape, a weight. Each
    reader raises StudyError for what it is not.
    """

    node: Node
    beside: Mapping[str, Node]
    literal: Literal
    carried: list[tuple[str, Place]] = field(default_factory=list)
    """The unit of each amount read so far, empty for none, and its place."""

    @property
    def table(self) -> Mapping[str, Node]:
        """Return its parts by their key; none where it is no table."""
        return self.node.value if isinstance(self.node.value, dict) else {}

    def refuse(self, what: str, mend: str, node: Node | None = None) -> NoReturn:
        """Raise StudyError: say what is wrong, at a piece or at the whole."""
        raise StudyError([Fault((node or self.node).place, what, mend)])

    def amount(self, node: Node) -> float:
        """Return a number in the assumption's unit."""
        value, unit = self._read(node)
        self.carried.append((unit, node.place))
        return value

    def plain(self, node: Node) -> float:
        """Return a number that carries no unit; `25 %` is 0.25."""
        value, unit = self._read(node)
        if unit not in ("", PERCENT):
            self.refuse(f"a plain number is wanted here, not one in {unit}", "leave the unit out", node)
        return value

    def years(self, node: Node) -> float:
        """Return a number of years."""
        value, unit = self._read(node)
        if unit not in ("", *YEARS):
            self.refuse(f"a half-life is in years, not in {unit}", "write it in years", node)
        return value

    def span(self, node: Node, read: Callable[[Node], float] | None = None) -> tuple[float, float]:
        """Return the ends of `5 to 20` or [5, 20], amounts unless told; one % after `-5 to 5 %` counts for both."""
        read = read or self.amount
        if isinstance(node.value, list):
            low, high = self.list_of(2, read, node)
            return low, high
        match = SPAN.match(str(node.value))
        if not match:
            self.refuse(f"'{node.value}' is not a range", "write 5 to 20, or [5, 20]", node)
        low_text, high_text = ends(match["low"], match["high"], node.place)
        return read(Node(low_text, node.place)), read(Node(high_text, node.place))

    def list_of(
        self, count: int, read: Callable[[Node], float] | None = None, node: Node | None = None
    ) -> list[float]:
        """Return a list of so many numbers, amounts unless told."""
        node = node or self.node
        if not isinstance(node.value, list) or len(node.value) != count:
            self.refuse(f"a list of {count} numbers is wanted here", "write [a, b]", node)
        agreed(node.value)
        return [(read or self.amount)(item) for item in node.value]

    def weights(self) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """Return names and weights of a table, or of a list with equal weights."""
        if isinstance(self.node.value, list):
            return tuple(str(item.value) for item in self.node.value), tuple(1.0 for _ in self.node.value)
        if not isinstance(self.node.value, dict):
            self.refuse("names are wanted here", "write [a, b], or {a: 0.7, b: 0.3}")
        return tuple(self.table), tuple(self.all(self.table.values(), self.plain))

    def all(self, nodes: Iterable[Node], read: Callable[[Node], float]) -> list[float]:
        """Return numbers that carry % all, or none of them."""
        nodes = list(nodes)
        agreed(nodes)
        return [read(node) for node in nodes]

    def _read(self, node: Node) -> tuple[float, str]:
        if isinstance(node.value, bool) or not isinstance(node.value, (int, float, str)):
            self.refuse("a number is wanted here", "write a number, or one with %", node)
        return self.literal(str(node.value), node.place)
