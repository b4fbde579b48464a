"""Beta with two shapes, on 0 to 1 or between two values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ..ground.forms import Quantity, Span
from .distribution import TOO_WIDE, Continuous, said
from .medians import beta_median
from .written import Written


@dataclass(frozen=True)
class Beta(Continuous):
    """Beta with two shapes, on 0 to 1 or between two values."""

    keys: ClassVar[tuple[str, ...]] = ("beta",)
    form: ClassVar[Any] = list[Quantity]
    aside: ClassVar[Mapping[str, Any]] = {"on": Span}
    a: float
    b: float
    low: float = 0.0
    high: float = 1.0

    @classmethod
    def of(cls, written: Written) -> Beta:
        """Read [a, b], and `on: 0 to 5` beside it."""
        ends = written.span(written.beside["on"]) if "on" in written.beside else (0.0, 1.0)
        a, b = written.list_of(2, written.plain)
        return cls(a, b, *ends)

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

    def law(self, stats: Any) -> Any:
        """Return the law."""
        return stats.beta(self.a, self.b, self.low, self.high - self.low)
