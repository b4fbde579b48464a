"""How far a value of an assumption lies from its middle, in standard-normal units."""

from __future__ import annotations

import numpy as np
from scipy import special

from ..bind.middle import middle, path_median
from ..bind.records import Column
from ..study.distributions import (
    Beta,
    Choice,
    Dirichlet,
    Discrete,
    Distribution,
    Gamma,
    LogNormal,
    Normal,
    Path,
    Triangular,
    Uniform,
)
from .ppf import EDGE, TINY, constant, cumulative, path_deviation


def distance(column: Column, values: np.ndarray) -> np.ndarray:
    """Return how far values lie from the centre in standard-normal units, signed, `[draw]`.

    A choice has no order: its centre is at 0, and a variant of weight p as far off as a standard normal
    number lies, on either side, with chance p.
    """
    if constant(column):
        return np.zeros_like(values)
    if isinstance(column.distribution, Choice):
        return _variant(column.distribution, values)
    return np.asarray(score(column, values) - score(column, np.array([middle(column)])))


def score(column: Column, values: np.ndarray) -> np.ndarray:
    """Return the standard normal number below which as much lies as below each value; 0 at the median.

    Values that carry weight (discrete ones) score at the middle of it.
    """
    distribution = column.distribution
    if isinstance(distribution, Path):
        return (values - path_median(distribution, column.part)) / path_deviation(distribution, column.part)
    return normal(_marginal(column), values)


def normal(distribution: Distribution, values: np.ndarray) -> np.ndarray:
    """Return the same for the distribution of one number that is no year of a path."""
    if isinstance(distribution, Normal):
        return np.asarray((values - distribution.mean) / distribution.sd)
    if isinstance(distribution, LogNormal):
        return np.asarray((np.log(np.maximum(values, TINY)) - distribution.mu) / distribution.sigma)
    return np.asarray(special.ndtri(np.clip(_below(distribution, values), EDGE, 1 - EDGE)))


def _below(d: Distribution, values: np.ndarray) -> np.ndarray:
    """Return the share of the distribution below each value."""
    if isinstance(d, Uniform):
        return (values - d.low) / (d.high - d.low)
    if isinstance(d, Triangular):
        return _triangular(d, values)
    if isinstance(d, Beta):
        return np.asarray(special.betainc(d.a, d.b, np.clip((values - d.low) / (d.high - d.low), 0, 1)))
    if isinstance(d, Gamma):
        return np.asarray(special.gammainc(d.shape, np.maximum(values * d.rate, 0)))
    if isinstance(d, Discrete):
        return _discrete(d, values)
    return np.full_like(values, 0.5)


def _marginal(column: Column) -> Distribution:
    """Return the distribution of one number: a share of a Dirichlet is a beta number."""
    d = column.distribution
    if isinstance(d, Dirichlet):
        own = d.weights[column.part]
        return Beta(own, sum(d.weights) - own)
    return d


def _triangular(d: Triangular, values: np.ndarray) -> np.ndarray:
    width = d.high - d.low
    if width <= 0:
        return np.full_like(values, 0.5)
    inside = np.clip(values, d.low, d.high)
    rising = (inside - d.low) ** 2 / (width * max(d.mode - d.low, EDGE))
    falling = 1 - (d.high - inside) ** 2 / (width * max(d.high - d.mode, EDGE))
    return np.asarray(np.where(inside < d.mode, rising, falling))


def _discrete(d: Discrete, values: np.ndarray) -> np.ndarray:
    order = np.argsort(d.values, kind="stable")
    ends = cumulative(np.asarray(d.weights)[order])
    middles = ends - np.diff(ends, prepend=0.0) / 2
    place = np.searchsorted(np.asarray(d.values, dtype=float)[order], values)
    return np.asarray(middles[np.minimum(place, len(middles) - 1)])


def _variant(choice: Choice, values: np.ndarray) -> np.ndarray:
    share = np.asarray(choice.weights, dtype=float) / sum(choice.weights)
    far = -special.ndtri(share / 2)
    far[int(np.argmax(share))] = 0.0
    return np.asarray(far[values.astype(int)])
