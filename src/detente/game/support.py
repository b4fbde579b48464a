"""All equilibria of two-player tables by their supports (Dickhaut and Kaplan 1991, Mathematica Journal 1:87-93).

Nondegenerate tables have finitely many equilibria, an odd number, each with supports of equal size (Shapley
1974; von Stengel 2002, Handbook of Game Theory 3, chapter 45). In a degenerate table (some mixture has more
best replies than moves in its support) what is found are equilibria, at least one, but not all: there may be
a continuum, of which some end points are listed. Such a table is marked where an equilibrium found shows it.
"""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..ground.faults import DataError
from .blocks import players

if TYPE_CHECKING:
    from jaxtyping import Bool, Float

SLACK = 1e-10
"""Of the payoffs' range: what a move may pay less than the best and count as a best reply."""
MOST = 200_000
"""Most pairs of supports: tables up to 10 x 10."""
CHUNK = 1 << 20
"""Numbers in the linear systems that are solved at once."""


class Equilibria(NamedTuple):
    """Candidates, one a pair of supports of equal size, and which of them are equilibria."""

    first: Float[np.ndarray, "draw pair row"]
    """The first player's mixture; NaN where there is none."""
    second: Float[np.ndarray, "draw pair column"]
    found: Bool[np.ndarray, "draw pair"]
    """No equilibrium is marked twice."""
    degenerate: Bool[np.ndarray, " draw"]
    """An equilibrium found has more best replies than moves in its support."""


def equilibria(payoffs: Float[np.ndarray, "draw player row column"]) -> Equilibria:
    """Find all equilibria of each nondegenerate two-player table, and at least one of any table.

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
    first, second, found, ties = (np.concatenate(part, axis=1) for part in zip(*parts, strict=True))
    found &= ~_twice(first, second, found)
    return Equilibria(first, second, found, (found & ties).any(axis=1))


def _levelled(own: np.ndarray) -> np.ndarray:
    """Return payoffs `[draw, move, other]` with the least of each column at 0 and the greatest of all at 1.

    Neither changes a best reply; both keep the linear systems well scaled.
    """
    own = np.asarray(own, dtype=float)
    above = own - own.min(axis=1, keepdims=True)
    scale = above.max(axis=(1, 2), keepdims=True)
    levelled: np.ndarray = above / np.where(scale > 0, scale, 1.0)
    return levelled


def _candidates(
    mine: np.ndarray, theirs: np.ndarray, pairs: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return mixtures, whether each pair is an equilibrium, and whether it shows degeneracy, `[draw, pair]`."""
    one, two = np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])
    second, value_one, fine_one = _indifferent(mine, one, two)
    first, value_two, fine_two = _indifferent(theirs, two, one)
    fine = fine_one & fine_two
    best_one, ties_one = _best(mine, second, value_one, first)
    best_two, ties_two = _best(theirs, first, value_two, second)
    found = fine & best_one & best_two
    first[~found], second[~found] = np.nan, np.nan
    return first, second, found, ties_one | ties_two


def _indifferent(own: np.ndarray, mine: np.ndarray, theirs: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the others' mixture on `theirs` that makes one indifferent among `mine`, and what it pays.

    Solves sum_t y_t u(m, t) = v for m in `mine`, sum_t y_t = 1. Third: whether the system can be solved and
    the mixture has no negative part. `own` is `[draw, move, other]`.
    """
    count, size = mine.shape
    matrix = np.zeros((len(own), count, size + 1, size + 1))
    matrix[..., :size, :size] = own[:, mine[:, :, None], theirs[:, None, :]]
    matrix[..., :size, size] = -1.0
    matrix[..., size, :size] = 1.0
    right = np.zeros((size + 1, 1))
    right[size] = 1.0
    fine = np.abs(np.linalg.det(matrix)) > 1e-13
    solution = np.linalg.solve(np.where(fine[..., None, None], matrix, np.eye(size + 1)), right)[..., 0]
    mixture = np.zeros((len(own), count, own.shape[2]))
    np.put_along_axis(mixture, np.broadcast_to(theirs, (len(own), count, size)), solution[..., :size], axis=2)
    fine &= (mixture >= -SLACK).all(axis=2)
    mixture = np.where(mixture > SLACK, mixture, 0.0)
    mixture /= np.maximum(mixture.sum(axis=2, keepdims=True), SLACK)
    return mixture, solution[..., size], fine


def _best(
    own: np.ndarray, other: np.ndarray, value: np.ndarray, mixture: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Tell whether nothing pays more than `value` against the other's mixture, and whether too much pays it."""
    pays = np.einsum("dmt,dpt->dpm", own, other)
    as_good = pays >= value[..., None] - SLACK
    held = pays.max(axis=2) <= value + SLACK
    return held, as_good.sum(axis=2) > (mixture > 0).sum(axis=2)


def _twice(first: np.ndarray, second: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Mark what has been found before in the same draw; only tables with ties hold such pairs."""
    again = np.zeros_like(found)
    for draw in np.flatnonzero(found.sum(axis=1) > 1):
        places = np.flatnonzero(found[draw])
        both = np.concatenate([first[draw, places], second[draw, places]], axis=1)
        same = np.abs(both[:, None] - both[None]).max(axis=2) < 1e-8
        again[draw, places] = np.tril(same, -1).any(axis=1)
    return again
