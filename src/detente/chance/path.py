"""A mean-reverting path by year."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ..ground.forms import Part, Quantity
from .distribution import Distribution, said
from .percent import agreed
from .written import Written

MOST_YEARS = 200
LEVELS = ("mean", "start", "sd", "low", "high")
"""Of its numbers, those in the unit of the assumption."""


class PathPart(Part):
    """A mean-reverting path by year."""

    mean: Quantity
    start: Quantity | None = None
    sd: Quantity
    half_life: Quantity
    years: str
    low: Quantity | None = None
    high: Quantity | None = None


@dataclass(frozen=True)
class Path(Distribution):
    """A mean-reverting path by year: Ornstein-Uhlenbeck, sampled yearly, kept within its bounds."""

    keys: ClassVar[tuple[str, ...]] = ("path",)
    form: ClassVar[Any] = PathPart
    unfit: ClassVar[tuple[str, str] | None] = (
        "is a path of years",
        "correlate a single number, and scale the path by it in `quantities`",
    )
    joint: ClassVar[bool] = True
    by_year: ClassVar[bool] = True
    mean: float
    start: float
    sd: float
    half_life: float
    first: int
    last: int
    low: float = float("-inf")
    high: float = float("inf")

    @classmethod
    def of(cls, written: Written) -> Path:
        """Read {mean: 8, start: 7, sd: 1, half_life: 2, years: 2018 to 2030, low: 0, high: 20}."""
        if not {"mean", "sd", "half_life", "years"} <= set(written.table):
            written.refuse("a path lacks a part", "it needs mean, sd, half_life and years")
        levels = {key: written.table[key] for key in LEVELS if key in written.table}
        agreed(levels.values())
        given = {key: written.amount(node) for key, node in levels.items()}
        half_life, years = written.years(written.table["half_life"]), written.table["years"]
        first, last = written.span(years, written.plain)
        if not (first.is_integer() and last.is_integer()):
            written.refuse("these are no years", "write 2018 to 2030", years)
        start = given.pop("start", given["mean"])
        return cls(**given, start=start, half_life=half_life, first=int(first), last=int(last))

    def columns(self, name: str) -> tuple[str, ...]:
        """Return a number a year."""
        return tuple(f"{name}[{year}]" for year in range(self.first, self.last + 1))

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return (
            f"a path {self.first}-{self.last} from {said(self.start)}, returning to {said(self.mean)} with a half-life "
            f"of {said(self.half_life, 'years')}, standing deviation {said(self.sd, unit)}"
        )

    def wrong(self) -> str:
        """Say what is wrong."""
        ok = self.sd > 0 and self.half_life > 0 and self.first <= self.last and self.low < self.high
        if not ok:
            return "sd and half_life must be above 0, years and bounds in order"
        if self.last - self.first >= MOST_YEARS:
            return f"over {MOST_YEARS} years"
        inside = self.low <= min(self.start, self.mean) and max(self.start, self.mean) <= self.high
        return "" if inside else "start and mean must lie between low and high"

    @property
    def persistence(self) -> float:
        """Return the share of a deviation that is left after a year."""
        return float(0.5 ** (1 / self.half_life))

    def constant(self, part: int = 0) -> bool:
        """Tell whether a year is the start."""
        return part == 0

    def unbounded(self, part: int) -> tuple[float, float]:
        """Return the median and the standard deviation in a year, before bounds; the latter is 0 at the start."""
        left = self.persistence
        spread = self.sd * math.sqrt(1 - left ** (2 * part))
        return self.mean + (self.start - self.mean) * left**part, spread

    def median(self, part: int = 0) -> float:
        """Return the median in a year."""
        return min(max(self.unbounded(part)[0], self.low), self.high)

    def ends(self, part: int = 0) -> tuple[float, float]:
        """Return the bounds."""
        return self.low, self.high

    def score(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return standard normal numbers of a year, before bounds."""
        middle, spread = self.unbounded(part)
        return np.asarray((values - middle) / spread)

    def distance(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return how far values lie from the centre, in standard-normal units."""
        return np.zeros_like(values) if self.constant(part) else super().distance(values, part)

    def drawn(self, points: Mapping[int, np.ndarray]) -> dict[int, np.ndarray]:
        """Make a path, exact at whole years; bounds clip what is reported, not its memory."""
        from scipy import special

        left = self.persistence
        shock = self.sd * np.sqrt(1 - left**2)
        level = np.full(len(next(iter(points.values()))), float(self.start))
        made = {0: np.clip(level, self.low, self.high)}
        for part in sorted(points.keys() - {0}):
            level = self.mean + (level - self.mean) * left + shock * special.ndtri(points[part])
            made[part] = np.clip(level, self.low, self.high)
        return made

    def point(self, values: Mapping[int, np.ndarray], part: int) -> np.ndarray:
        """Return the point of what a year adds to the path."""
        from scipy import special

        left = self.persistence
        gap = values[part] - self.mean - (values[part - 1] - self.mean) * left
        return np.asarray(special.ndtr(gap / (self.sd * np.sqrt(1 - left**2))))
