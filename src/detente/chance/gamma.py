"""Gamma with a shape and a rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .distribution import Distribution, quiet, said
from .medians import gamma_median


@dataclass(frozen=True)
class Gamma(Distribution):
    """Gamma with a shape and a rate; its mean is shape / rate."""

    shape: float
    rate: float

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        mean = said(self.shape / self.rate, unit)
        return f"gamma with shape {said(self.shape)} and rate {said(self.rate)}: mean {mean}"

    def wrong(self) -> str:
        """Say what is wrong."""
        return "" if self.shape > 0 and self.rate > 0 else "shape and rate must be above 0"

    def median(self, part: int = 0) -> float:
        """Return the median."""
        return gamma_median(self.shape) / self.rate

    def ends(self, part: int = 0) -> tuple[float, float]:
        """Return 0 and no end."""
        return 0.0, np.inf

    def ppf(self, u: np.ndarray) -> np.ndarray:
        """Return the value below which a share lies."""
        from scipy import special

        return np.asarray(special.gammaincinv(self.shape, u) / self.rate)

    def below(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return the share below each value."""
        from scipy import special

        return np.asarray(special.gammainc(self.shape, np.maximum(values * self.rate, 0)))

    def density(self, values: np.ndarray) -> np.ndarray:
        """Return the density."""
        from scipy import special

        with np.errstate(all="ignore"):
            logs = self.shape * np.log(self.rate) + (self.shape - 1) * np.log(values) - self.rate * values
            return quiet(np.where(values > 0, np.exp(logs - special.gammaln(self.shape)), 0.0))
