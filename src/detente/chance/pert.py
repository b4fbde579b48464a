"""An expert's lowest, likeliest and highest value, weighed as PERT does."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ..ground.forms import Part, Quantity
from .beta import Beta
from .distribution import said
from .triangular import Triangular
from .written import Written


class PertPart(Part):
    """An expert's lowest, likeliest and highest value."""

    low: Quantity
    mode: Quantity
    high: Quantity


@dataclass(frozen=True)
class Pert(Triangular):
    """Beta between two ends whose mean is (low + 4 mode + high) / 6; numbers and faults as a triangle's.

    The mean is that of Malcolm, Roseboom, Clark and Fazar (1959, Operations Research 7:646-669); shapes that sum to
    6 give it, and have the mode where it is said. Theirs has a standard deviation of a sixth of the range: this one's
    depends on the mode, 0.14 to 0.19 of it.
    """

    keys: ClassVar[tuple[str, ...]] = ("pert",)
    form: ClassVar[Any] = PertPart

    @classmethod
    def of(cls, written: Written) -> Pert:
        """Read {low: 5, mode: 8, high: 20}."""
        if set(written.table) != {"low", "mode", "high"}:
            written.refuse("a PERT distribution has low, mode and high", "write {low: 5, mode: 8, high: 20}")
        parts = [written.table[key] for key in ("low", "mode", "high")]
        return cls(*written.all(parts, written.amount))

    @functools.cached_property
    def beta(self) -> Beta:
        """Return it as a beta."""
        turn = (self.mode - self.low) / (self.high - self.low)
        return Beta(1 + 4 * turn, 5 - 4 * turn, self.low, self.high)

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return f"PERT from {said(self.low)} over {said(self.mode)} to {said(self.high, unit)}"

    def median(self, part: int = 0) -> float:
        """Return the median."""
        return self.beta.median()

    def ppf(self, u: np.ndarray) -> np.ndarray:
        """Return the value below which a share lies."""
        return self.beta.ppf(u)

    def law(self, stats: Any) -> Any:
        """Return the law."""
        return self.beta.law(stats)
