"""Numbers of a small file, decimals or fractions, with a fault at each that is none."""

from __future__ import annotations

from fractions import Fraction

from ..domains.strategy.forms import number
from .faults import Faults, show
from .records import Node


def numbers(node: Node, count: int, what: str, faults: Faults) -> tuple[Fraction, ...]:
    """Return so many numbers of a list; none, and faults, where it holds anything else."""
    items = faults.list_of(node)
    if isinstance(node.value, list) and len(items) != count:
        faults.add(node.place, f"{len(items)} numbers here", f"write one {what} a player, {count} in all")
        return ()
    found = [exactly(item, what, faults) for item in items]
    return tuple(value for value in found if value is not None)


def one(node: Node, what: str, faults: Faults) -> float | None:
    """Return a number as a float, or None and a fault."""
    found = exactly(node, what, faults)
    return None if found is None else float(found)


def exactly(node: Node, what: str, faults: Faults) -> Fraction | None:
    """Return a number as it is written, or None and a fault."""
    try:
        if not isinstance(node.value, str | int | float):
            raise ValueError
        return number(node.value)
    except (ValueError, ZeroDivisionError, OverflowError):
        faults.add(node.place, f"'{show(node)}' is no {what}", "write a number or a fraction, as 0.25 or 1/4")
        return None
