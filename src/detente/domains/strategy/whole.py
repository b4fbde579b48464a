"""Fractions as whole numbers over one denominator, on which comparisons are exact and quick."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

import numpy as np

from ...study.fractions import exact

if TYPE_CHECKING:
    from jaxtyping import Shaped


def whole(values: Shaped[np.ndarray, "*axes"]) -> tuple[Shaped[np.ndarray, "*axes"], int]:
    """Return numbers times their least common denominator, as Python's whole numbers, and that denominator."""
    given = [exact(value) for value in values.ravel().tolist()]
    below = lcm(*[value.denominator for value in given])
    found = np.empty(values.shape, dtype=object)
    found.ravel()[:] = [value.numerator * (below // value.denominator) for value in given]
    return found, below


def lowest(values: Shaped[np.ndarray, "*axes"]) -> Shaped[np.ndarray, "*axes"]:
    """Return whole numbers without the factor that all share."""
    shared = gcd(*values.ravel().tolist())
    return values // shared if shared > 1 else values


def fractions(values: Shaped[np.ndarray, "*axes"], below: int) -> Shaped[np.ndarray, "*axes"]:
    """Return whole numbers over a denominator, as fractions."""
    found = np.empty(values.shape, dtype=object)
    found.ravel()[:] = [Fraction(value, below) for value in values.ravel().tolist()]
    return found
