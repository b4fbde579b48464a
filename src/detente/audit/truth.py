"""The truth of a claim in every draw, from the recorded columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from ..bind.records import BoundClaim, Problem
from ..study.evaluate import Atom, judge, through
from ..study.expression import Expression, Reference


class Recorded(Protocol):
    """Columns that can be read by name, `[draw]` each: those of a run, or of points that were tried."""

    def read(self, names: list[str]) -> dict[str, np.ndarray]:
        """Return some columns."""


@dataclass(frozen=True)
class Judged:
    """A claim over all draws, `[draw]` each: truth 1, 0 or -1 (unknown), signed margin, comparisons."""

    claim: BoundClaim
    truth: np.ndarray
    margin: np.ndarray
    atoms: tuple[Atom, ...]

    @property
    def constant(self) -> bool:
        """Tell whether the claim is known, and the same, in every draw."""
        return bool(self.truth[0] >= 0 and (self.truth == self.truth[0]).all())

    @property
    def as_numbers(self) -> np.ndarray:
        """Return 1 where the claim holds, 0 where it does not, NaN where that is unknown."""
        return np.where(self.truth < 0, np.nan, self.truth.astype(float))


def judged(problem: Problem, claim: BoundClaim, table: Recorded, draws: int) -> Judged:
    """Return a modelled claim's truth in every draw; reads only the columns that it names."""
    holds = claim.claim.holds
    if holds is None:
        raise ValueError(f"the claim {claim.id} is not modelled yet")
    recorded = table.read(sorted(set(named(problem, claim.cells, holds))))

    def read(reference: Reference) -> Any:
        if reference in claim.cells:
            cells = [recorded[name] for name in claim.cells[reference]]
            return np.stack(cells) if _is_list(reference) else cells[0]
        return recorded[reference.column]

    with np.errstate(all="ignore"):
        found = judge(holds, through(problem.study.quantities, read, np), np)
    atoms = tuple(Atom(atom.text, _full(atom.margin, draws)) for atom in found.atoms)
    return Judged(claim, _full(found.truth, draws), _full(found.margin, draws), atoms)


def named(
    problem: Problem, cells: Mapping[Reference, tuple[str, ...]], expression: Expression
) -> Iterator[str]:
    """Yield the columns that an expression reads, through the study's quantities."""
    for reference in expression.references():
        if reference in cells:
            yield from cells[reference]
        elif reference.name in problem.study.quantities:
            yield from named(problem, cells, problem.study.quantities[reference.name].expression)
        else:
            yield reference.column


def _is_list(reference: Reference) -> bool:
    return any(isinstance(index, tuple) for index in reference.indices)


def _full(values: Any, draws: int) -> np.ndarray:
    """Give a number that no draw changes its place in every draw."""
    return np.array(np.broadcast_to(values, (draws,)))
