"""A few values with weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ..ground.forms import Quantity
from ..ground.nodes import Node
from .distribution import Distribution, cumulative, said
from .written import Written


@dataclass(frozen=True)
class Discrete(Distribution):
    """A few values with weights."""

    keys: ClassVar[tuple[str, ...]] = ("discrete",)
    form: ClassVar[Any] = dict[str, Quantity]
    unfit: ClassVar[tuple[str, str] | None] = (
        "has single values only, and ties have no rank",
        "give it a range, as uniform: 5 to 20",
    )
    listed: ClassVar[bool] = True
    values: tuple[float, ...]
    weights: tuple[float, ...]

    @classmethod
    def of(cls, written: Written) -> Discrete:
        """Read {5: 0.7, 20: 0.3}: values and weights."""
        names, weights = written.weights()
        values = [Node(name, written.node.keys.get(name, written.node.place)) for name in names]
        return cls(tuple(written.all(values, written.amount)), weights)

    def single(self, value: float) -> Discrete:
        """Return one value with all the weight."""
        return Discrete((value,), (1.0,))

    @property
    def options(self) -> tuple[float, ...]:
        """Return the values in order."""
        return tuple(sorted(self.values))

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        total = sum(self.weights)
        parts = (f"{said(v, unit)} ({w / total:.0%})" for v, w in zip(self.values, self.weights, strict=True))
        return "one of " + ", ".join(parts)

    def wrong(self) -> str:
        """Say what is wrong."""
        return "" if self.values and min(self.weights) > 0 else "weights must be above 0"

    def median(self, part: int = 0) -> float:
        """Return the median."""
        return float(self.ppf(np.array([0.5]))[0])

    def ends(self, part: int = 0) -> tuple[float, float]:
        """Return the least and the greatest value."""
        return min(self.values), max(self.values)

    def ppf(self, u: np.ndarray) -> np.ndarray:
        """Return the value below which a share lies."""
        ordered, ends = self._ordered()
        place = np.searchsorted(ends, u, side="right")
        return np.asarray(ordered[np.minimum(place, len(ordered) - 1)])

    def below(self, values: np.ndarray, part: int = 0) -> np.ndarray:
        """Return the share below each value, up to the middle of its own weight."""
        ordered, ends = self._ordered()
        middles = ends - np.diff(ends, prepend=0.0) / 2
        return np.asarray(middles[np.minimum(np.searchsorted(ordered, values), len(middles) - 1)])

    def density(self, values: np.ndarray) -> np.ndarray:
        """Return the chance of each value."""
        total = sum(self.weights)
        each = [(values == v) * (w / total) for v, w in zip(self.values, self.weights, strict=True)]
        return np.asarray(np.sum(each, axis=0))

    def _ordered(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the values in order, and the share up to each, its own weight included."""
        order = np.argsort(self.values, kind="stable")
        return np.asarray(self.values, dtype=float)[order], cumulative(np.asarray(self.weights)[order])
