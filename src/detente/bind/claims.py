"""From what a claim names to the numbers that it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from ..domains.domain import BoundClaim, BoundForecast, Domain, Outcome, Reading, outcomes_of
from ..domains.records import START, OutcomeCell
from ..ground.faults import did_you_mean
from ..study.evaluate import evaluate
from ..study.expression import Expression, Reference
from ..study.faults import Faults
from ..study.records import Claim, Event
from ..study.settle import settle
from .lengths import check_lengths


class Scope:
    """Everything that an expression of the study may name."""

    def __init__(self, reading: Reading) -> None:
        """Collect the names."""
        self.reading, self.study = reading, reading.study
        self.outcomes = outcomes_of(reading.domains)
        self.giver = {outcome.name: domain for domain in reading.domains for outcome in domain.outcomes}
        self.columns = {column.name: column for column in reading.columns}
        self.cells: dict[str, OutcomeCell] = {}

    def cell(self, outcome: Outcome, labels: tuple[str, ...]) -> str:
        """Return the name of an outcome's cell, and have it recorded; a world's name comes last, if it has one."""
        name = f"{outcome.name}[{','.join(labels)}]"
        case = labels[-1] if outcome.by_world else START
        inner = labels[:-1] if outcome.by_world else labels
        unit, domain = self.unit(outcome, labels), self.giver[outcome.name].name
        self.cells[name] = OutcomeCell(outcome.name, inner, case, name, unit, outcome.dims, domain)
        return name

    def unit(self, outcome: Outcome, labels: tuple[Any, ...]) -> str:
        """Return an outcome's unit at some labels."""
        return self.giver[outcome.name].unit(outcome, labels, self.reading)

    def unit_of(self, reference: Reference) -> str | None:
        """Return the unit of an outcome, or of a row of a world's table; None of what the study names itself."""
        outcome, column = self.outcomes.get(reference.name), self.columns.get(reference.column)
        if outcome:
            return self.unit(outcome, reference.indices)
        return column.unit if column and reference.indices and column.unit != "1" else None

    def everything(self) -> list[str]:
        """Return every name that may stand in an expression."""
        return [*self.study.assumptions, *self.study.quantities, *self.outcomes]

    def record(self) -> None:
        """Have recorded what each domain reports, or reads of another, whether or not a claim names it."""
        reading = self.reading
        for domain in reading.domains:
            taken = any(domain.name in one.takes for one in _present(reading))
            named = taken or any(cell.domain == domain.name for cell in self.cells.values())
            for name, labels in domain.recorded(reading, named):
                self.cell(self.outcomes[name], labels)


def _present(reading: Reading) -> list[Domain]:
    """Return the domains of which the study has options."""
    return [one for one in reading.domains if reading.options.get(one.name) is not None]


def claim(scope: Scope, one: Claim, faults: Faults) -> BoundClaim | None:
    """Resolve what a claim reads; None where it is not modelled yet."""
    if one.holds is None:
        return None
    holds, cells, depends = _resolved(scope, one.holds, faults)
    through = _through(scope, cells)
    return BoundClaim(one.id, replace(one, holds=holds), cells, frozenset(depends), bool(cells), through)


def _through(scope: Scope, cells: Mapping[Reference, tuple[str, ...]]) -> frozenset[str] | None:
    """Return the assumptions that outcomes rest on; None where all may enter."""
    found: set[str] = set()
    for domain in {scope.giver[reference.name] for reference in cells}:
        option = scope.reading.options.get(domain.name)
        known = None if option is None else domain.rests_on(option)
        if known is None:
            return None
        for expression in known:
            for reference in expression.references():
                found |= assumptions_in(scope, reference, Faults())
    return frozenset(found)


def forecast(scope: Scope, event: Event, faults: Faults) -> BoundForecast | None:
    """Resolve what an event was given: a number, or what holds in a share of draws; None where nothing was forecast."""
    if event.chance is None:
        return None
    chance, cells, _ = _resolved(scope, event.chance, faults)
    if not chance.is_comparison and not chance.references():
        value = float(evaluate(chance, lambda reference: np.nan, np))
        if not 0 <= value <= 1:
            faults.add(chance.place, f"{value:g} is no chance", "write a number from 0 to 1, or with %")
    return BoundForecast(event, chance, cells)


def _resolved(
    scope: Scope, expression: Expression, faults: Faults
) -> tuple[Expression, dict[Reference, tuple[str, ...]], set[str]]:
    """Return an expression in settled units, the cells of its outcomes, and the assumptions that it names."""
    cells: dict[Reference, tuple[str, ...]] = {}
    depends: set[str] = set()
    for reference in expression.references():
        if reference.name in scope.outcomes:
            cells[reference] = _cells(scope, scope.outcomes[reference.name], reference, faults)
        else:
            depends |= assumptions_in(scope, reference, faults)
    check_lengths(expression, faults)
    return settle(expression, scope.study, faults, outside=scope.unit_of), cells, depends


def assumptions_in(
    scope: Scope, reference: Reference, faults: Faults, below: tuple[str, ...] = ()
) -> set[str]:
    """Return the assumptions that a reference rests on, through the study's quantities."""
    study = scope.study
    if reference.name in below:
        circle = " -> ".join((*below, reference.name))
        faults.add(
            reference.place, f"the quantity '{reference.name}' rests on itself ({circle})", "break the circle"
        )
        return set()
    if reference.name in study.quantities:
        inner = study.quantities[reference.name].expression.references()
        return set[str]().union(
            *(assumptions_in(scope, one, faults, (*below, reference.name)) for one in inner)
        )
    if reference.name in faults.unread:
        return set()
    if reference.name in scope.outcomes:
        faults.add(
            reference.place,
            f"the outcome '{reference.name}' stands where only assumptions may",
            "outcomes are known after the world is solved: name them in claims only",
        )
        return set()
    if reference.name not in study.assumptions:
        faults.add(
            reference.place, f"no name '{reference.name}'", did_you_mean(reference.name, scope.everything())
        )
        return set()
    return _column_known(scope, reference, faults)


def _column_known(scope: Scope, reference: Reference, faults: Faults) -> set[str]:
    name = reference.column
    parts = [column for column in scope.columns.values() if column.assumption == reference.name]
    if parts and name not in scope.columns:
        known = [column.name for column in parts]
        faults.add(
            reference.place, f"'{name}' is not one number of '{reference.name}'", did_you_mean(name, known)
        )
    return {reference.name}


def _cells(scope: Scope, outcome: Outcome, reference: Reference, faults: Faults) -> tuple[str, ...]:
    """Return the cells that a reference to an outcome reads, several where an index is a list."""
    axes = outcome.labels
    if reference.name in faults.unread:
        return ()
    if len(reference.indices) != len(axes):
        faults.add(
            reference.place,
            f"{outcome.name} takes {len(axes)} names in brackets, not {len(reference.indices)}",
            f"write {outcome.name}[{', '.join(axes)}]",
        )
        return ()
    chosen = [
        _index(scope, axis, index, reference, faults)
        for axis, index in zip(axes, reference.indices, strict=True)
    ]
    return tuple(scope.cell(outcome, labels) for labels in product(*chosen)) if all(chosen) else ()


def _index(scope: Scope, axis: str, index: Any, reference: Reference, faults: Faults) -> tuple[str, ...]:
    """Return the labels that an index names."""
    named = index if isinstance(index, tuple) else (index,)
    known = scope.reading.labels(axis)
    for name in named:
        if name not in known:
            faults.missing(reference.place, axis, str(name), known)
    return tuple(str(name) for name in named if name in known)
