"""All extreme equilibria of a two-player table, exactly (Mangasarian 1964, Journal of SIAM 12:778-780).

A mixture x and what the other may best receive against it make a polyhedron; so do y and the first player's best.
An equilibrium is extreme where both of its parts are corners of these. There are finitely many, also in degenerate
tables, and every other equilibrium mixes such as share a mixture (Winkels 1979; Jansen 1981). Corners are found by
double description (Motzkin and others 1953; Fukuda and Prodon 1996) in whole numbers, so that nothing is rounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...ground.faults import DataError
from .whole import fractions, lowest, whole

if TYPE_CHECKING:
    from jaxtyping import Shaped, UInt64

MOST = 20_000
"""Most corners held at a time."""


class Extreme(NamedTuple):
    """All extreme equilibria, as fractions."""

    first: Shaped[np.ndarray, "equilibrium row"]
    second: Shaped[np.ndarray, "equilibrium column"]

    @property
    def continuum(self) -> bool:
        """Whether two share a mixture, so that all that lies between them are equilibria, too."""
        return any(len(set(map(tuple, part.tolist()))) < len(part) for part in (self.first, self.second))


class Corners(NamedTuple):
    """Corners of one player's polyhedron."""

    at: Shaped[np.ndarray, "corner move"]
    """Whole numbers; the mixture is their share of their sum."""
    labels: UInt64[np.ndarray, "corner word"]
    """A bit for each of the player's moves that is not played and each best reply of the other's."""


def extreme(payoffs: Shaped[np.ndarray, "2 row column"]) -> Extreme:
    """Return all extreme equilibria of a two-player table, in the order of the moves played.

    Payoffs are fractions, or floats that stand for the decimals that they print as. Raises DataError where a
    player's mixtures have too many corners.
    """
    rows, columns = payoffs.shape[1:]
    one = _corners(whole(payoffs[1])[0].T, range(rows), range(rows, rows + columns))
    two = _corners(whole(payoffs[0])[0], range(rows, rows + columns), range(rows))
    every = _bits(range(rows + columns), rows + columns)
    pairs: list[tuple[int, int]] = []
    for place, labels in enumerate(one.labels):
        held = ((labels | two.labels) == every).all(axis=1)
        pairs += [(place, int(other)) for other in np.flatnonzero(held)]
    first = _mixtures(one.at, [a for a, _ in pairs])
    second = _mixtures(two.at, [b for _, b in pairs])
    order = sorted(range(len(pairs)), key=lambda k: [[-p for p in part[k]] for part in (first, second)])
    return Extreme(first[order], second[order])


def _mixtures(at: np.ndarray, places: list[int]) -> np.ndarray:
    """Return corners as mixtures."""
    found = np.empty((len(places), at.shape[1]), dtype=object)
    for row, place in enumerate(places):
        found[row] = fractions(at[place], int(at[place].sum()))
    return found


def _corners(theirs: np.ndarray, mine: range, others: range) -> Corners:
    """Return the corners of {x >= 0, x theirs(j) <= 1 for each reply j} but nought, `theirs` being `[reply, move]`.

    Payoffs are raised above nought, reply by reply alike, so that the polyhedron is bounded. The cone over it
    begins as the positive orthant, and is cut by one reply after the other.
    """
    raised = lowest(theirs - theirs.min(axis=0, keepdims=True)) + 1
    count = raised.shape[1]
    bits = count + len(raised)
    rays = np.zeros((count + 1, count + 1), dtype=object)
    rays[:] = 0
    np.fill_diagonal(rays, 1)
    zero = np.array([_bits([mine[k] for k in range(count) if k != ray], bits) for ray in [*range(count), -1]])
    for reply, label in zip(raised, others, strict=True):
        slack = rays[:, -1] - rays[:, :-1] @ reply
        rays, zero = _cut(rays, zero, slack, _bits([label], bits), count - 1)
        if len(rays) > MOST:
            raise DataError(
                "this table has too many corners for all equilibria to be listed; trace its logit path"
            )
    kept = (rays[:, :-1] != 0).any(axis=1)
    return Corners(rays[kept, :-1], zero[kept])


def _cut(
    rays: np.ndarray, zero: np.ndarray, slack: np.ndarray, bit: np.ndarray, least: int
) -> tuple[np.ndarray, np.ndarray]:
    """Cut a cone by slack >= 0: rays inside stay, and each edge that is cut leaves a new one.

    Two rays span an edge where no third lies on all the faces, at least `least` many, that both lie on.
    """
    inside, outside = np.flatnonzero(slack > 0), np.flatnonzero(slack < 0)
    edge = slack == 0
    zero[edge] |= bit
    made, labels = [], []
    for one in inside:
        both = zero[outside] & zero[one]
        for place in np.flatnonzero(np.bitwise_count(both).sum(axis=1) >= least):
            if ((zero & both[place]) == both[place]).all(axis=1).sum() == 2:
                other = outside[place]
                made.append(lowest(slack[one] * rays[other] - slack[other] * rays[one]))
                labels.append(both[place] | bit)
    stay = slack >= 0
    if not made:
        return rays[stay], zero[stay]
    return np.concatenate([rays[stay], made]), np.concatenate([zero[stay], labels])


def _bits(places: range | list[int], count: int) -> np.ndarray:
    """Return a set of places as words of 64 bits."""
    words = np.zeros((count + 63) // 64, dtype=np.uint64)
    for place in places:
        words[place // 64] |= np.uint64(1 << (place % 64))
    return words
