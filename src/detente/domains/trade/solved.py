"""The trade model's compiled parts: a solve, its guide and the outcomes, for one world and a group of draws.

What is compiled hangs on shapes alone: economies, industries, quotas, draws, and whether exports are taxed and inputs
nested. Studies of one shape share it, and a world, a move or a claim more compiles nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import jax
import numpy as np

from .. import pytrees  # noqa: F401  (double precision, and worlds as pytrees, before anything is traced)
from ..domain import Problem
from ..records import OutcomeCell
from .checks import Ending
from .draw import key_of, traded
from .equations import Accounts, Shock
from .guide import guide as make_guide
from .outcomes import OUTCOMES, Comparison
from .solve import Equilibrium, Guide, equilibria

guide = jax.jit(make_guide)
ENDINGS = ("status", "economy", "industry", "residual")


class Solved(NamedTuple):
    """What is read off one world's equilibria: every outcome of the trade model, and how the solves ended, by draw."""

    tables: dict[str, Any]
    status: Ending
    residual: Any

    def fetched(self, outcomes: Iterable[str]) -> Solved:
        """Return some outcomes as NumPy arrays: this waits for them."""
        tables = {name: np.asarray(self.tables[name]) for name in outcomes}
        return Solved(tables, jax.device_get(self.status), np.asarray(self.residual))


@jax.jit
def solve(accounts: Accounts, shock: Shock, guide: Guide | None) -> Equilibrium:
    """Solve one world for all draws of a group, `[draw, ...]`."""
    case = jax.tree.map(lambda array: array[:, None], shock)
    found = equilibria(accounts, case, jax.tree.map(lambda array: array[None], guide))
    alone: Equilibrium = jax.tree.map(lambda array: array[:, 0], found)
    return alone


@jax.jit
def tables(accounts: Accounts, start: Equilibrium, end: Equilibrium) -> dict[str, jax.Array]:
    """Return every outcome of a world against the start world, `[draw, ...]` each."""

    def read(*draw: Any) -> dict[str, jax.Array]:
        return {one.name: one.function(Comparison(*draw)) for one in OUTCOMES}

    found: dict[str, jax.Array] = jax.vmap(read)(accounts, start, end)
    return found


def outcomes_of(problem: Problem) -> dict[tuple[str, ...], set[str]]:
    """Return the outcomes of the trade model that are asked for of each world, in the order of `traded`."""
    keys = {case.name: key_of(case) for case in problem.cases}
    asked: dict[tuple[str, ...], set[str]] = {key: set() for key in traded(problem)}
    for cell in problem.cells_of("trade"):
        asked[keys[cell.case]].add(cell.outcome)
    return asked


def names_of(problem: Problem) -> tuple[str, ...]:
    """Return the names of the trade model's columns: its cells, and how each world's solve ended."""
    cells = [cell.name for cell in problem.cells_of("trade")]
    return (*cells, *(f"{name}[{case.name}]" for case in problem.cases for name in ENDINGS))


def columns_of(problem: Problem, solved: Sequence[Solved]) -> Iterator[Any]:
    """Yield these columns, `[draw]` each."""
    by_key = dict(zip(traded(problem), solved, strict=True))
    found = {case.name: by_key[key_of(case)] for case in problem.cases}
    for cell in problem.cells_of("trade"):
        yield found[cell.case].tables[cell.outcome][(slice(None), *_place(problem, cell))]
    for end in found.values():
        yield from (code.astype(float) for code in end.status)
        yield end.residual


def _place(problem: Problem, cell: OutcomeCell) -> Iterator[int]:
    """Yield the places of a cell's labels in its outcome's table."""
    world = problem.world
    for label in cell.labels:
        yield world.economies.index(label) if label in world.economies else world.industries.index(label)
