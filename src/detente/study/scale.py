"""The scale of an issue: named points from its low end to its high one."""

from __future__ import annotations

import math
from itertools import pairwise

from .faults import Faults, show
from .records import Node

Points = tuple[tuple[str, float], ...]
MEND = "write [low_end, middle, high_end], or {low_end: 0, high_end: 10}"


def points_of(node: Node, faults: Faults) -> Points:
    """Return the points of a scale, ascending: a list lies evenly between 0 and 1; none, and faults, if wrong.

    scale: [relief_first, in_steps, all_first]
    scale: {at_once: 0, in_a_decade: 10}
    """
    found = _table(node, faults) if isinstance(node.value, dict) else _even(node, faults)
    names = [name for name, _ in found]
    if len(set(names)) != len(names):
        faults.add(node.place, "two points of the scale have one name", "rename one")
        return ()
    if found and (len(found) < 2 or any(b <= a for (_, a), (_, b) in pairwise(found))):
        faults.add(node.place, "a scale needs two points or more, ascending", MEND)
        return ()
    return tuple(found)


def _even(node: Node, faults: Faults) -> list[tuple[str, float]]:
    """Return named points that lie evenly."""
    if not isinstance(node.value, list) or not node.value:
        faults.add(node.place, f"{show(node)} is no scale", MEND)
        return []
    last = max(1, len(node.value) - 1)
    for one in node.value:
        if not isinstance(one.value, str):
            faults.add(one.place, f"{show(one)} is no name of a point", MEND)
            return []
    return [(one.value, place / last) for place, one in enumerate(node.value)]


def _table(node: Node, faults: Faults) -> list[tuple[str, float]]:
    """Return points with places of their own."""
    found = []
    for name, one in node.value.items():
        if (
            isinstance(one.value, bool)
            or not isinstance(one.value, int | float)
            or not math.isfinite(one.value)
        ):
            faults.add(one.place, f"{show(one)} is no place on a scale", "write a number")
            return []
        found.append((name, float(one.value)))
    if not found:
        faults.add(node.place, "an empty scale", MEND)
    return found
