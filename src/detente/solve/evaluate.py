"""Evaluate a problem for many draws in one compiled call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from threading import Lock
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from ..bind.cases import START
from ..domains import pytrees  # noqa: F401  (double precision, and worlds as pytrees, before anything is traced)
from ..domains.compiled import keep_compiled as keep_compiled
from ..domains.gas.worlds import corridors
from ..domains.negotiation.settlements import settlements
from ..domains.peace.courses import courses
from ..domains.problem import OutcomeCell, Problem
from ..domains.switches import switch, without
from ..domains.trade.draw import setup, traded
from ..domains.trade.equations import Accounts, Shock
from ..domains.trade.guide import guide as make_guide
from ..domains.trade.outcomes import FUNCTIONS, Comparison
from ..domains.trade.solve import Equilibrium, Guide, equilibria
from ..ground.blocks import by_block
from .remembered import Remembered, Watched

MODELS = (corridors, courses, settlements)
"""The models beside trade: from a problem, columns and the number of draws to columns of outcomes."""
GROUP = 128
"""Draws solved side by side: few enough that their weights stay in the processor's cache."""


class Evaluator:
    """A problem, compiled: call it with columns of draws and get columns of outcomes.

    Calls from several threads run side by side; a draw's outcomes do not depend on its neighbours.
    """

    def __init__(
        self,
        problem: Problem,
        centre: Mapping[str, float] | None = None,
        switches: Sequence[str] = (),
        keeps: int = 0,
    ) -> None:
        """Prepare for a problem; compilation happens at the first call.

        With the assumptions at their `centre`, draws are solved from there, in fewer sweeps. Moves named in
        `switches` may be left out: where the column `switch(move)` is given, 0 in it leaves the move out of every
        world, in all draws of a call or in none. Each model keeps so many of its newest answers, for calls that
        change nothing that it reads.
        """
        keep_compiled()
        self.problem = problem
        self.names = tuple(column.name for column in problem.columns)
        self.switches = tuple(switches)
        self.cells = tuple(cell.name for cell in problem.cells)
        self._centre, self._keeps = centre, keeps
        self._lock = Lock()
        self._solved = solved_columns(problem)
        self._compiled = jax.jit(self._all)
        self._solves: Remembered[Callable[[], np.ndarray]] = Remembered(keeps)
        self._answers: list[Remembered[dict[str, np.ndarray]]] = [Remembered(keeps) for _ in MODELS]

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

    def __call__(self, values: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Return the outcome cells and, for each world, its status (a code of
        `Status`), the places of the economy and the industry it is about, and the residual, `[draw]` each.
        """
        count = len(next(iter(values.values())))
        trade = self._begun(values, count) if self.problem.trades else None
        off = tuple(name for name in self.switches if not np.asarray(values.get(switch(name), 1)).all())
        problem, columns = without(self.problem, off), dict[str, np.ndarray]()
        for model, answers in zip(MODELS, self._answers, strict=True):
            columns |= answers((off, count), values, partial(model, problem, count=count))
        if trade is not None:
            columns |= dict(zip(self._solved, trade(), strict=True))
        return columns

    def _begun(self, values: Mapping[str, np.ndarray], count: int) -> Callable[[], np.ndarray]:
        """Begin the trade model, unless it is known for these values; return what waits for its columns."""

        def begin(watched: Mapping[str, np.ndarray]) -> Callable[[], np.ndarray]:
            for name in self._traced:
                watched.get(name)
            return self._trade(values, count)

        # A run keeps nothing, and need not trace the model once more to learn what it reads.
        return self._solves(count, values, begin) if self._keeps else self._trade(values, count)

    @cached_property
    def _traced(self) -> tuple[str, ...]:
        """Return the names of the columns that the trade model reads: they are noted while it is traced."""
        names = (*self.names, *map(switch, self.switches))
        watched = Watched({name: jnp.zeros(()) for name in names})
        jax.eval_shape(lambda: setup(self.problem, watched))
        return tuple(watched.read)

    def _trade(self, values: Mapping[str, np.ndarray], count: int) -> Callable[[], np.ndarray]:
        """Begin the trade model; return what waits for its cells and statuses, `[column, draw]`."""
        made = [np.broadcast_to(values.get(switch(name), 1.0), (count,)) for name in self.switches]
        draws = np.stack([np.zeros(count), *(values[name] for name in self.names), *made], axis=1)
        with self._lock:
            guide = self.guide
        return by_block(lambda block: self._compiled(block, guide), draws, GROUP)


def solved_columns(problem: Problem) -> tuple[str, ...]:
    """Return the names of the trade model's columns: its cells, and how each world's solve ended."""
    cells = [cell.name for cell in problem.cells if cell.outcome in FUNCTIONS]
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
    places = {case.name: solved.index(case.about_trade) for case in problem.cases}
    cells = [cell for cell in problem.cells if cell.outcome in FUNCTIONS]

    def read(accounts: Any, found: Equilibrium) -> dict[str, Array]:
        ends = {
            name: jax.tree.map(lambda array, place=place: array[place], found)
            for name, place in places.items()
        }
        worlds = {name: Comparison(accounts, ends[START], end) for name, end in ends.items()}
        tables = {(cell.outcome, cell.case): FUNCTIONS[cell.outcome](worlds[cell.case]) for cell in cells}
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
