"""Beta with two shapes, on 0 to 1 or between two values."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .distribution import TOO_WIDE, Distribution, quiet, said
from .medians import beta_median


@dataclass(frozen=True)
class Beta(Distribution):
    """Beta with two shapes, on 0 to 1 or between two values."""

    a: float
    b: float
    low: float = 0.0
    high: float = 1.0

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return f"beta({said(self.a)}, {said(self.b)}) between {said(self.low)} and {said(self.high, unit)}"

    def wrong(self) -> str:
        """Say what is wrong."""
        if not (self.a > 0 and self.b > 0 and self.low < self.high):
            return "shapes must be above 0, ends in order"
        return "" if math.isfinite(self.high - self.low) else TOO_WIDE

    def median(self, part: int = 0) -> float:
        """Return the median."""
        return self.low + (self.high - self.low) * beta_median(self.a, self.b)

    def ends(self, part: int = 0) -> tuple[float, float]:
        """Return both ends."""
        return self.low, self.high

    def ppf(self, u: np.ndarray) -> np.ndarray:
        """Return the value below which a share lies."""
        from scipy import special

        return np.asarray(self.low + (self.high - self.low) * special.betaincinv(self.a, self.b, u))

    def below(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return the share below each value."""
        from scipy import special

        unit = np.clip((values - self.low) / (self.high - self.low), 0, 1)
        return np.asarray(special.betainc(self.a, self.b, unit))

    def density(self, values: np.ndarray) -> np.ndarray:
        """Return the density."""
        from scipy import special

        u = (values - self.low) / (self.high - self.low)
        with np.errstate(all="ignore"):
            logs = (self.a - 1) * np.log(u) + (self.b - 1) * np.log1p(-u) - special.betaln(self.a, self.b)
            return quiet(np.where((u > 0) & (u < 1), np.exp(logs) / (self.high - self.low), 0.0))
