"""Shares that sum to one, with a weight each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ..ground.forms import Quantity
from .beta import Beta
from .distribution import TINY, Distribution, said
from .written import Written


@dataclass(frozen=True)
class Dirichlet(Distribution):
    """Shares that sum to one, with a weight each."""

    keys: ClassVar[tuple[str, ...]] = ("dirichlet",)
    form: ClassVar[Any] = dict[str, Quantity]
    unfit: ClassVar[tuple[str, str] | None] = (
        "is shares that sum to 1, which move together already",
        "make the shares in `quantities`",
    )
    joint: ClassVar[bool] = True
    names: tuple[str, ...]
    weights: tuple[float, ...]

    @classmethod
    def of(cls, written: Written) -> Dirichlet:
        """Read {a: 2, b: 3}."""
        return cls(*written.weights())

    @property
    def shares(self) -> tuple[str, ...]:
        """Return the names of its parts."""
        return self.names

    def columns(self, name: str) -> tuple[str, ...]:
        """Return a number a share."""
        return tuple(f"{name}[{part}]" for part in self.names)

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        parts = ", ".join(
            f"{name} {said(weight)}" for name, weight in zip(self.names, self.weights, strict=True)
        )
        return f"shares summing to 1, Dirichlet with weights {parts}"

    def wrong(self) -> str:
        """Say what is wrong."""
        ok = len(self.names) > 1 and min(self.weights) > 0
        return "" if ok else "two or more weights above 0 are needed"

    def share(self, part: int) -> Beta:
        """Return the distribution of one share alone."""
        own = self.weights[part]
        return Beta(own, sum(self.weights) - own)

    def median(self, part: int = 0) -> float:
        """Return the median of a share; these need not sum to 1."""
        return self.share(part).median()

    def ends(self, part: int = 0) -> tuple[float, float]:
        """Return 0 and 1."""
        return 0.0, 1.0

    def below(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return the chance that a share is below each value."""
        return self.share(part).below(values)

    def drawn(self, points: Mapping[int, np.ndarray]) -> dict[int, np.ndarray]:
        """Make shares of independent gamma numbers (Devroye 1986, Non-Uniform Random Variate Generation)."""
        from scipy import special

        gammas = {
            part: np.maximum(special.gammaincinv(self.weights[part], point), TINY)
            for part, point in points.items()
        }
        total = np.sum(list(gammas.values()), axis=0)
        return {part: gamma / total for part, gamma in gammas.items()}

    def point(self, values: Mapping[int, np.ndarray], part: int) -> np.ndarray:
        """Return the points of gamma numbers that sum to the sum of the weights."""
        from scipy import special

        return np.asarray(special.gammainc(self.weights[part], values[part] * sum(self.weights)))

    def together(self, shares: Mapping[str, np.ndarray]) -> np.ndarray:
        """Return the density of shares by name, `[draw]` each."""
        from scipy import special

        total = special.gammaln(sum(self.weights)) - sum(special.gammaln(weight) for weight in self.weights)
        for name, weight in zip(self.names, self.weights, strict=True):
            total = total + (weight - 1) * np.log(np.maximum(shares[name], TINY))
        return np.asarray(np.exp(total))
