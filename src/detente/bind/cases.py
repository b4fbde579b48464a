"""The worlds to solve in every draw: the start, the base year, and those that the study compares."""

from __future__ import annotations

import numpy as np

from ..domains.freight import reach
from ..domains.move import Written
from ..domains.problem import Case
from ..domains.trade.moves.measures import Lift, Measures
from ..domains.trade.moves.quota import Quota
from ..domains.trade.moves.selection import OnFlows
from ..study.faults import Faults
from ..study.records import Node, Study
from ..world.records import World

START, BASE = "start", "base"
"""The names of the start world and of the base year's accounts without any move."""


def cases(study: Study, world: World, made: dict[str, Written], faults: Faults) -> tuple[Case, ...]:
    """Return the start world, the study's worlds (the start world and more moves), and the base year."""
    reach.check(study, world, made, faults)
    start = _chosen(study.start, made, study, faults)
    found = [Case(START, "the start world: measures in force on the study's date", start)]
    for name, text in study.worlds.items():
        if name in (START, BASE):
            faults.add(text.place, f"the name '{name}' is taken", "give this world another name")
        case = Case(name, text.meaning, start + _chosen(text.moves, made, study, faults))
        whole = all(
            isinstance(node.value, str) and node.value in made for node in (*study.start, *text.moves)
        )
        _contradictions(case, text.moves, world, faults, whole)
        found.append(case)
    return (*found, Case(BASE, "the base year's accounts, with no move made", ()))


def _chosen(
    nodes: tuple[Node, ...], made: dict[str, Written], study: Study, faults: Faults
) -> tuple[Written, ...]:
    return tuple(
        made[node.value] for node in nodes if faults.known(node, study.moves, "move") and node.value in made
    )


def _contradictions(case: Case, nodes: tuple[Node, ...], world: World, faults: Faults, whole: bool) -> None:
    """Add a fault for moves of one world that cannot all hold; `whole` says that none of its moves has a fault."""
    places = {node.value: node.place for node in nodes if isinstance(node.value, str)}
    in_force: set[str] = set()
    for position, written in enumerate(case.written):
        place = places.get(written.name, written.place)
        if any(other.name == written.name for other in case.written[:position]):
            faults.add(place, f"world '{case.name}' makes the move '{written.name}' twice", "keep one")
        if isinstance(written.move, Measures):
            in_force.add(written.move.authority)
        if whole and isinstance(written.move, Lift) and written.move.authority not in in_force:
            faults.add(
                place,
                f"world '{case.name}' lifts measures of {written.move.authority} that are not in force in it",
                "put them in force first, with a move `measures`",
            )
        for other in case.written[:position]:
            if _clash(written, other, world):
                faults.add(
                    place,
                    f"in world '{case.name}' the moves '{other.name}' and '{written.name}' contradict each other: "
                    "both settle the same flows",
                    "let them be about different flows, or keep one",
                )


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
