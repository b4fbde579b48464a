"""The point nearest to the centre at which margins that are linear in values say that a claim turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from scipy.optimize import nnls

from ..study.expression import COMPARISONS, Operation, Tree
from .space import FARTHEST, Space

ROUNDS, FREE = 24, 4
CALMER = 0.85
"""Of the most that a coordinate moves in a round, at first one standard deviation: ever less after the free rounds,
and then half of the way, since steps to the nearest point may swing about it where margins bend."""
SETTLED = 3e-3
"""Standard deviations by which no coordinate moves any more in the end."""
NEGLIGIBLE = 0.03
"""Share of the squared distance that may go into assumptions that hardly matter, which stay at the centre."""
MOST = 24
"""Ways that are looked at; a claim of more is rare."""

Way = frozenset[tuple[int, bool]]
"""Comparisons by their place in the text, and whether each must hold."""


def ways(tree: Tree, holds: bool) -> tuple[Way, ...]:
    """Return ways to make a claim hold, or fail: any one of them does, each needs all of its comparisons.

    `a and b` fails in two ways and holds in one. Comparisons count in the order of the text.
    """
    return tuple(dict.fromkeys(_ways(tree, holds, iter(range(1_000_000)))))[:MOST]


def _ways(tree: Tree, holds: bool, count: Iterator[int]) -> list[Way]:
    if not isinstance(tree, Operation):
        return []
    if tree.name in COMPARISONS:
        return [frozenset({(next(count), holds)})]
    if tree.name == "not":
        return _ways(tree.parts[0], not holds, count)
    parts = [_ways(part, holds, count) for part in tree.parts]
    if (tree.name in ("and", "all")) != holds:
        return [way for part in parts for way in part][:MOST]
    joined: list[Way] = [frozenset()]
    for part in parts:
        joined = [one | other for one, other in product(joined, part)][:MOST]
    return joined


def nearest(
    space: Space, at: np.ndarray, margins: np.ndarray, slopes: np.ndarray, way: Sequence[tuple[int, bool]]
) -> np.ndarray | None:
    """Return the nearest point at which a way is taken, by margins linear about the point `at`; None if none is.

    `margins` `[comparison]` are those there, `slopes` are `[comparison, feature]`. The margins are made
    linear in the coordinates at a point, the nearest point of that is found, and so on (Hasofer and Lind 1974;
    Rackwitz and Fiessler 1978). Assumptions that hardly matter are put back to the centre, and the rest found again.
    """
    places = [place for place, _ in way]
    signs = np.array([1.0 if holds else -1.0 for _, holds in way])
    slopes = signs[:, None] * slopes[places]
    start = signs * margins[places] - slopes @ space.features(at[None])[0]
    whole = _iterate(space, start, slopes, at, np.ones(len(at), dtype=bool))
    if whole is None:
        return None
    kept = sparse(whole)
    lean = _iterate(space, start, slopes, np.where(kept, whole, 0.0), kept)
    return whole if lean is None else lean


def sparse(point: np.ndarray, part: float = NEGLIGIBLE) -> np.ndarray:
    """Tell which coordinates of a point carry nearly all of its squared distance, `[dimension]`."""
    squares = point**2
    order = np.argsort(-squares, kind="stable")
    before = np.cumsum(squares[order]) - squares[order]
    kept = np.zeros(len(point), dtype=bool)
    kept[order] = (before < (1 - part) * squares.sum()) & (squares[order] > 0)
    return kept


def _iterate(
    space: Space, start: np.ndarray, slopes: np.ndarray, first: np.ndarray, kept: np.ndarray
) -> np.ndarray | None:
    """Return where steps to the nearest point of ever new linear models lead, within the dimensions kept."""
    scale = np.maximum(np.linalg.norm(slopes, axis=1), 1e-300)
    point, best = np.where(kept, first, 0.0), None
    for number in range(ROUNDS):
        says = start + slopes @ space.features(point[None])[0]
        steep = np.where(kept, space.gradient(slopes, point), 0.0)
        wanted = least(steep / scale[:, None], (steep @ point - says) / scale + 1e-6)
        if wanted is None:
            return best
        most = CALMER ** max(0, number - FREE)
        move = np.clip((wanted - point) * (1.0 if number < FREE else 0.5), -most, most)
        point = np.clip(point + move, -FARTHEST, FARTHEST)
        far = (start + slopes @ space.features(point[None])[0]) / scale
        if (far > -0.01).all() and (best is None or np.linalg.norm(point) < np.linalg.norm(best)):
            best = point
        if np.abs(move).max(initial=0.0) < SETTLED:
            break
    return best


def least(slopes: np.ndarray, wanted: np.ndarray) -> np.ndarray | None:
    """Return the shortest vector with `slopes @ vector >= wanted`; None where there is none.

    The least distance problem of Lawson and Hanson (1974, Solving Least Squares Problems, chapter 23).
    """
    matrix = np.concatenate([slopes.T, wanted[None]])
    aim = np.append(np.zeros(slopes.shape[1]), 1.0)
    weights, left = nnls(matrix, aim)
    rest = matrix @ weights - aim
    return None if left < 1e-9 or rest[-1] == 0 else np.asarray(-rest[:-1] / rest[-1])
