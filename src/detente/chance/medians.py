"""Medians of beta and gamma numbers, by bisection of their distribution functions, which are sums of positive terms."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

SMALLEST = 1e-17
"""A term that is smaller, against the sum, adds nothing."""
STEPS = 200


@cache
def gamma_median(shape: float) -> float:
    """Return the median of a gamma number of rate 1."""
    high = shape + 1.0  # the median is below the mean, which is `shape`
    return _bisected(lambda x: _gamma_below(shape, x), high)


@cache
def beta_median(a: float, b: float) -> float:
    """Return the median of a beta number between 0 and 1."""
    return 1 - beta_median(b, a) if a > b else _bisected(lambda x: _beta_below(a, b, x), 1.0)


def _gamma_below(shape: float, x: float) -> float:
    """Return the share below x (DLMF 8.11.4: x^a e^-x / Gamma(a + 1) sum of x^n / (a + 1)_n)."""
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape + 1))
    return front * _sum(lambda n: x / (shape + n))


def _beta_below(a: float, b: float, x: float) -> float:
    """Return the share below x (DLMF 8.17.8: x^a (1 - x)^b / (a B(a, b)) sum of (a + b)_n / (a + 1)_n x^n)."""
    if x >= 1:
        return 1.0
    if x > 0.5 and a < b:
        return 1 - _beta_below(b, a, 1 - x)
    log = math.lgamma(a + b) - math.lgamma(a + 1) - math.lgamma(b)
    return math.exp(log + a * math.log(x) + b * math.log1p(-x)) * _sum(
        lambda n: (a + b + n - 1) / (a + n) * x
    )


def _sum(ratio: Callable[[int], float]) -> float:
    """Return 1 plus the products of ratios of each term to the one before, until they add nothing."""
    total = term = 1.0
    n = 0
    while term > SMALLEST * total or ratio(n + 1) > 1:
        n += 1
        term *= ratio(n)
        total += term
    return total


def _bisected(below: Callable[[float], float], high: float) -> float:
    """Return where a rising function is a half, to the last digit; searched on the logarithm, for tiny shapes."""
    low, top = math.log(5e-324), math.log(high)
    for _ in range(STEPS):
        middle = (low + top) / 2
        if middle in (low, top):
            break
        low, top = (middle, top) if below(math.exp(middle)) < 0.5 else (low, middle)
    return math.exp((low + top) / 2)
