"""One value, not uncertain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ..ground.forms import Quantity
from .distribution import Distribution, said
from .written import Written


@dataclass(frozen=True)
class Fixed(Distribution):
    """One value, not uncertain."""

    keys: ClassVar[tuple[str, ...]] = ("fixed",)
    form: ClassVar[Any] = Quantity
    unfit: ClassVar[tuple[str, str] | None] = (
        "is fixed, and moves with nothing",
        "give it a range, or remove the pair",
    )
    listed: ClassVar[bool] = True
    value: float

    @classmethod
    def of(cls, written: Written) -> Fixed:
        """Read a number."""
        return cls(written.amount(written.node))

    @property
    def stands_at(self) -> float | None:
        """Return the value."""
        return self.value

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


def fixed(given: Distribution, value: float) -> Distribution:
    """Return what stands for one value of a distribution: one of its kind where that has single values."""
    return given.single(value) or Fixed(value)
