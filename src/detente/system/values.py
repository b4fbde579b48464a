"""The numbers of a batch of draws, without JAX."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..bind.records import Problem
from ..study.evaluate import evaluate
from ..study.expression import Expression, Reference


def number_of(problem: Problem, values: Mapping[str, Any]) -> Callable[[Expression], Any]:
    """Return a function that evaluates expressions over a batch of draws, with NumPy."""

    def look_up(reference: Reference) -> Any:
        if reference.name in problem.study.quantities:
            return compute(problem.study.quantities[reference.name].expression)
        return values[reference.column]

    def compute(expression: Expression) -> Any:
        return evaluate(expression, look_up, np)

    return compute
