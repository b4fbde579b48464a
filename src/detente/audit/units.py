"""The unit of a comparison's margin, as far as its two sides tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..study.expression import COMPARISONS, Number, Operation, Reference, Tree, walk
from ..study.units import PERCENT

UnitOf = Callable[[Reference], str]
ALIKE = ("+", "-", "min", "max", "sum", "mean", "abs", "negative", *COMPARISONS)
"""Operations whose parts have the unit of the whole."""


def comparisons(tree: Tree) -> list[Operation]:
    """Return the comparisons of a claim in the order of its text."""
    return [node for node in walk(tree) if isinstance(node, Operation) and node.name in COMPARISONS]


def unit(tree: Tree, unit_of: UnitOf) -> str:
    """Return the unit of an expression, or of a comparison's margin; empty if none can be told."""
    return _unit(tree, unit_of) or ""


def _unit(tree: Tree, unit_of: UnitOf) -> str | None:
    """Return a unit, empty where it cannot be told, None for a plain number, which fits any."""
    if isinstance(tree, Number):
        return None if tree.unit == PERCENT else tree.unit or None
    if isinstance(tree, Reference):
        return unit_of(tree)
    parts = [_unit(part, unit_of) for part in tree.parts]
    if tree.name in ALIKE:
        return common(part for part in parts if part is not None) if any(parts) else _none(parts)
    if tree.name == "*" and parts.count(None) == 1:
        return parts[0] if parts[1] is None else parts[1]
    if tree.name == "/" and parts[1] is None:
        return parts[0]
    return ""


def _none(parts: list[str | None]) -> str | None:
    return None if all(part is None for part in parts) else ""


def common(units: Iterable[str]) -> str:
    """Return the unit that all have; empty if they differ."""
    found = set(units)
    return found.pop() if len(found) == 1 else ""
