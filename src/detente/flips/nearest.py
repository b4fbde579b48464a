"""The point nearest to the centre at which margins that are linear in features say that a claim turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from scipy.optimize import nnls

from ..study.expression import COMPARISONS, Operation, Tree
from .space import Space

STEPS, FREE = 12, 4
"""To the nearest point, of one standard deviation in a coordinate at most; ever smaller ones after the free ones."""
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


def least(slopes: np.ndarray, wanted: np.ndarray) -> np.ndarray | None:
    """Return the shortest vector with `slopes @ vector >= wanted`; None where there is none.

    The least distance problem of Lawson and Hanson (1974, Solving Least Squares Problems, chapter 23).
    """
    matrix = np.concatenate([slopes.T, wanted[None]])
    aim = np.append(np.zeros(slopes.shape[1]), 1.0)
    weights, left = nnls(matrix, aim)
    rest = matrix @ weights - aim
    return None if left < 1e-9 or rest[-1] == 0 else np.asarray(-rest[:-1] / rest[-1])


def nearest(
    space: Space, at: np.ndarray, margins: np.ndarray, slopes: np.ndarray, way: Sequence[tuple[int, bool]]
) -> np.ndarray | None:
    """Return the nearest point at which a way is taken, by margins linear about the point `at`; None if they are flat.

    `margins` `[comparison]` are those there, `slopes` are `[comparison, dimension]`, by feature. The margins are
    made linear in the coordinates at a point, the nearest point of that is found, and so on (Hasofer and Lind 1974;
    Rackwitz and Fiessler 1978). Where values end too soon, it is where the steps led.
    """
    signs = np.array([1.0 if holds else -1.0 for _, holds in way])[:, None]
    slopes = signs * slopes[[place for place, _ in way]]
    start = signs[:, 0] * margins[[place for place, _ in way]] - slopes @ space.features(at[None])[0]
    scale, point, best = np.maximum(np.linalg.norm(slopes, axis=1), 1e-300), at, None
    for number in range(1, STEPS + 1):
        says, steep = start + slopes @ space.features(point[None])[0], space.gradient(slopes, point)
        wanted = least(steep / scale[:, None], (steep @ point - says) / scale + 1e-6)
        if wanted is None:
            break
        best = point = point + np.clip(wanted - point, -1.0, 1.0) * min(1.0, FREE / number)
    return best


def sparse(point: np.ndarray) -> np.ndarray:
    """Return a point with what carries nearly all of its squared distance, stretched to what it had."""
    squares = np.sort(point**2)
    few = np.where(
        point**2 > squares[np.cumsum(squares) <= NEGLIGIBLE * squares.sum()].max(initial=0.0), point, 0.0
    )
    return np.asarray(few * (point @ point) / max(float(few @ few), 1e-300))
