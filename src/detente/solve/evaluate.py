"""The domains in order: columns of draws in, columns of outcomes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ..domains.compiled import keep_compiled as keep_compiled
from ..domains.domain import Domain, Problem, loaded, ordered
from ..domains.switches import switch, without
from .remembered import Remembered

Columns = Mapping[str, np.ndarray]
Answer = Columns | Callable[[], Columns]
"""A domain's columns, or what waits for them."""
Solve = Callable[[Problem, Columns, int], Answer]
"""From a problem, columns of draws and of the domains before, and the number of draws to a domain's own columns."""


class Evaluator:
    """A problem, ready to be computed: call it with columns of draws and get columns of outcomes.

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

        With the assumptions at their `centre`, draws may be solved from there. Moves named in `switches` may be left
        out: where the column `switch(move)` is given, 0 in it leaves the move out of every world, in all draws of a
        call or in none. Each domain keeps so many of its newest answers, for calls that change nothing that it reads.
        """
        self.problem, self.switches = problem, tuple(switches)
        self.cells = tuple(cell.name for cell in problem.cells)
        self._domains = [domain for domain in ordered(problem.domains) if domain.solver]
        self.solves = {one.name: _made(one, problem, centre, self.switches) for one in self._domains}
        """The solve of each domain, by its name."""
        self._answers: dict[str, Remembered[Answer]] = {name: Remembered(keeps) for name in self.solves}

    def __call__(self, values: Columns) -> dict[str, np.ndarray]:
        """Return the outcome cells, `[draw]` each, and what each domain tells of its solves."""
        count = len(next(iter(values.values())))
        off = tuple(name for name in self.switches if not np.asarray(values.get(switch(name), 1)).all())
        problem, found = without(self.problem, off), dict[str, np.ndarray]()
        waiting: dict[str, Callable[[], Columns]] = {}
        for domain in self._domains:
            if not problem.cells_of(domain.name):
                continue
            for name in [name for name in waiting if name in domain.takes]:
                found |= waiting.pop(name)()
            solve = _asked(self.solves[domain.name], problem, values, count)
            answer = self._answers[domain.name]((off, count), {**values, **found}, solve)
            if callable(answer):
                waiting[domain.name] = answer
            else:
                found |= answer
        for wait in waiting.values():
            found |= wait()
        return found


def _made(
    domain: Domain, problem: Problem, centre: Mapping[str, float] | None, switches: tuple[str, ...]
) -> Solve:
    """Return a domain's solve; a class is made once for a problem, with what it compiles."""
    found = loaded(domain.solver)
    return found(problem, centre, switches) if isinstance(found, type) else found


def _asked(
    solve: Solve, problem: Problem, values: Columns, count: int
) -> Callable[[Mapping[str, Any]], Answer]:
    """Return a function that solves with columns that note what is read; a solve that tells what it `reads` is told."""
    reads: tuple[str, ...] | None = getattr(solve, "reads", None)

    def compute(watched: Mapping[str, Any]) -> Answer:
        if reads is None:
            return solve(problem, watched, count)
        for name in reads:
            watched.get(name)
        return solve(problem, values, count)

    return compute
