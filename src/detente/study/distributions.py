"""What an uncertain number may be: plain records, with the words that read them back."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from ..ground.digits import digits

TOO_WIDE = "its draws would be too large to reckon with"
FAR, LARGEST_LOG = 9.0, 700.0
"""Standard deviations that no draw lies beyond, and a logarithm whose number a computer still holds."""
MOST_YEARS = 200


@dataclass(frozen=True)
class Distribution:
    """Base of all; `columns` names the numbers that one draw of it yields."""

    def columns(self, name: str) -> tuple[str, ...]:
        """Return the names of the numbers, `name` itself where there is one."""
        return (name,)

    def words(self, unit: str = "") -> str:
        """Say what the distribution is, in words."""
        raise NotImplementedError

    def wrong(self) -> str:
        """Say what is wrong with its numbers; empty if nothing is."""
        return ""


def _n(value: float, unit: str = "") -> str:
    text = digits(float(value), 6)
    return text if unit in ("", "1", "share") else f"{text} {unit}"


@dataclass(frozen=True)
class Fixed(Distribution):
    """One value, not uncertain."""

    value: float

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return f"fixed at {_n(self.value, unit)}"


@dataclass(frozen=True)
class Uniform(Distribution):
    """Every value between two is as likely."""

    low: float
    high: float

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return f"uniform between {_n(self.low)} and {_n(self.high, unit)}"

    def wrong(self) -> str:
        """Say what is wrong."""
        if not self.low < self.high:
            return "the low end is not below the high end"
        return "" if math.isfinite(self.high - self.low) else TOO_WIDE


@dataclass(frozen=True)
class Triangular(Distribution):
    """Likeliest at the mode, falling to nothing at both ends."""

    low: float
    mode: float
    high: float

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return f"triangular from {_n(self.low)} over {_n(self.mode)} to {_n(self.high, unit)}"

    def wrong(self) -> str:
        """Say what is wrong."""
        if not (self.low <= self.mode <= self.high and self.low < self.high):
            return "low, likeliest and high are not in order"
        return "" if math.isfinite(self.high - self.low) else TOO_WIDE


@dataclass(frozen=True)
class Normal(Distribution):
    """Normal with a mean and a standard deviation."""

    mean: float
    sd: float

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return f"normal with mean {_n(self.mean)} and standard deviation {_n(self.sd, unit)}"

    def wrong(self) -> str:
        """Say what is wrong."""
        return "" if self.sd > 0 else "the standard deviation is not above 0"


@dataclass(frozen=True)
class LogNormal(Distribution):
    """The logarithm is normal with mean `mu` and standard deviation `sigma`."""

    mu: float
    sigma: float

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        low, high = (math.exp(self.mu + z * self.sigma) for z in (-1.6448536, 1.6448536))
        return f"lognormal with median {_n(math.exp(self.mu))}, 90 % between {_n(low)} and {_n(high, unit)}"

    def wrong(self) -> str:
        """Say what is wrong."""
        if not self.sigma > 0:
            return "the standard deviation of the logarithm is not above 0"
        return "" if abs(self.mu) + FAR * self.sigma < LARGEST_LOG else TOO_WIDE


@dataclass(frozen=True)
class Beta(Distribution):
    """Beta with two shapes, on 0 to 1 or between two values."""

    a: float
    b: float
    low: float = 0.0
    high: float = 1.0

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return f"beta({_n(self.a)}, {_n(self.b)}) between {_n(self.low)} and {_n(self.high, unit)}"

    def wrong(self) -> str:
        """Say what is wrong."""
        if not (self.a > 0 and self.b > 0 and self.low < self.high):
            return "shapes must be above 0, ends in order"
        return "" if math.isfinite(self.high - self.low) else TOO_WIDE


@dataclass(frozen=True)
class Gamma(Distribution):
    """Gamma with a shape and a rate; its mean is shape / rate."""

    shape: float
    rate: float

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return f"gamma with shape {_n(self.shape)} and rate {_n(self.rate)}: mean {_n(self.shape / self.rate, unit)}"

    def wrong(self) -> str:
        """Say what is wrong."""
        return "" if self.shape > 0 and self.rate > 0 else "shape and rate must be above 0"


@dataclass(frozen=True)
class Dirichlet(Distribution):
    """Shares that sum to one, with a weight each."""

    names: tuple[str, ...]
    weights: tuple[float, ...]

    def columns(self, name: str) -> tuple[str, ...]:
        """Return a number a share."""
        return tuple(f"{name}[{part}]" for part in self.names)

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        parts = ", ".join(
            f"{name} {_n(weight)}" for name, weight in zip(self.names, self.weights, strict=True)
        )
        return f"shares summing to 1, Dirichlet with weights {parts}"

    def wrong(self) -> str:
        """Say what is wrong."""
        return (
            "" if len(self.names) > 1 and min(self.weights) > 0 else "two or more weights above 0 are needed"
        )


@dataclass(frozen=True)
class Discrete(Distribution):
    """A few values with weights."""

    values: tuple[float, ...]
    weights: tuple[float, ...]

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        total = sum(self.weights)
        parts = (f"{_n(v, unit)} ({w / total:.0%})" for v, w in zip(self.values, self.weights, strict=True))
        return "one of " + ", ".join(parts)

    def wrong(self) -> str:
        """Say what is wrong."""
        return "" if self.values and min(self.weights) > 0 else "weights must be above 0"


@dataclass(frozen=True)
class Choice(Distribution):
    """A choice between named variants of the model; a draw holds the place of the one chosen."""

    names: tuple[str, ...]
    weights: tuple[float, ...]

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        total = sum(self.weights)
        parts = (f"{n} ({w / total:.0%})" for n, w in zip(self.names, self.weights, strict=True))
        return "a choice between " + ", ".join(parts)

    def wrong(self) -> str:
        """Say what is wrong."""
        ok = self.names and min(self.weights) > 0 and len(set(self.names)) == len(self.names)
        return "" if ok else "variants must differ and have weights above 0"


@dataclass(frozen=True)
class Path(Distribution):
    """A mean-reverting path by year: Ornstein-Uhlenbeck, sampled yearly, kept within its bounds."""

    mean: float
    start: float
    sd: float
    half_life: float
    first: int
    last: int
    low: float = float("-inf")
    high: float = float("inf")

    def columns(self, name: str) -> tuple[str, ...]:
        """Return a number a year."""
        return tuple(f"{name}[{year}]" for year in range(self.first, self.last + 1))

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return (
            f"a path {self.first}-{self.last} from {_n(self.start)}, returning to {_n(self.mean)} with a half-life "
            f"of {_n(self.half_life, 'years')}, standing deviation {_n(self.sd, unit)}"
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


@dataclass(frozen=True)
class FromTable(Distribution):
    """Ranges that a table of the world gives: a triangular number for each row, but for those that are held."""

    table: str
    held: tuple[tuple[str, float], ...] = ()
    """Rows that are not drawn, each with the value at which it stands."""

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        if self.held:
            stands = ", ".join(f"{name} at {_n(value)}" for name, value in self.held)
            return f"{FromTable(self.table).words(unit)}, but {stands}"
        if self.table == "transitions":
            return "a Dirichlet posterior for each phase, from transitions counted up to the study's date"
        each = "industry" if self.table == "elasticities" else "number of its own"
        return f"triangular from low over middle to high of the world's table of {self.table}, one for each {each}"


@dataclass(frozen=True)
class Rate(Distribution):
    """Events a year, learnt from dated rows up to the study's date."""

    rows: str
    filters: tuple[tuple[str, str], ...]
    since: dt.date

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        wanted = ", ".join(f"{name} {word}" for name, word in self.filters)
        return f"gamma posterior of a yearly rate, from the rows of {self.rows} ({wanted}) since {self.since}"
