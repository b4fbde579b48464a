"""A choice between named variants of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from .distribution import Distribution, cumulative


@dataclass(frozen=True)
class Choice(Distribution):
    """A choice between named variants of the model; a draw holds the place of the one chosen."""

    ordered: ClassVar[bool] = False
    listed: ClassVar[bool] = True
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

        share = np.asarray(self.weights, dtype=float) / sum(self.weights)
        far = -special.ndtri(share / 2)
        far[int(np.argmax(share))] = 0.0
        return np.asarray(far[values.astype(int)])

    def point(self, values: Mapping[int, np.ndarray], part: int) -> np.ndarray:
        """Return the middle of the weight of each variant."""
        ends = cumulative(self.weights)
        return np.asarray((ends - np.diff(ends, prepend=0.0) / 2)[values[part].astype(int)])
