"""The ways in which a claim can turn: which of its comparisons must hold, and which must not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from ..study.expression import COMPARISONS, Operation, Tree

MOST = 24
"""Ways that are looked at; a claim of more is rare, and its nearest one is nearly always among the first."""

Way = frozenset[tuple[int, bool]]
"""Comparisons by their place in the text, and whether each must hold."""


def ways(tree: Tree, holds: bool) -> tuple[Way, ...]:
    """Return ways to make a claim hold, or fail: any one of them does, each needs all of its comparisons.

    `a and b` fails in two ways and holds in one. Comparisons count in the order of the text.
    """
    found = dict.fromkeys(_ways(tree, holds, iter(range(1_000_000))))
    return tuple(found)[:MOST]


def _ways(tree: Tree, holds: bool, count: Iterator[int]) -> list[Way]:
    if not isinstance(tree, Operation):
        return []
    if tree.name in COMPARISONS:
        return [frozenset({(next(count), holds)})]
    if tree.name == "not":
        return _ways(tree.parts[0], not holds, count)
    parts = [_ways(part, holds, count) for part in tree.parts]
    if (tree.name in ("and", "all")) != holds:
        return [way for part in parts for way in part][:MOST]
    joined: list[Way] = [frozenset()]
    for part in parts:
        joined = [one | other for one, other in product(joined, part)][:MOST]
    return joined
