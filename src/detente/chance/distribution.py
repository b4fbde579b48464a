"""What every uncertain number has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

import numpy as np

from ..ground.digits import digits
from ..ground.faults import RunError

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

    ordered: ClassVar[bool] = True
    """Whether its values have an order; variants have none."""
    listed: ClassVar[bool] = False
    """Whether single values have a chance of their own."""
    joint: ClassVar[bool] = False
    """Whether its parts are made together."""

    def columns(self, name: str) -> tuple[str, ...]:
        """Return the names of the numbers, `name` itself where there is one."""
        return (name,)

    def words(self, unit: str = "") -> str:
        """Say what the distribution is, in words."""
        raise NotImplementedError

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

    def drawn(
        self, points: Mapping[int, Float[np.ndarray, " draw"]]
    ) -> dict[int, Float[np.ndarray, " draw"]]:
        """Return all parts that are made together, of a point of (0, 1) for each that is not constant."""
        raise NotImplementedError

    def point(self, values: Mapping[int, np.ndarray], part: int) -> np.ndarray:
        """Return points of (0, 1) at which a part is drawn as it is in `values`, which have it and those before it."""
        from scipy import special

        return np.asarray(special.ndtr(self.score(values[part], part)))


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


def quiet(values: np.ndarray) -> np.ndarray:
    """Return densities with 0 for those that are no number."""
    return np.asarray(np.nan_to_num(values, nan=0.0, posinf=0.0))
