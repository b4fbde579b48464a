"""Trade in a batch of draws: the worlds of a problem solved in one compiled call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from ...ground.blocks import by_block
from .. import pytrees  # noqa: F401  (double precision, and worlds as pytrees, before anything is traced)
from ..compiled import keep_compiled
from ..domain import Problem
from ..records import START, OutcomeCell
from ..switches import switch
from ..values import Watched
from .draw import setup, traded
from .equations import Accounts, Shock
from .guide import guide as make_guide
from .outcomes import OUTCOMES, Comparison
from .solve import Equilibrium, Guide, equilibria

GROUP = 128
"""Draws solved side by side: few enough that their weights stay in the processor's cache."""


class TradeSolver:
    """The trade model of a problem, compiled: from columns of draws to columns of outcomes and statuses."""

    def __init__(
        self, problem: Problem, centre: Mapping[str, float] | None = None, switches: Sequence[str] = ()
    ) -> None:
        """Prepare for a problem; compilation happens at the first call.

        With the assumptions at their `centre`, draws are solved from there, in fewer sweeps. Moves named in
        `switches` are left out where the column `switch(move)` is 0.
        """
        keep_compiled()
        self.problem = problem
        self.names = tuple(column.name for column in problem.columns)
        self.switches = tuple(switches)
        self._centre = centre
        self._lock = Lock()
        self._solved = solved_columns(problem)
        self._compiled = jax.jit(self._all)

    def _all(self, draws: Array, guide: Guide | None) -> Array:
        """Return every column of the trade model, `[column, draw]`: one array leaves the device faster than many."""
        names = ("", *self.names, *map(switch, self.switches))
        found = evaluate(self.problem, dict(zip(names, draws.T, strict=True)), guide)
        return jnp.stack([found[name] for name in self._solved])

    @cached_property
    def guide(self) -> Guide | None:
        """Return what guides the solves, made when first asked for."""
        if self._centre is None:
            return None
        values = {name: jnp.asarray(float(self._centre[name])) for name in self.names}
        found: Guide = jax.jit(lambda: guide_at(self.problem, values))()
        return found

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """Return the names of the columns that the trade model reads: they are noted while it is traced."""
        names = (*self.names, *map(switch, self.switches))
        watched = Watched({name: jnp.zeros(()) for name in names})
        jax.eval_shape(lambda: setup(self.problem, watched))
        return tuple(watched.read)

    def __call__(
        self, problem: Problem, values: Mapping[str, np.ndarray], count: int
    ) -> Callable[[], dict[str, np.ndarray]]:
        """Begin to solve; return what waits for the cells and, for each world, its status (a code of `Status`), the
        places of the economy and the industry it is about, and the residual, `[draw]` each.
        """
        made = [np.broadcast_to(values.get(switch(name), 1.0), (count,)) for name in self.switches]
        draws = np.stack([np.zeros(count), *(values[name] for name in self.names), *made], axis=1)
        with self._lock:
            guide = self.guide
        waiting = by_block(lambda block: self._compiled(block, guide), draws, GROUP)
        return lambda: dict(zip(self._solved, waiting(), strict=True))


def solved_columns(problem: Problem) -> tuple[str, ...]:
    """Return the names of the trade model's columns: its cells, and how each world's solve ended."""
    cells = [cell.name for cell in problem.cells_of("trade")]
    endings = ("status", "economy", "industry", "residual")
    return (*cells, *(f"{name}[{case.name}]" for case in problem.cases for name in endings))


def guide_at(problem: Problem, values: Mapping[str, Array]) -> Guide:
    """Return the guides, one a case, for draws about the values given, one number an assumption."""
    accounts, shocks = setup(problem, values)
    found: Guide = jax.lax.map(lambda shock: make_guide(accounts, shock), shocks)
    return found


def evaluate(
    problem: Problem, values: Mapping[str, Float[Array, " draw"]], guide: Guide | None = None
) -> dict[str, Float[Array, " draw"]]:
    """Return each outcome cell for each draw; traceable and differentiable in the values.

    The number of draws must be a multiple of `GROUP`, or below it.
    """
    count = len(next(iter(values.values())))
    if count <= GROUP:
        return _group(problem, values, guide)
    blocks = jax.tree.map(lambda column: column.reshape(-1, GROUP), dict(values))
    found = jax.lax.map(lambda block: _group(problem, block, guide), blocks)
    return {name: column.reshape(count) for name, column in found.items()}


def _group(problem: Problem, values: Mapping[str, Array], guide: Guide | None) -> dict[str, Array]:
    """Solve a group of draws in one loop and read the cells off."""
    accounts, shocks = jax.vmap(lambda one: setup(problem, one))(dict(values))
    found = _by_case(accounts, shocks, guide)
    solved = list(traded(problem))
    places = {
        case.name: solved.index(tuple(one.name for one in case.about("trade"))) for case in problem.cases
    }
    cells, functions = problem.cells_of("trade"), {one.name: one.function for one in OUTCOMES}

    def read(accounts: Any, found: Equilibrium) -> dict[str, Array]:
        ends = {
            name: jax.tree.map(lambda array, place=place: array[place], found)
            for name, place in places.items()
        }
        worlds = {name: Comparison(accounts, ends[START], end) for name, end in ends.items()}
        tables = {(cell.outcome, cell.case): functions[cell.outcome](worlds[cell.case]) for cell in cells}
        return {cell.name: _pick(problem, cell, tables[cell.outcome, cell.case]) for cell in cells}

    columns = jax.vmap(read)(accounts, found)
    for name, place in places.items():
        ending = found.status
        columns[f"status[{name}]"] = ending.code[:, place].astype(float)
        columns[f"economy[{name}]"] = ending.economy[:, place].astype(float)
        columns[f"industry[{name}]"] = ending.industry[:, place].astype(float)
        columns[f"residual[{name}]"] = found.residual[:, place]
    return columns


def _by_case(accounts: Accounts, shocks: Shock, guide: Guide | None) -> Equilibrium:
    """Solve one case after the other, all draws of the group together: they need about as many sweeps."""
    cases = jax.tree.map(lambda array: jnp.moveaxis(array, 1, 0)[:, :, None], shocks)
    guides = jax.tree.map(lambda array: array[:, None], guide)
    found = jax.lax.map(lambda case: equilibria(accounts, *case), (cases, guides))
    by_draw: Equilibrium = jax.tree.map(lambda array: jnp.moveaxis(array[:, :, 0], 0, 1), found)
    return by_draw


def _pick(problem: Problem, cell: OutcomeCell, table: Array) -> Array:
    """Take the cell's labels out of an outcome's table."""
    world = problem.world
    place: list[int] = []
    for label in cell.labels:
        place.append(
            world.economies.index(label) if label in world.economies else world.industries.index(label)
        )
    return table[tuple(place)]
