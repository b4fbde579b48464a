"""One value, not uncertain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from .distribution import Distribution, said


@dataclass(frozen=True)
class Fixed(Distribution):
    """One value, not uncertain."""

    listed: ClassVar[bool] = True
    value: float

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return f"fixed at {said(self.value, unit)}"

    def constant(self, part: int = 0) -> bool:
        """Tell that it never changes."""
        return True

    def median(self, part: int = 0) -> float:
        """Return the value."""
        return self.value

    def ends(self, part: int = 0) -> tuple[float, float]:
        """Return the value twice."""
        return self.value, self.value

    def ppf(self, u: np.ndarray) -> np.ndarray:
        """Return the value."""
        return np.full_like(u, self.value)

    def distance(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return 0: nothing lies elsewhere."""
        return np.zeros_like(values)
