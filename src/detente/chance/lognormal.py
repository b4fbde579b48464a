"""The logarithm is normal."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ..ground.forms import Quantity
from .distribution import TINY, TOO_WIDE, Continuous, said
from .percent import agreed
from .written import Written

FAR, LARGEST_LOG = 9.0, 700.0
"""Standard deviations that no draw lies beyond, and a logarithm whose number a computer still holds."""
NINETY = 1.6448536269514722
"""The standard normal's 95 % point: half the width of a 90 % range."""
SKEW = 0.1
"""How far a median that is written may lie from the middle of its 90 % range, in halves of the range, by logarithm."""


@dataclass(frozen=True)
class LogNormal(Continuous):
    """The logarithm is normal with mean `mu` and standard deviation `sigma`."""

    keys: ClassVar[tuple[str, ...]] = ("lognormal",)
    form: ClassVar[Any] = list[Quantity] | dict[str, Any]
    mu: float
    sigma: float

    @classmethod
    def of(cls, written: Written) -> LogNormal:
        """Read [mu, sigma], or {median: 1, 90%: [0.5, 2]}."""
        if isinstance(written.node.value, list):
            return cls(*written.list_of(2, written.plain))
        if set(written.table) != {"median", "90%"}:
            written.refuse("a lognormal is [mu, sigma] or a table", "write {median: 1, 90%: [0.5, 2]}")
        middle, around = written.table["median"], written.table["90%"]
        ends = around.value if isinstance(around.value, list) else [around]
        agreed([middle, *ends])
        median, (low, high) = written.amount(middle), written.span(around)
        if not 0 < low < median < high:
            written.refuse(
                "a lognormal's low end, median and high end must be above 0 and in order", "mend the numbers"
            )
        fits, half = math.sqrt(low) * math.sqrt(high), (math.log(high) - math.log(low)) / 2
        if abs(math.log(median / fits)) > SKEW * half:
            drawn = f"{median / math.exp(half):.3g} to {median * math.exp(half):.3g}"
            what = f"a lognormal with median {median:g} that is as wide has its 90 % from {drawn}"
            written.refuse(what, f"between {low:g} and {high:g} the median is {fits:.3g}")
        return cls(math.log(median), half / NINETY)

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        low, high = (math.exp(self.mu + z * self.sigma) for z in (-NINETY, NINETY))
        return f"lognormal with median {said(self.median())}, 90 % between {said(low)} and {said(high, unit)}"

    def wrong(self) -> str:
        """Say what is wrong."""
        if not self.sigma > 0:
            return "the standard deviation of the logarithm is not above 0"
        return "" if abs(self.mu) + FAR * self.sigma < LARGEST_LOG else TOO_WIDE

    def median(self, part: int = 0) -> float:
        """Return the median."""
        return math.exp(self.mu)

    def ends(self, part: int = 0) -> tuple[float, float]:
        """Return 0 and no end."""
        return 0.0, np.inf

    def law(self, stats: Any) -> Any:
        """Return the law."""
        return stats.lognorm(self.sigma, scale=math.exp(self.mu))

    def ppf(self, u: np.ndarray) -> np.ndarray:
        """Return the value below which a share lies, to the bit as runs of old hold it."""
        from scipy import special

        return np.asarray(np.exp(self.mu + self.sigma * special.ndtri(u)))

    def score(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return standard normal numbers, exact in the tails."""
        return np.asarray((np.log(np.maximum(values, TINY)) - self.mu) / self.sigma)
