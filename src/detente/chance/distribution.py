"""What every uncertain number has in common."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import numpy as np

from ..ground.digits import digits
from ..ground.faults import RunError
from .written import Written

if TYPE_CHECKING:
    from jaxtyping import Float

TOO_WIDE = "its draws would be too large to reckon with"
EDGE = 1e-12
"""How far a point of the cube is kept from 0 and 1, so that unbounded distributions stay finite."""
TINY = 1e-300


@dataclass(frozen=True)
class Distribution:
    """Base of all. What it yields may be several numbers, its parts, counted from 0.

    SciPy is imported where numbers are made, so that reading a study stays light.
    """

    keys: ClassVar[tuple[str, ...]] = ()
    """The words by which a study writes it."""
    form: ClassVar[Any] = None
    """What may stand after its word: a type that pydantic checks."""
    aside: ClassVar[Mapping[str, Any]] = {}
    """Words of its own that may stand beside it, each with what may stand after it."""
    unfit: ClassVar[tuple[str, str] | None] = None
    """Why it cannot move together with another, and what mends that; None where it can."""
    listed: ClassVar[bool] = False
    """Whether single values have a chance of their own."""
    joint: ClassVar[bool] = False
    """Whether its parts are made together."""
    by_year: ClassVar[bool] = False
    """Whether its parts are years."""

    @classmethod
    def of(cls, written: Written) -> Distribution:
        """Return the distribution that a study writes. Raises StudyError with what is wrong in the text."""
        raise NotImplementedError

    def fixing(self, part: str, value: float) -> Mapping[str, Any]:
        """Return the words of a study that fix one of its numbers, `part` its label; none where no words can."""
        return {} if self.joint else {"fixed": value}

    def single(self, value: float) -> Distribution | None:
        """Return a distribution of its kind that has one value; None where its kind has none."""
        return None

    def learnt(self, facts: Facts) -> Distribution | None:
        """Return what data make of it: itself, unless it is learnt; None where they make nothing of it."""
        return self

    @property
    def variants(self) -> tuple[str, ...]:
        """Return the names of the variants that it chooses between; a draw holds the place of one."""
        return tuple(self.chances)

    @property
    def chances(self) -> Mapping[str, float]:
        """Return the chance of each variant."""
        return {}

    @property
    def shares(self) -> tuple[str, ...]:
        """Return the names of its parts where these are shares of a whole."""
        return ()

    @property
    def options(self) -> tuple[float, ...]:
        """Return the single values that it may have, in order; none where it has a range."""
        return ()

    @property
    def stands_at(self) -> float | None:
        """Return the value at which it is fixed."""
        return None

    @property
    def of_table(self) -> str:
        """Return the name of the table for whose rows it stands; empty where for none."""
        return ""

    @property
    def rows_held(self) -> Mapping[str, float]:
        """Return the rows of its table that are not drawn, each with the value at which it stands."""
        return {}

    def columns(self, name: str) -> tuple[str, ...]:
        """Return the names of the numbers, `name` itself where there is one."""
        return (name,)

    def words(self, unit: str = "") -> str:
        """Say what the distribution is, in words."""
        raise NotImplementedError

    def brief(self, unit: str = "") -> str:
        """Say it as a table does that has no room."""
        return self.words(unit)

    def wrong(self) -> str:
        """Say what is wrong with its numbers; empty if nothing is."""
        return ""

    def constant(self, part: int = 0) -> bool:
        """Tell whether a part is the same in every draw by its definition."""
        return False

    def median(self, part: int = 0) -> float:
        """Return the median of a part; of variants, the place of the likeliest."""
        raise NotImplementedError

    def ends(self, part: int = 0) -> tuple[float, float]:
        """Return the lowest and the highest value that a part may have; infinite where there is none."""
        return -np.inf, np.inf

    def ppf(self, u: np.ndarray) -> np.ndarray:
        """Return the value below which a share `u` lies, u in (0, 1). Raises RunError if it cannot be drawn."""
        raise RunError(f"cannot draw from {self.words()}; give the assumption another distribution")

    def below(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return the share below each value; of one that carries weight, up to the middle of it."""
        return np.full_like(values, 0.5)

    def score(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return the standard normal number below which as much lies as below each value; 0 at the median."""
        from scipy import special

        return np.asarray(special.ndtri(np.clip(self.below(values, part), EDGE, 1 - EDGE)))

    def distance(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return how far values lie from the centre in standard-normal units, signed, `[draw]`."""
        return np.asarray(self.score(values, part) - self.score(np.array([self.median(part)]), part))

    def density(self, values: np.ndarray) -> np.ndarray | None:
        """Return the density at values `[draw]`, or the chance of each of a listed one; None where it has neither."""
        return None

    def together(self, shares: Mapping[str, np.ndarray]) -> np.ndarray:
        """Return the density of shares of a whole by name, `[draw]` each."""
        raise NotImplementedError

    def drawn(
        self, points: Mapping[int, Float[np.ndarray, " draw"]]
    ) -> dict[int, Float[np.ndarray, " draw"]]:
        """Return all parts that are made together, of a point of (0, 1) for each that is not constant."""
        raise NotImplementedError

    def point(self, values: Mapping[int, np.ndarray], part: int) -> np.ndarray:
        """Return points of (0, 1) at which a part is drawn as it is in `values`, which have it and those before it."""
        from scipy import special

        return np.asarray(special.ndtr(self.score(values[part], part)))


@dataclass(frozen=True)
class Continuous(Distribution):
    """One number with a law of `scipy.stats`, which draws and weighs it."""

    def law(self, stats: Any) -> Any:
        """Return the law, a frozen distribution of the module `scipy.stats`."""
        raise NotImplementedError

    @functools.cached_property
    def frozen(self) -> Any:
        """Return the law; SciPy is imported when it is first asked for."""
        from scipy import stats

        return self.law(stats)

    def median(self, part: int = 0) -> float:
        """Return the median; one that knows it without SciPy says so, since `detente check` asks."""
        return float(self.frozen.median())

    def ppf(self, u: np.ndarray) -> np.ndarray:
        """Return the value below which a share lies."""
        return np.asarray(self.frozen.ppf(u))

    def below(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return the share below each value; a half where all of it is at one."""
        return np.asarray(np.nan_to_num(self.frozen.cdf(values), nan=0.5))

    def density(self, values: np.ndarray) -> np.ndarray:
        """Return the density, 0 where it is no number or has no end."""
        return np.asarray(np.nan_to_num(self.frozen.pdf(values), nan=0.0, posinf=0.0))


class Facts(Protocol):
    """What data tell of a number that is learnt."""

    def events(self, rows: str, filters: Mapping[str, str], since: dt.date) -> tuple[int, float] | None:
        """Return how many dated rows match, and over how many years; None where there is none."""


class Drawn(Protocol):
    """A sampled number of a draw: its name, the assumption that it is a part of, its distribution."""

    @property
    def name(self) -> str:
        """Return its name: `theta[mining]`."""

    @property
    def assumption(self) -> str:
        """Return the assumption's name."""

    @property
    def part(self) -> int:
        """Return which part of the assumption it is, from 0."""

    @property
    def distribution(self) -> Distribution:
        """Return the assumption's distribution."""


def said(value: float, unit: str = "") -> str:
    """Say a number of a distribution, with its unit."""
    text = digits(float(value), 6)
    return text if unit in ("", "1", "share") else f"{text} {unit}"


def cumulative(weights: tuple[float, ...] | np.ndarray) -> np.ndarray:
    """Return the cumulative shares of weights, ending at 1."""
    sums = np.cumsum(np.asarray(weights, dtype=float))
    return np.asarray(sums / sums[-1])
