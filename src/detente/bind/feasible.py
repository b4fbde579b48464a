"""Correlations that numbers can have together: which clash, and the nearest that do not."""

from __future__ import annotations

import itertools
import math

import numpy as np

LEAST = 1e-6
"""Smallest eigenvalue of a matrix that normal numbers are drawn with: below it rounding decides the draws."""
FLOOR, ROUNDS, CLOSE = 1e-3, 2_000, 1e-9
"""Smallest eigenvalue of what is offered; most projections, and the gap between two at which they end."""
DIGITS = 3
SMALL, MOST = (3, 4), 20_000
"""Sizes of sets that are all looked at, and most sets of one size."""


def is_feasible(matrix: np.ndarray) -> bool:
    """Tell whether a correlation matrix `[n, n]` is positive definite."""
    return bool(np.linalg.eigvalsh(matrix)[0] >= LEAST)


def clash(matrix: np.ndarray) -> tuple[int, ...]:
    """Return the places of the fewest numbers whose correlations cannot be; no part of them clashes.

    Sets of three and four are all looked at; of larger ones, numbers are left out as long as the rest clash.
    """
    every = range(len(matrix))
    for size in SMALL:
        if math.comb(len(matrix), size) > MOST:
            break
        sets = np.array(list(itertools.combinations(every, size)), dtype=np.int64).reshape(-1, size)
        if not len(sets):
            break
        least = np.linalg.eigvalsh(matrix[sets[:, :, None], sets[:, None, :]])[:, 0]
        if least.min() < LEAST:
            return tuple(int(place) for place in sets[int(np.argmin(least))])
    kept = list(every)
    for place in every:
        rest = [one for one in kept if one != place]
        if rest and not is_feasible(matrix[np.ix_(rest, rest)]):
            kept = rest
    return tuple(kept)


def nearest(matrix: np.ndarray, named: np.ndarray) -> np.ndarray:
    """Return the correlation matrix nearest to one that cannot be, by the sum of squares of its changes.

    `named` `[n, n]` is false for pairs that must stay 0. Alternating projections with Dykstra's correction
    (Higham 2002, IMA Journal of Numerical Analysis 22:329-343), with entries held fixed (Higham and Strabic
    2016, Numerical Algorithms 72:1021-1042). Eigenvalues are kept above `FLOOR`.
    """
    found, correction = matrix.copy(), np.zeros_like(matrix)
    for _ in range(ROUNDS):
        shifted = found - correction
        values, vectors = np.linalg.eigh(shifted)
        definite = (vectors * np.maximum(values, FLOOR)) @ vectors.T
        correction = definite - shifted
        found = np.where(named, definite, 0.0)
        np.fill_diagonal(found, 1.0)
        if np.linalg.norm(found - definite) <= CLOSE:
            break
    return found


def rank_of(matrix: np.ndarray) -> np.ndarray:
    """Return rank correlations of normal numbers' correlations, rounded, and shrunk until they can be."""
    for shrunk in np.linspace(1.0, 0.0, 201):
        ranks = np.round(6 / np.pi * np.arcsin(np.clip(shrunk * matrix, -1, 1) / 2), DIGITS)
        back = 2 * np.sin(np.pi * ranks / 6)
        np.fill_diagonal(back, 1.0)
        if is_feasible(back):
            break
    return np.asarray(ranks)
