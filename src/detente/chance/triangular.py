"""Likeliest at the mode, falling to nothing at both ends."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ..ground.forms import Quantity
from .distribution import TOO_WIDE, Continuous, said
from .written import Written


@dataclass(frozen=True)
class Triangular(Continuous):
    """Likeliest at the mode, falling to nothing at both ends."""

    keys: ClassVar[tuple[str, ...]] = ("triangular",)
    form: ClassVar[Any] = list[Quantity]
    low: float
    mode: float
    high: float

    @classmethod
    def of(cls, written: Written) -> Triangular:
        """Read [low, likeliest, high]."""
        return cls(*written.list_of(3))

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return f"triangular from {said(self.low)} over {said(self.mode)} to {said(self.high, unit)}"

    def brief(self, unit: str = "") -> str:
        """Say it in few words."""
        return f"{said(self.low)} to {said(self.high)}, likeliest {said(self.mode, unit)}"

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
        """Return the value below which a share lies, from the nearer end: SciPy's loses digits near the low one."""
        width = self.high - self.low
        rising = self.low + np.sqrt(u * width * (self.mode - self.low))
        falling = self.high - np.sqrt((1 - u) * width * (self.high - self.mode))
        return np.where(u * width < self.mode - self.low, rising, falling)

    def law(self, stats: Any) -> Any:
        """Return the law."""
        width = self.high - self.low
        return stats.triang((self.mode - self.low) / width if width else 0.5, self.low, width)
