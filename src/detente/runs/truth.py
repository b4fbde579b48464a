"""The truth of a claim in every draw, from the recorded columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..domains.columns import named
from ..domains.domain import BoundClaim, Problem
from ..study.evaluate import Atom, Lookup, judge, through
from ..study.expression import Expression, Reference
from .table import Table


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


def judged(problem: Problem, claim: BoundClaim, table: Table, draws: int) -> Judged:
    """Return a modelled claim's truth in every draw; reads only the columns that it names."""
    return judged_in(
        problem, claim, table.read(sorted(set(named(problem, claim.cells, _test(claim))))), draws
    )


def judged_in(problem: Problem, claim: BoundClaim, recorded: Mapping[str, np.ndarray], draws: int) -> Judged:
    """Return a modelled claim's truth in each of some draws whose columns are at hand, `[draw]` each."""
    found = judge(_test(claim), looking(problem, claim.cells, recorded), np)
    atoms = tuple(Atom(atom.text, _full(atom.margin, draws)) for atom in found.atoms)
    return Judged(claim, _full(found.truth, draws), _full(found.margin, draws), atoms)


def looking(
    problem: Problem, cells: Mapping[Reference, tuple[str, ...]], recorded: Mapping[str, np.ndarray]
) -> Lookup:
    """Return a look-up in recorded columns; a reference with a list of labels finds `[label, draw]`."""

    def read(reference: Reference) -> Any:
        if reference in cells:
            found = [recorded[name] for name in cells[reference]]
            return np.stack(found) if _is_list(reference) else found[0]
        return recorded[reference.column]

    return through(problem.study.quantities, read, np)


def _test(claim: BoundClaim) -> Expression:
    if claim.claim.holds is None:
        raise ValueError(f"the claim {claim.id} is not modelled yet")
    return claim.claim.holds


def _is_list(reference: Reference) -> bool:
    return any(isinstance(index, tuple) for index in reference.indices)


def _full(values: Any, draws: int) -> np.ndarray:
    """Give a number that no draw changes its place in every draw."""
    return np.array(np.broadcast_to(values, (draws,)))
