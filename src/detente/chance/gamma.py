"""Gamma with a shape and a rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ..ground.forms import Quantity
from .distribution import Continuous, said
from .medians import gamma_median
from .written import Written


@dataclass(frozen=True)
class Gamma(Continuous):
    """Gamma with a shape and a rate; its mean is shape / rate."""

    keys: ClassVar[tuple[str, ...]] = ("gamma",)
    form: ClassVar[Any] = list[Quantity]
    shape: float
    rate: float

    @classmethod
    def of(cls, written: Written) -> Gamma:
        """Read [shape, rate]."""
        return cls(*written.list_of(2, written.plain))

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
        """Return the value below which a share lies, to the bit as runs of old hold it."""
        from scipy import special

        return np.asarray(special.gammaincinv(self.shape, u) / self.rate)

    def law(self, stats: Any) -> Any:
        """Return the law."""
        return stats.gamma(self.shape, scale=1 / self.rate)
