"""The worlds to solve in every draw: the start, the base year, and those that the study compares."""

from __future__ import annotations

from collections.abc import Iterator

from ..domains.domain import Reading
from ..domains.move import Written
from ..domains.records import BASE, START, Case
from ..study.records import Node


def cases(reading: Reading) -> tuple[Case, ...]:
    """Return the start world, the study's worlds (the start world and more moves), and the base year."""
    study, made, faults = reading.study, reading.made, reading.faults
    for domain in reading.domains:
        domain.check_moves(reading)
    start = _chosen(study.start, reading)
    found = [Case(START, "the start world: measures in force on the study's date", start)]
    for name, text in study.worlds.items():
        if name in (START, BASE):
            faults.add(text.place, f"the name '{name}' is taken", "give this world another name")
        case = Case(name, text.meaning, start + _chosen(text.moves, reading))
        whole = all(
            isinstance(node.value, str) and node.value in made for node in (*study.start, *text.moves)
        )
        places = {node.value: node.place for node in text.moves if isinstance(node.value, str)}
        for written, what, mend in _contradictions(case, reading, whole):
            faults.add(places.get(written.name, written.place), what, mend)
        found.append(case)
    return (*found, Case(BASE, "the base year's accounts, with no move made", ()))


def _chosen(nodes: tuple[Node, ...], reading: Reading) -> tuple[Written, ...]:
    """Return the moves that nodes name."""
    known, made = reading.study.moves, reading.made
    return tuple(
        made[node.value] for node in nodes if reading.faults.known(node, known, "move") and node.value in made
    )


def _contradictions(case: Case, reading: Reading, whole: bool) -> Iterator[tuple[Written, str, str]]:
    """Yield moves of one world that cannot all hold; `whole` says that none of its moves has a fault."""
    for position, written in enumerate(case.written):
        if any(other.name == written.name for other in case.written[:position]):
            yield written, f"world '{case.name}' makes the move '{written.name}' twice", "keep one"
    for domain in reading.domains:
        yield from domain.contradictions(case, reading, whole)
