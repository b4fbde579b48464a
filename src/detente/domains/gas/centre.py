"""The gas worlds of a study with every assumption at its centre, for the report."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...chance.cube import median as middle
from ...ground.plain import plain
from ..domain import Problem
from ..recorded import Recorded
from .moves import lines_of


def centre(problem: Problem, recorded: Recorded) -> Any:
    """Return a `Pictured` for one world a set of lines, by name; None without lines.

    Price rules leave flows as they are, so that the first world of a set stands for it. JAX comes with the models.
    """
    cases = {moves: case for case in reversed(problem.cases) if (moves := lines_of(case))}
    if not cases:
        return None
    from .pictured import Pictured
    from .worlds import built

    at = {column.name: np.array([middle(column)]) for column in problem.columns}
    solved = built(problem, at, [case.name for case in reversed(cases.values())])
    return plain({name: Pictured.of(one.gas, one.result) for name, one in solved.items()})
