"""All equilibria of many two-player tables by their supports (Dickhaut and Kaplan 1991, Mathematica Journal 1:87-93).

Nondegenerate tables have finitely many equilibria, an odd number, each with supports of equal size (Shapley
1974; von Stengel 2002, Handbook of Game Theory 3, chapter 45). Pairs of supports are screened in floats. A table in
which some pair is too near a tie, or its system too near singular, to be told so is solved exactly by `extreme`: every
degenerate table is among these, as an extreme equilibrium solves the system of some pair of equal size.
"""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...ground.faults import DataError
from .blocks import players
from .extreme import extreme

if TYPE_CHECKING:
    from jaxtyping import Bool, Float

SLACK = 1e-8
"""What is smaller is not told from nought: a chance, or a gain as a share of the payoffs' range."""
SINGULAR = 1e-7
"""Least determinant of a system, its rows scaled to length 1, that is told from nought."""
FAR = 1e-6
"""Least range of payoffs, as a share of the largest, on which floats decide."""
MOST = 200_000
"""Most pairs of supports: tables up to 10 x 10."""
CHUNK = 1 << 20
"""Numbers in the linear systems that are solved at once."""


class Equilibria(NamedTuple):
    """Candidates, one a pair of supports of equal size where floats tell, and which of them are equilibria."""

    first: Float[np.ndarray, "draw pair row"]
    """The first player's mixture; NaN where there is none."""
    second: Float[np.ndarray, "draw pair column"]
    found: Bool[np.ndarray, "draw pair"]
    """No equilibrium is marked twice."""
    degenerate: Bool[np.ndarray, " draw"]
    """There is a continuum; what is found are its corners."""
    close: Bool[np.ndarray, " draw"]
    """Too close for floats: solved exactly, each payoff taken as the decimal that it prints as."""


def equilibria(payoffs: Float[np.ndarray, "draw player row column"]) -> Equilibria:
    """Find all equilibria of each two-player table; of a degenerate one all that are extreme.

    Raises DataError where there are not two players or too many pairs of supports.
    """
    if players(payoffs) != 2:
        raise DataError(f"{players(payoffs)} players; supports are listed for two, logit equilibria for any")
    rows, columns = payoffs.shape[2:]
    if comb(rows + columns, rows) - 1 > MOST:
        raise DataError(f"a table of {rows} x {columns} has too many pairs of supports; trace its logit path")
    mine = _levelled(payoffs[:, 0])
    theirs = _levelled(payoffs[:, 1].swapaxes(1, 2))
    parts = []
    for size in range(1, min(rows, columns) + 1):
        pairs = [(a, b) for a in combinations(range(rows), size) for b in combinations(range(columns), size)]
        step = max(1, CHUNK // (len(mine) * (size + 1) ** 2))
        parts += [_candidates(mine, theirs, pairs[k : k + step]) for k in range(0, len(pairs), step)]
    first, second, found, near = (np.concatenate(part, axis=1) for part in zip(*parts, strict=True))
    return _exactly(payoffs, first, second, found, near.any(axis=1) | _far(payoffs))


def _exactly(
    payoffs: np.ndarray, first: np.ndarray, second: np.ndarray, found: np.ndarray, close: np.ndarray
) -> Equilibria:
    """Put what `extreme` finds in the place of the draws that are too close for floats."""
    exact = {int(draw): extreme(payoffs[draw]) for draw in np.flatnonzero(close)}
    more = max([len(one.first) for one in exact.values()], default=0) - found.shape[1]
    if more > 0:
        wide = ((0, 0), (0, more))
        found = np.pad(found, wide)
        first, second = (np.pad(part, (*wide, (0, 0)), constant_values=np.nan) for part in (first, second))
    degenerate = np.zeros(len(found), dtype=bool)
    for draw, one in exact.items():
        count = len(one.first)
        first[draw], second[draw], found[draw] = np.nan, np.nan, np.arange(found.shape[1]) < count
        first[draw, :count], second[draw, :count] = one.first, one.second
        degenerate[draw] = one.continuum
    return Equilibria(first, second, found, degenerate, close)


def _far(payoffs: np.ndarray) -> np.ndarray:
    """Tell in which tables a player's payoffs are so alike that floats hold little of what sets them apart."""
    given = np.asarray(payoffs, dtype=float)
    most = np.abs(given).max(axis=(2, 3))
    apart = given.max(axis=(2, 3)) / 2 - given.min(axis=(2, 3)) / 2
    far: np.ndarray = (apart < FAR * most).any(axis=1)
    return far


def _levelled(own: np.ndarray) -> np.ndarray:
    """Return payoffs `[draw, move, other]` with the least of each column at 0 and the greatest of all at 1.

    Neither changes a best reply; both keep the linear systems well scaled. They are halved first, so that no
    difference is too large for a float.
    """
    half = 0.5 * np.asarray(own, dtype=float)
    above = half - half.min(axis=1, keepdims=True)
    scale = above.max(axis=(1, 2), keepdims=True)
    levelled: np.ndarray = above / np.where(scale > 0, scale, 1.0)
    return levelled


def _candidates(
    mine: np.ndarray, theirs: np.ndarray, pairs: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return mixtures, whether each pair surely is an equilibrium, and whether it may but need not be one."""
    one, two = np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])
    second, sure_one, may_one = _indifferent(mine, one, two)
    first, sure_two, may_two = _indifferent(theirs, two, one)
    found = sure_one & sure_two
    first[~found], second[~found] = np.nan, np.nan
    return first, second, found, may_one & may_two & ~found


def _indifferent(own: np.ndarray, mine: np.ndarray, theirs: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the others' mixture on `theirs` that makes one indifferent among `mine`.

    Solves sum_t y_t u(m, t) = v for m in `mine`, sum_t y_t = 1. Second: whether it surely has no part of 0 or below
    and no other move pays as much; third: whether that may be. `own` is `[draw, move, other]`.
    """
    count, size = mine.shape
    matrix = np.zeros((len(own), count, size + 1, size + 1))
    matrix[..., :size, :size] = own[:, mine[:, :, None], theirs[:, None, :]]
    matrix[..., :size, size] = -1.0
    matrix[..., size, :size] = 1.0
    right = np.zeros((size + 1, 1))
    right[size] = 1.0
    lengths = np.linalg.norm(matrix, axis=3).prod(axis=2)
    fine = np.abs(np.linalg.det(matrix)) > SINGULAR * lengths
    solution = np.linalg.solve(np.where(fine[..., None, None], matrix, np.eye(size + 1)), right)[..., 0]
    least = solution[..., :size].min(axis=2)
    mixture = np.zeros((len(own), count, own.shape[2]))
    np.put_along_axis(mixture, np.broadcast_to(theirs, (len(own), count, size)), solution[..., :size], axis=2)
    gain = np.einsum("dmt,dpt->dpm", own, mixture) - solution[..., size:]
    np.put_along_axis(gain, np.broadcast_to(mine, (len(own), count, size)), -np.inf, axis=2)
    most = gain.max(axis=2)
    return mixture, fine & (least > SLACK) & (most < -SLACK), ~fine | ((least >= -SLACK) & (most <= SLACK))
