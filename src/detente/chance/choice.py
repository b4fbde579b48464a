"""A choice between named variants of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ..ground.forms import Label, Quantity
from .distribution import Distribution, cumulative
from .written import Written


@dataclass(frozen=True)
class Choice(Distribution):
    """A choice between named variants of the model; a draw holds the place of the one chosen."""

    keys: ClassVar[tuple[str, ...]] = ("choice",)
    form: ClassVar[Any] = list[Label] | dict[str, Quantity]
    unfit: ClassVar[tuple[str, str] | None] = (
        "is a choice between variants, which have no order",
        "remove the pair, or write two studies",
    )
    listed: ClassVar[bool] = True
    names: tuple[str, ...]
    weights: tuple[float, ...]

    @classmethod
    def of(cls, written: Written) -> Choice:
        """Read [a, b], or {a: 0.7, b: 0.3}."""
        return cls(*written.weights())

    def fixing(self, part: str, value: float) -> Mapping[str, Any]:
        """Return the word that chooses one variant."""
        return {"choice": [self.names[int(value)]]}

    def single(self, value: float) -> Choice:
        """Return the choice of one variant, by its place."""
        return Choice((self.names[int(value)],), (1.0,))

    @property
    def chances(self) -> Mapping[str, float]:
        """Return the chance of each variant."""
        total = sum(self.weights)
        return {name: weight / total for name, weight in zip(self.names, self.weights, strict=True)}

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        return "a choice between " + ", ".join(f"{name} ({w:.0%})" for name, w in self.chances.items())

    def wrong(self) -> str:
        """Say what is wrong."""
        ok = self.names and min(self.weights) > 0 and len(set(self.names)) == len(self.names)
        return "" if ok else "variants must differ and have weights above 0"

    def median(self, part: int = 0) -> float:
        """Return the place of the likeliest variant."""
        return float(np.argmax(self.weights))

    def ends(self, part: int = 0) -> tuple[float, float]:
        """Return the first and the last place."""
        return 0.0, float(len(self.names) - 1)

    def ppf(self, u: np.ndarray) -> np.ndarray:
        """Return the place of the variant up to which a share lies."""
        place = np.searchsorted(cumulative(self.weights), u, side="right")
        return np.asarray(np.minimum(place, len(self.names) - 1), dtype=float)

    def distance(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return how far variants lie from the likeliest: one of weight p lies as far off as a normal number does,
        on either side, with chance p.
        """
        from scipy import special

        share = np.array(list(self.chances.values()))
        far = -special.ndtri(share / 2)
        far[int(np.argmax(share))] = 0.0
        return np.asarray(far[values.astype(int)])

    def point(self, values: Mapping[int, np.ndarray], part: int) -> np.ndarray:
        """Return the middle of the weight of each variant."""
        ends = cumulative(self.weights)
        return np.asarray((ends - np.diff(ends, prepend=0.0) / 2)[values[part].astype(int)])
