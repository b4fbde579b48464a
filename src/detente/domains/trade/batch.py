"""Trade in a batch of draws: worlds are built with NumPy, and solved by one compiled code of their shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from threading import Lock
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from ...ground.blocks import by_block
from ..compiled import keep_compiled
from ..domain import Problem
from ..switches import switch
from ..values import Watched
from .draw import built, setup
from .solve import Guide
from .solved import Solved, columns_of, names_of, outcomes_of, solve, tables
from .solved import guide as guide_of

GROUP = 128
"""Draws solved side by side: few enough that their weights stay in the processor's cache."""


class TradeSolver:
    """The trade model of a problem: from columns of draws to columns of outcomes and statuses."""

    def __init__(
        self, problem: Problem, centre: Mapping[str, float] | None = None, switches: Sequence[str] = ()
    ) -> None:
        """Prepare for a problem; compilation happens at the first call, where its shape is new.

        With the assumptions at their `centre`, draws are solved from there, in fewer sweeps. Moves named in
        `switches` are left out where the column `switch(move)` is 0.
        """
        keep_compiled()
        self.problem = problem
        self.names = tuple(column.name for column in problem.columns)
        self.switches = tuple(switches)
        self._centre = centre
        self._lock = Lock()
        self._solved = names_of(problem)
        self._asked = tuple(outcomes_of(problem).values())

    @cached_property
    def guide(self) -> tuple[Guide, ...] | None:
        """Return what guides the solves, one a world, made when first asked for."""
        if self._centre is None:
            return None
        return guide_at(self.problem, {name: self._centre[name] for name in self.names})

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """Return the names of the columns that the trade model reads, noted while a draw's worlds are built."""
        watched = Watched({name: np.zeros(1) for name in (*self.names, *map(switch, self.switches))})
        with np.errstate(all="ignore"):
            built(self.problem, watched, np, (1,))
        return tuple(watched.read)

    def __call__(
        self, problem: Problem, values: Mapping[str, np.ndarray], count: int
    ) -> Callable[[], dict[str, np.ndarray]]:
        """Begin to solve; return what waits for the cells and, for each world, its status (a code of `Status`), the
        places of the economy and the industry it is about, and the residual, `[draw]` each.
        """
        made = {switch(name): float(np.all(values.get(switch(name), 1))) for name in self.switches}
        draws = {"": np.zeros(count)} | {name: np.asarray(values[name]) for name in self.names}
        with self._lock:
            guides = self.guide
        waiting = by_block(lambda block: list(self._begin(block | made, guides)), draws, GROUP, self._rows)
        return lambda: dict(zip(self._solved, waiting(), strict=True))

    def _begin(self, values: Mapping[str, Any], guides: Sequence[Guide] | None) -> Iterator[Solved]:
        """Yield each world of a group of draws, begun: the next is built while the device solves it."""
        with np.errstate(all="ignore"):
            accounts, shocks = built(self.problem, values, np, values[""].shape)
            accounts, start = jax.device_put(accounts), None
            for shock, guide in zip(shocks, guides or repeat(None), strict=False):
                end = solve(accounts, shock, guide)
                start = start or end
                yield Solved(tables(accounts, start, end), end.status, end.residual)

    def _rows(self, begun: Sequence[Solved]) -> np.ndarray:
        """Wait for a group's worlds; return the columns of the trade model, `[column, draw]`."""
        fetched = [one.fetched(asked) for one, asked in zip(begun, self._asked, strict=True)]
        return np.stack(list(columns_of(self.problem, fetched)))


def guide_at(problem: Problem, values: Mapping[str, float]) -> tuple[Guide, ...]:
    """Return the guides, one a world that is another for trade, for draws about the values given."""
    with np.errstate(all="ignore"):
        accounts, shocks = built(problem, {name: np.asarray(float(one)) for name, one in values.items()}, np)
        return tuple(guide_of(accounts, shock) for shock in shocks)


def evaluate(
    problem: Problem, values: Mapping[str, Float[Array, " draw"]], guides: Sequence[Guide] | None = None
) -> dict[str, Float[Array, " draw"]]:
    """Return each outcome cell for each draw; traceable and differentiable in the values.

    The number of draws must be a multiple of `GROUP`, or below it. The building of worlds is traced too, so that this
    compiles for each problem anew; `Evaluator` does not, and is what to use where no derivative is asked for.
    """
    count = len(next(iter(values.values())))
    guide = jax.tree.map(lambda *rows: jnp.stack(rows), *guides) if guides else None
    if count <= GROUP:
        return _group(problem, values, guide)
    blocks = jax.tree.map(lambda column: column.reshape(-1, GROUP), dict(values))
    found = jax.lax.map(lambda block: _group(problem, block, guide), blocks)
    return {name: column.reshape(count) for name, column in found.items()}


def _group(problem: Problem, values: Mapping[str, Array], guide: Guide | None) -> dict[str, Array]:
    """Solve a group of draws, one world after the other: all draws of one need about as many sweeps."""
    count = len(next(iter(values.values())))
    accounts, shocks = setup(problem, values, jnp, (count,))
    by_world = jax.tree.map(lambda array: jnp.moveaxis(array, 1, 0), shocks)
    found = jax.lax.map(lambda world: solve(accounts, *world), (by_world, guide))
    ends = [
        jax.tree.map(lambda array, place=place: array[place], found) for place in range(len(found.residual))
    ]
    solved = [Solved(tables(accounts, ends[0], end), end.status, end.residual) for end in ends]
    return dict(zip(names_of(problem), columns_of(problem, solved), strict=True))
