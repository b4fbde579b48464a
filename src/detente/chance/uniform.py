"""Every value between two is as likely."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .distribution import TOO_WIDE, Distribution, said


@dataclass(frozen=True)
class Uniform(Distribution):
    """Every value between two is as likely."""

    low: float
    high: float

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return f"uniform between {said(self.low)} and {said(self.high, unit)}"

    def wrong(self) -> str:
        """Say what is wrong."""
        if not self.low < self.high:
            return "the low end is not below the high end"
        return "" if math.isfinite(self.high - self.low) else TOO_WIDE

    def median(self, part: int = 0) -> float:
        """Return the middle."""
        return (self.low + self.high) / 2

    def ends(self, part: int = 0) -> tuple[float, float]:
        """Return both ends."""
        return self.low, self.high

    def ppf(self, u: np.ndarray) -> np.ndarray:
        """Return the value below which a share lies."""
        return self.low + (self.high - self.low) * u

    def below(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return the share below each value."""
        return (values - self.low) / (self.high - self.low)

    def density(self, values: np.ndarray) -> np.ndarray:
        """Return the density."""
        return ((values >= self.low) & (values <= self.high)) / (self.high - self.low)
