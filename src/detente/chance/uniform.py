"""Every value between two is as likely."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

from ..ground.forms import Span
from .distribution import TOO_WIDE, Continuous, said
from .written import Written


@dataclass(frozen=True)
class Uniform(Continuous):
    """Every value between two is as likely."""

    keys: ClassVar[tuple[str, ...]] = ("range", "uniform")
    form: ClassVar[Any] = Span
    low: float
    high: float

    @classmethod
    def of(cls, written: Written) -> Uniform:
        """Read `5 to 20`, or [5, 20]."""
        return cls(*written.span(written.node))

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

    def law(self, stats: Any) -> Any:
        """Return the law."""
        return stats.uniform(self.low, self.high - self.low)
