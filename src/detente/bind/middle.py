"""The middle of each assumption: its median, found without sampling and without SciPy, which `check` must not load."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..study.distributions import (
    Beta,
    Choice,
    Dirichlet,
    Discrete,
    Fixed,
    Gamma,
    LogNormal,
    Normal,
    Path,
    Triangular,
    Uniform,
)
from ..study.evaluate import evaluate, through
from ..study.expression import Expression
from ..study.records import Study
from .medians import beta_median, gamma_median
from .records import Column, Problem

MIDDLE: dict[type, Callable[[Any, int], float]] = {
    Fixed: lambda one, part: one.value,
    Uniform: lambda one, part: (one.low + one.high) / 2,
    Triangular: lambda one, part: _triangular(one),
    Normal: lambda one, part: one.mean,
    LogNormal: lambda one, part: math.exp(one.mu),
    Beta: lambda one, part: one.low + (one.high - one.low) * beta_median(one.a, one.b),
    Gamma: lambda one, part: gamma_median(one.shape) / one.rate,
    Dirichlet: lambda one, part: beta_median(one.weights[part], sum(one.weights) - one.weights[part]),
    Discrete: lambda one, part: _discrete(one),
    Choice: lambda one, part: float(np.argmax(one.weights)),
    Path: lambda one, part: min(max(path_median(one, part), one.low), one.high),
}
"""The median of each; of a choice, the likeliest variant. Medians of shares need not sum to 1."""


def middle(column: Column) -> float:
    """Return the middle of a column: what words, checks and flips mean by it."""
    return float(MIDDLE[type(column.distribution)](column.distribution, column.part))


def _triangular(one: Triangular) -> float:
    width, turn = one.high - one.low, one.mode - one.low
    if 2 * turn >= width:
        return one.low + math.sqrt(width * turn / 2)
    return one.high - math.sqrt(width * (width - turn) / 2)


def _discrete(one: Discrete) -> float:
    order = np.argsort(one.values, kind="stable")
    sums = np.cumsum(np.asarray(one.weights, float)[order])
    place = np.searchsorted(sums / sums[-1], 0.5, side="right")
    return float(one.values[int(order[min(int(place), len(order) - 1)])])


def path_median(path: Path, part: int) -> float:
    """Return the median of a path in its year `part`, counted from 0, before its bounds."""
    return path.mean + (path.start - path.mean) * persistence(path) ** part


def persistence(path: Path) -> float:
    """Return the share of a deviation that is left after a year."""
    return float(0.5 ** (1 / path.half_life))


def at_middle(problem: Problem) -> Callable[[Expression], Any]:
    """Return a function that evaluates expressions with every assumption at its middle."""
    return middles(problem.study, problem.columns)


def middles(study: Study, columns: tuple[Column, ...]) -> Callable[[Expression], Any]:
    """Return the same for a study that is not bound yet; it raises KeyError for an unknown name."""
    values = {column.name: middle(column) for column in columns}
    look_up = through(study.quantities, lambda reference: values[reference.column], np)
    return lambda expression: evaluate(expression, look_up, np)
