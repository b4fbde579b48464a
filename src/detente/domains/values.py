"""The numbers of a batch of draws, without JAX."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from ..study.evaluate import evaluate, through
from ..study.expression import Expression
from .domain import Problem

Values = Mapping[str, Any]
"""Columns of draws by name, or one draw's numbers."""


def number_of(problem: Problem, values: Mapping[str, Any], xp: Any = np) -> Callable[[Expression], Any]:
    """Return a function that evaluates expressions over draws' assumptions and quantities, with numpy or jax.numpy."""
    look_up = through(problem.study.quantities, lambda reference: values[reference.column], xp)
    return lambda expression: evaluate(expression, look_up, xp)


class Watched(Mapping[str, Any]):
    """Columns of values that note which of them are read."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        """Take the columns; none is read yet."""
        self._values = values
        self.read: dict[str, None] = {}

    def __getitem__(self, name: str) -> Any:
        """Return a column, and note that it was read, or looked for in vain."""
        self.read[name] = None
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names, which are the same for all draws of a problem."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return how many columns there are."""
        return len(self._values)
