"""From values back to the unit cube: the other way round than `ppf`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
from scipy import special

from ..bind.middle import persistence
from ..bind.records import Column
from ..study.distributions import Choice, Dirichlet, Path
from .centre import score
from .ppf import cumulative, sampled


def points(columns: Sequence[Column], values: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return points of the unit cube `[draw, dimension]` at which `ppf.values` gives these values.

    Many points give the same discrete value, variant or shares of a Dirichlet: theirs are the middle of the
    weight of a value, and gamma numbers that sum to the sum of the weights.
    """
    return np.stack([_point(column, values) for column in sampled(columns)], axis=1)


def _point(column: Column, values: Mapping[str, np.ndarray]) -> np.ndarray:
    here = values[column.name]
    if isinstance(column.distribution, Choice):
        ends = cumulative(column.distribution.weights)
        return np.asarray((ends - np.diff(ends, prepend=0.0) / 2)[here.astype(int)])
    if isinstance(column.distribution, Dirichlet):
        weights = column.distribution.weights
        return np.asarray(special.gammainc(weights[column.part], here * sum(weights)))
    if isinstance(column.distribution, Path):
        return np.asarray(special.ndtr(_shock(column, values)))
    return np.asarray(special.ndtr(score(column, here)))


def _shock(column: Column, values: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return what a year adds to a path that returns to its mean, in its standard deviations."""
    path = cast(Path, column.distribution)
    before = values[path.columns(column.assumption)[column.part - 1]]
    left = persistence(path)
    gap = values[column.name] - path.mean - (before - path.mean) * left
    return np.asarray(gap / (path.sd * np.sqrt(1 - left**2)))
