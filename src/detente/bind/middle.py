"""A plain middle value of each assumption, for words: no sampling, no SciPy."""

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
from .records import Column, Problem

MIDDLE: dict[type, Callable[[Any, int], float]] = {
    Fixed: lambda one, part: one.value,
    Uniform: lambda one, part: (one.low + one.high) / 2,
    Triangular: lambda one, part: one.mode,
    Normal: lambda one, part: one.mean,
    LogNormal: lambda one, part: math.exp(one.mu),
    Beta: lambda one, part: one.low + (one.high - one.low) * one.a / (one.a + one.b),
    Gamma: lambda one, part: one.shape / one.rate,
    Dirichlet: lambda one, part: one.weights[part] / sum(one.weights),
    Discrete: lambda one, part: float(np.average(one.values, weights=one.weights)),
    Choice: lambda one, part: float(np.argmax(one.weights)),
    Path: lambda one, part: one.mean,
}
"""Mean, mode or median, whichever the distribution is written by; of a choice, the likeliest variant."""


def middle(column: Column) -> float:
    """Return the middle value of a column."""
    return float(MIDDLE[type(column.distribution)](column.distribution, column.part))


def at_middle(problem: Problem) -> Callable[[Expression], Any]:
    """Return a function that evaluates expressions with every assumption at its middle."""
    return middles(problem.study, problem.columns)


def middles(study: Study, columns: tuple[Column, ...]) -> Callable[[Expression], Any]:
    """Return the same for a study that is not bound yet; it raises KeyError for an unknown name."""
    values = {column.name: middle(column) for column in columns}
    look_up = through(study.quantities, lambda reference: values[reference.column], np)
    return lambda expression: evaluate(expression, look_up, np)
