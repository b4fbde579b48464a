"""Normal with a mean and a standard deviation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ..ground.forms import Quantity
from .distribution import Continuous, said
from .written import Written


@dataclass(frozen=True)
class Normal(Continuous):
    """Normal with a mean and a standard deviation."""

    keys: ClassVar[tuple[str, ...]] = ("normal",)
    form: ClassVar[Any] = list[Quantity]
    mean: float
    sd: float

    @classmethod
    def of(cls, written: Written) -> Normal:
        """Read [mean, standard deviation]."""
        return cls(*written.list_of(2))

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return f"normal with mean {said(self.mean)} and standard deviation {said(self.sd, unit)}"

    def wrong(self) -> str:
        """Say what is wrong."""
        return "" if self.sd > 0 else "the standard deviation is not above 0"

    def median(self, part: int = 0) -> float:
        """Return the mean."""
        return self.mean

    def law(self, stats: Any) -> Any:
        """Return the law."""
        return stats.norm(self.mean, self.sd)

    def score(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return standard normal numbers, exact in the tails."""
        return np.asarray((values - self.mean) / self.sd)
