"""Likeliest at the mode, falling to nothing at both ends."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .distribution import EDGE, TOO_WIDE, Distribution, quiet, said


@dataclass(frozen=True)
class Triangular(Distribution):
    """Likeliest at the mode, falling to nothing at both ends."""

    low: float
    mode: float
    high: float

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return f"triangular from {said(self.low)} over {said(self.mode)} to {said(self.high, unit)}"

    def wrong(self) -> str:
        """Say what is wrong."""
        if not (self.low <= self.mode <= self.high and self.low < self.high):
            return "low, likeliest and high are not in order"
        return "" if math.isfinite(self.high - self.low) else TOO_WIDE

    def median(self, part: int = 0) -> float:
        """Return the median."""
        width, turn = self.high - self.low, self.mode - self.low
        if 2 * turn >= width:
            return self.low + math.sqrt(width * turn / 2)
        return self.high - math.sqrt(width * (width - turn) / 2)

    def ends(self, part: int = 0) -> tuple[float, float]:
        """Return both ends."""
        return self.low, self.high

    def ppf(self, u: np.ndarray) -> np.ndarray:
        """Return the value below which a share lies."""
        width = self.high - self.low
        if width <= 0:
            return np.full_like(u, self.low)
        turn = (self.mode - self.low) / width
        rising = self.low + np.sqrt(u * width * (self.mode - self.low))
        falling = self.high - np.sqrt((1 - u) * width * (self.high - self.mode))
        return np.where(u < turn, rising, falling)

    def below(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return the share below each value."""
        width = self.high - self.low
        if width <= 0:
            return np.full_like(values, 0.5)
        inside = np.clip(values, self.low, self.high)
        rising = (inside - self.low) ** 2 / (width * max(self.mode - self.low, EDGE))
        falling = 1 - (self.high - inside) ** 2 / (width * max(self.high - self.mode, EDGE))
        return np.asarray(np.where(inside < self.mode, rising, falling))

    def density(self, values: np.ndarray) -> np.ndarray:
        """Return the density."""
        peak = 2 / (self.high - self.low)
        flat = np.full_like(values, peak)
        with np.errstate(all="ignore"):
            rising = peak * (values - self.low) / (self.mode - self.low) if self.mode > self.low else flat
            falling = peak * (self.high - values) / (self.high - self.mode) if self.high > self.mode else flat
            outside = (values < self.low) | (values > self.high)
            return quiet(np.where(outside, 0.0, np.where(values < self.mode, rising, falling)))
