"""The point nearest to the centre at which a model that is linear in values says that a claim turns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls

from .flip_space import FARTHEST, Space
from .flip_ways import Way

ROUNDS, FREE = 24, 6
STRIDE, CALMER = 1.0, 0.8
"""Standard deviations that a coordinate moves at most in one round; after the free ones ever less, lest it swing."""
BEYOND = 1e-6
"""Share of a comparison's scale by which its margin is to be on the other side."""
PART = 0.05
"""A comparison's scale is at least this part of what two standard deviations of all assumptions move it."""
FEW = 40
"""Dimensions that a nearest point may use: those that the model says move a comparison most."""
NEGLIGIBLE = 0.04
"""Share of the squared distance that may go into assumptions that hardly matter, which stay at the centre."""


@dataclass(frozen=True)
class Linear:
    """Comparisons' margins, linear in the features of a space, about one point."""

    at: np.ndarray
    """Features, `[dimension]`."""
    margins: np.ndarray
    """There, `[comparison]`."""
    slopes: np.ndarray
    """`[comparison, dimension]`."""

    def says(self, features: np.ndarray) -> np.ndarray:
        """Return the margins at features, `[comparison]`."""
        return np.asarray(self.margins + self.slopes @ (features - self.at))

    def about(self, at: np.ndarray, margins: np.ndarray) -> Linear:
        """Return the model with its slopes about another point, where the margins are known."""
        return Linear(at, margins, self.slopes)

    def corrected(self, at: np.ndarray, margins: np.ndarray, reach: np.ndarray) -> Linear:
        """Return a model about a point where the margins are known, its slopes changed as little as can be.

        Broyden 1965, Mathematics of Computation 19:577-593; `reach` is how far each feature moves, in which little
        is reckoned.
        """
        step = at - self.at
        scaled = step * reach**2
        size = float(step @ scaled)
        gap = margins - self.says(at)
        slopes = self.slopes + np.outer(gap, scaled) / size if size > 0 else self.slopes
        return Linear(at, margins, slopes)

    def with_slope(
        self, place: int, at: np.ndarray, margins: np.ndarray, other: np.ndarray, its: np.ndarray
    ) -> Linear:
        """Return the model with the slope of one dimension between two points that differ in it alone."""
        step = at[place] - other[place]
        if not step:
            return self
        slopes = self.slopes.copy()
        slopes[:, place] = (margins - its) / step
        return Linear(self.at, self.margins, slopes)


def nearest(space: Space, model: Linear, way: Way, start: np.ndarray) -> np.ndarray | None:
    """Return the nearest point to the centre at which a model says that a way is taken; None if it sees none.

    The model is made linear in the coordinates at a point, the nearest point of that is found, and so on
    (Hasofer and Lind 1974; Rackwitz and Fiessler 1978); with several comparisons, each step is the least
    distance problem of Lawson and Hanson (1974, Solving Least Squares Problems, chapter 23). Assumptions that
    hardly matter are then put back to the centre, and the rest found again.
    """
    dims = _telling(space, model, way)
    whole = _iterate(space, model, way, start, dims)
    if whole is None:
        return None
    kept = sparse(whole)
    lean = _iterate(space, model, way, np.where(kept, whole, 0.0), np.flatnonzero(kept))
    return whole if lean is None else lean


def farthest(space: Space, model: Linear, way: Way, radius: float) -> np.ndarray | None:
    """Return the point at a distance from the centre at which a model says that a way is nearest to being taken.

    It looks where `nearest` sees nothing, as where ranges end before the model's margins turn. None where the
    model is flat. The comparison that is farthest from where the way wants it, by its scale, is moved.
    """
    places = [place for place, _ in sorted(way)]
    signs = np.array([1.0 if holds else -1.0 for _, holds in sorted(way)])
    scale = np.maximum(np.abs(model.margins[places]), 1e-12)
    point = np.zeros(len(model.at))
    for _ in range(ROUNDS):
        margins = signs * model.says(space.features(point))[places] / scale
        worst = int(np.argmin(margins))
        slope = signs[worst] * space.gradient(model.slopes[places[worst]], point)
        size = np.linalg.norm(slope)
        if size == 0:
            return point if point.any() else None
        wanted = np.clip(radius * slope / size, -FARTHEST, FARTHEST)
        point = wanted if not point.any() else (point + wanted) / 2
        point = point * min(1.0, radius / max(float(np.linalg.norm(point)), 1e-12))
    return np.where(sparse(point), point, 0.0)


def sparse(point: np.ndarray) -> np.ndarray:
    """Tell which coordinates of a point carry nearly all of its squared distance, `[dimension]`."""
    squares = point**2
    order = np.argsort(-squares, kind="stable")
    before = np.cumsum(squares[order]) - squares[order]
    kept = np.zeros(len(point), dtype=bool)
    kept[order] = (before < (1 - NEGLIGIBLE) * squares.sum()) & (squares[order] > 0)
    return kept


def _telling(space: Space, model: Linear, way: Way) -> np.ndarray:
    """Return the dimensions that move the way's comparisons most over a standard deviation about the centre."""
    moved = np.abs(model.slopes[[place for place, _ in sorted(way)]]) * space.reach
    scale = moved.sum(axis=1, keepdims=True)
    shares = (moved / np.where(scale > 0, scale, 1.0)).max(axis=0)
    order = np.argsort(-shares, kind="stable")[:FEW]
    return space.with_companions(order[shares[order] > 0])


def _iterate(space: Space, model: Linear, way: Way, start: np.ndarray, dims: np.ndarray) -> np.ndarray | None:
    """Return where steps to the nearest point of ever new linear models lead, within some dimensions."""
    places = [place for place, _ in sorted(way)]
    signs = np.array([1.0 if holds else -1.0 for _, holds in sorted(way)])
    moved = np.linalg.norm(model.slopes[places] * space.reach, axis=1)
    scale = np.maximum(np.maximum(np.abs(model.margins[places]), PART * moved), 1e-12)
    point = np.zeros_like(start)
    point[dims] = start[dims]
    best: np.ndarray | None = None
    for number in range(ROUNDS):
        margins = signs * model.says(space.features(point))[places]
        slopes = signs[:, None] * space.gradient(model.slopes[places], point)[:, dims]
        wanted = BEYOND * scale - margins + slopes @ point[dims]
        step = _least(slopes, wanted)
        if step is None:
            return best
        most = STRIDE * CALMER ** max(0, number - FREE)
        move = np.clip(step - point[dims], -most, most)
        point[dims] = np.clip(point[dims] + move, -FARTHEST, FARTHEST)
        if (signs * model.says(space.features(point))[places] > -0.02 * scale).all() and (
            best is None or np.linalg.norm(point) < np.linalg.norm(best)
        ):
            best = point.copy()
        if np.abs(move).max(initial=0.0) < 1e-3:
            break
    return best


def _least(slopes: np.ndarray, wanted: np.ndarray) -> np.ndarray | None:
    """Return the shortest vector with `slopes @ vector >= wanted`; None where there is none."""
    size = np.linalg.norm(slopes, axis=1)
    if (size == 0).any() and (wanted[size == 0] > 0).any():
        return None
    size = np.where(size > 0, size, 1.0)
    matrix = np.concatenate([(slopes / size[:, None]).T, (wanted / size)[None]])
    aim = np.zeros(len(matrix))
    aim[-1] = 1.0
    weights, left = nnls(matrix, aim)
    rest = matrix @ weights - aim
    if left < 1e-9 or rest[-1] == 0:
        return None
    return np.asarray(-rest[:-1] / rest[-1])
