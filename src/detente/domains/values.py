"""The numbers of a batch of draws, without JAX."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..study.evaluate import evaluate, through
from ..study.expression import Expression
from .problem import Problem


def number_of(problem: Problem, values: Mapping[str, Any], xp: Any = np) -> Callable[[Expression], Any]:
    """Return a function that evaluates expressions over draws' assumptions and quantities, with numpy or jax.numpy."""
    look_up = through(problem.study.quantities, lambda reference: values[reference.column], xp)
    return lambda expression: evaluate(expression, look_up, xp)
