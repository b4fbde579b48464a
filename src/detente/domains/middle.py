"""Expressions with every assumption at its middle, which is its median: without sampling and without SciPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..chance.cube import median
from ..study.evaluate import evaluate, through
from ..study.expression import Expression
from ..study.records import Study
from .domain import Problem
from .records import Column


def at_middle(problem: Problem) -> Callable[[Expression], Any]:
    """Return a function that evaluates expressions with every assumption at its middle."""
    return middles(problem.study, problem.columns)


def middles(study: Study, columns: tuple[Column, ...]) -> Callable[[Expression], Any]:
    """Return the same for a study that is not bound yet; it raises KeyError for an unknown name."""
    values = {column.name: median(column) for column in columns}
    look_up = through(study.quantities, lambda reference: values[reference.column], np)
    return lambda expression: evaluate(expression, look_up, np)
