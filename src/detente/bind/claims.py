"""From what a claim names to the numbers that it reads."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

from ..ground.faults import did_you_mean
from ..models.outcomes import OUTCOMES, Outcome
from ..study.expression import Reference
from ..study.records import Claim, Study
from ..world.gas import GAS_PARTIES, MARKETS
from ..world.records import World
from .faults import Faults
from .options import SplitOption
from .records import BoundClaim, Case, Column, OutcomeCell
from .units import settle, unit_in


class Scope:
    """Everything that an expression of the study may name."""

    def __init__(
        self,
        study: Study,
        world: World,
        cases: tuple[Case, ...],
        columns: tuple[Column, ...],
        split: SplitOption | None = None,
        parties: tuple[str, ...] = GAS_PARTIES,
    ) -> None:
        """Collect the names; `parties` are those of the gas world."""
        self.study, self.world, self.split, self.parties = study, world, split, parties
        self.cases = tuple(case.name for case in cases)
        self.columns = {column.name: column for column in columns}
        self.cells: dict[str, OutcomeCell] = {}

    def labels(self, axis: str) -> tuple[str, ...]:
        """Return the labels of an axis."""
        return {
            "economy": self.world.economies,
            "industry": self.world.industries,
            "market": MARKETS,
            "party": self.parties,
            "sharer": self.split.parties if self.split else (),
            "world": self.cases,
        }[axis]

    def cell(self, outcome: Outcome, labels: tuple[str, ...]) -> str:
        """Return the name of an outcome's cell, and have it recorded."""
        name = f"{outcome.name}[{','.join(labels)}]"
        self.cells[name] = OutcomeCell(outcome.name, labels[:-1], labels[-1], name, outcome.unit)
        return name

    def everything(self) -> list[str]:
        """Return every name that may stand in an expression."""
        return [*self.study.assumptions, *self.study.quantities, *OUTCOMES]


def claim(scope: Scope, one: Claim, faults: Faults) -> BoundClaim | None:
    """Resolve what a claim reads; None where it is not modelled yet."""
    if one.holds is None:
        return None
    cells: dict[Reference, tuple[str, ...]] = {}
    depends: set[str] = set()
    for reference in one.holds.references():
        if reference.name in OUTCOMES:
            cells[reference] = _cells(scope, OUTCOMES[reference.name], reference, faults)
        else:
            depends |= assumptions_in(scope, reference, faults)

    def unit_of(reference: Reference) -> str:
        outcome = OUTCOMES.get(reference.name)
        return outcome.unit if outcome else unit_in(study, reference)

    study = scope.study
    settled = replace(one, holds=settle(one.holds, unit_of, faults))
    return BoundClaim(one.id, settled, cells, frozenset(depends), bool(cells))


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
    if reference.name in OUTCOMES:
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
    axes = (*outcome.axes, "world")
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
    known = scope.labels(axis)
    for name in named:
        if name not in known:
            faults.add(reference.place, f"no {axis} '{name}'", did_you_mean(str(name), known))
    return tuple(str(name) for name in named if name in known)
