"""The logarithm is normal."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .distribution import TINY, TOO_WIDE, Distribution, quiet, said

FAR, LARGEST_LOG = 9.0, 700.0
"""Standard deviations that no draw lies beyond, and a logarithm whose number a computer still holds."""
NINETY = 1.6448536269514722
"""The standard normal's 95 % point: half the width of a 90 % range."""


@dataclass(frozen=True)
class LogNormal(Distribution):
    """The logarithm is normal with mean `mu` and standard deviation `sigma`."""

    mu: float
    sigma: float

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        low, high = (math.exp(self.mu + z * self.sigma) for z in (-NINETY, NINETY))
        return f"lognormal with median {said(self.median())}, 90 % between {said(low)} and {said(high, unit)}"

    def wrong(self) -> str:
        """Say what is wrong."""
        if not self.sigma > 0:
            return "the standard deviation of the logarithm is not above 0"
        return "" if abs(self.mu) + FAR * self.sigma < LARGEST_LOG else TOO_WIDE

    def median(self, part: int = 0) -> float:
        """Return the median."""
        return math.exp(self.mu)

    def ends(self, part: int = 0) -> tuple[float, float]:
        """Return 0 and no end."""
        return 0.0, np.inf

    def ppf(self, u: np.ndarray) -> np.ndarray:
        """Return the value below which a share lies."""
        from scipy import special

        return np.asarray(np.exp(self.mu + self.sigma * special.ndtri(u)))

    def score(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return standard normal numbers."""
        return np.asarray((np.log(np.maximum(values, TINY)) - self.mu) / self.sigma)

    def density(self, values: np.ndarray) -> np.ndarray:
        """Return the density."""
        with np.errstate(all="ignore"):
            z = (np.log(values) - self.mu) / self.sigma
            return quiet(
                np.where(values > 0, np.exp(-(z**2) / 2) / (values * self.sigma * np.sqrt(2 * np.pi)), 0.0)
            )
