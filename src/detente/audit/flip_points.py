"""Points of a search for a flip: tried, and to be tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .flip_space import FARTHEST

SCALES = (1.03, 1.3, 0.75, 1.7, 2.3, 3.0)
"""How far along its ray a point that a model gives is tried, while no flip is known."""

CLOSE = 0.005
"""Part of its distance to which the flip along a ray is found."""


@dataclass(frozen=True)
class Tried:
    """A point, and what the models gave there."""

    point: np.ndarray
    truth: int
    """1, 0, or -1 where it could not be told."""
    margins: np.ndarray
    """`[comparison]`."""

    @property
    def distance(self) -> float:
        """Return how far the point lies from the centre."""
        return length(self.point)


class Ask(NamedTuple):
    """A point that a search wants to know."""

    point: np.ndarray
    alone: int | None = None
    """The dimension in which it differs from the best point, if it does so in one alone."""


def length(point: np.ndarray) -> float:
    """Return how far a point lies from the centre."""
    return float(np.linalg.norm(point))


def shrunk(point: np.ndarray, other: np.ndarray) -> bool:
    """Tell whether each coordinate of a point lies between the centre and that of another."""
    return bool((point * other >= 0).all() and (np.abs(point) <= np.abs(other)).all())


def woven(directions: list[np.ndarray], starts: list[np.ndarray]) -> Iterator[np.ndarray]:
    """Yield points along directions, ever farther, and points to start from, in turn."""
    for scale in SCALES:
        for direction in directions:
            yield np.clip(direction * scale, -FARTHEST, FARTHEST)
        yield from starts[:2]
        starts = starts[2:]
    yield from starts


def interleaved(*lists: list[Ask]) -> list[Ask]:
    """Return items of several lists, one of each in turn."""
    longest = max(map(len, lists), default=0)
    return [one[place] for place in range(longest) for one in lists if place < len(one)]


def between(below: float, under: np.ndarray, margins: np.ndarray) -> list[float]:
    """Return parts of the way to a point at which to look for a flip that is beyond the part `below`.

    First where the margins, taken as straight lines from those `under` to those at the point, come to 0.
    """
    width = 1 - below
    if width <= CLOSE:
        return []
    guess = 0.8
    turned = np.isfinite(under) & np.isfinite(margins) & (np.sign(under) != np.sign(margins))
    if turned.any():
        guess = float((under[turned] / (under[turned] - margins[turned])).max())
    near = np.clip([guess + 0.05, guess - 0.05, 0.5, 0.15, 0.9], 0.02, 0.98)
    return [below + width * float(part) for part in dict.fromkeys(near.tolist())]
