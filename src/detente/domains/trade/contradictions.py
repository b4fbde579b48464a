"""Moves on trade of one world that cannot all hold."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...world.records import World
from ..move import Written
from ..records import Case
from .moves.measures import Lift, Measures
from .moves.quota import Quota
from .moves.selection import OnFlows


def contradictions(case: Case, world: World, whole: bool) -> Iterator[tuple[Written, str, str]]:
    """Yield a move that cannot hold beside another, what is wrong, and what mends it.

    `whole` says that every move of the world could be read: else one that is missing may be what is in force.
    """
    in_force: set[str] = set()
    for position, written in enumerate(case.written):
        if isinstance(written.move, Measures):
            in_force.add(written.move.authority)
        if whole and isinstance(written.move, Lift) and written.move.authority not in in_force:
            what = (
                f"world '{case.name}' lifts measures of {written.move.authority} that are not in force in it"
            )
            yield written, what, "put them in force first, with a move `measures`"
        for other in case.written[:position]:
            if _clash(written, other, world):
                what = f"in world '{case.name}' the moves '{other.name}' and '{written.name}' contradict each other: "
                what += "both settle the same flows"
                yield written, what, "let them be about different flows, or keep one"


def _clash(one: Written, other: Written, world: World) -> bool:
    """Tell whether two moves set the same duty, or cap the same flow."""
    a, b = one.move, other.move
    if isinstance(a, Quota) and isinstance(b, Measures):
        return _capped(a, b, world)
    if isinstance(b, Quota) and isinstance(a, Measures):
        return _capped(b, a, world)
    if type(a) is not type(b) or not isinstance(a, OnFlows) or not isinstance(b, OnFlows):
        return False
    return a.settles and b.settles and bool(np.any(a.cells(world) * b.cells(world)))


def _capped(quota: Quota, measures: Measures, world: World) -> bool:
    """Tell whether an authority's measures cap a flow that a quota caps too."""
    caps = world.measure_caps[world.authorities.index(measures.authority)].sum(0)
    return bool(np.any(quota.cells(world) * caps))
