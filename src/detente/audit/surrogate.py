"""A polynomial of the assumptions that stands in for a claim's margin or truth, and how well it does.

Sparse polynomial chaos: terms are sought by how they go with what is still unexplained, first of single
assumptions, then of two and of three, and kept where they are well determined (Rabitz and Alis 1999, Journal
of Mathematical Chemistry 25:197-233; Blatman and Sudret 2011, Journal of Computational Physics 230:2345-2367).
We differ by seeking interactions with all assumptions, not only with those that matter alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .least_squares import Fit
from .polynomials import LOW, Space

STARTS, ACTIVE, PAIRS = 14, 12, 40
"""Most assumptions to start from, most whose interactions are sought, and most pairs looked at closely."""
SEEN, KEPT = 4.5, 3.5
"""Standard errors at which a term is tried, and at which it stays: thousands are looked at."""
MOST_TERMS, DRAWS_A_TERM = 130, 16
TOTAL_DEGREE = 8
"""Of a term of two assumptions."""

Term = tuple[tuple[int, int], ...]
"""The product of one function each of some columns: column and function, in the order of columns."""


@dataclass(frozen=True)
class Surrogate:
    """A polynomial fitted to y, and to y without each replicate in turn."""

    terms: tuple[Term, ...]
    coefficients: np.ndarray
    """`[1 + replicate, 1 + term]`: of all draws, then without each replicate; the constant first."""
    inside: np.ndarray
    """What the polynomial of all draws says, `[draw]`."""
    outside: np.ndarray
    """What that without each draw's own replicate says, `[draw]`."""

    @property
    def columns(self) -> frozenset[int]:
        """Return the columns that it uses."""
        return frozenset(column for term in self.terms for column, _ in term)


def surrogate(
    space: Space, y: np.ndarray, known: np.ndarray, allowed: frozenset[int], start: Sequence[int]
) -> Surrogate:
    """Fit a polynomial to y `[draw]` over the draws that are known.

    `allowed` are the columns that y may rest on, `start` those that are tried first, best first.
    """
    scale = float(y[known].std()) or 1.0
    aim = np.where(known, y, 0.0) / scale
    most = min(MOST_TERMS, int(known.sum()) // DRAWS_A_TERM)
    first: list[Term] = [((k, f),) for k in start[:STARTS] for f in range(len(space.of(k)))]
    terms, fit = _fitted(space, first[:most], aim, known)
    for triples in (False, True):
        rest = np.where(known, aim - fit.inside(), 0.0)
        found = dict(_singles(space, rest, allowed) | _pairs(space, terms, fit, rest, allowed))
        if triples:
            found |= _triples(space, terms, fit, rest)
        new = [term for term in sorted(found, key=lambda one: -found[one]) if term not in terms]
        terms, fit = _fitted(space, [*terms, *new[: most - len(terms)]], aim, known)
    coefficients = np.concatenate([fit.best[None], fit.without])
    return Surrogate(tuple(terms), scale * coefficients, scale * fit.inside(), scale * fit.outside())


def product(space: Space, term: Term) -> np.ndarray:
    """Return the value of a term, `[draw]`."""
    (column, function), *others = term
    found = space.of(column)[function]
    for column, function in others:
        found = found * space.of(column)[function]
    return np.asarray(found)


def _fitted(space: Space, terms: list[Term], y: np.ndarray, known: np.ndarray) -> tuple[list[Term], Fit]:
    """Return the terms that are well determined, and their fit with a constant before them."""
    ones = known.astype(float)
    fit = Fit.of(np.stack([ones, *(product(space, term) * ones for term in terms)]), y)
    kept = fit.strength() > KEPT
    kept[0] = True
    return [term for term, keep in zip(terms, kept[1:], strict=True) if keep], fit.only(kept)


def _scores(left: np.ndarray, right: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Return how far rows of one array times rows of another go with what is unexplained, in standard errors."""
    size = float(np.sqrt(rest @ rest)) or 1.0
    return np.asarray(np.abs((left * rest).astype(right.dtype) @ right.T) / size)


def _singles(space: Space, rest: np.ndarray, allowed: frozenset[int]) -> dict[Term, float]:
    """Return all functions of the columns that go with what is unexplained."""
    (score,) = _scores(np.ones((1, len(rest))), space.low, rest)
    seen = {int(space.owner[row][0]): float(score[row]) for row in np.flatnonzero(score > SEEN)}
    return {((k, f),): score for k, score in seen.items() if k in allowed for f in range(len(space.of(k)))}


def _pairs(
    space: Space, terms: list[Term], fit: Fit, rest: np.ndarray, allowed: frozenset[int]
) -> dict[Term, float]:
    """Return products of a function of a column in use and one of any column that go with what is unexplained."""
    rows = [(k, f) for k in _active(terms, fit) for f in range(min(LOW + 1, len(space.of(k))))]
    if not rows:
        return {}
    score = _scores(np.stack([space.of(k)[f] for k, f in rows]), space.low, rest)
    best: dict[tuple[int, int], float] = {}
    for row, other in np.argwhere(score > SEEN):
        pair = (min(rows[row][0], space.owner[other][0]), max(rows[row][0], space.owner[other][0]))
        if pair[0] != pair[1] and allowed.issuperset(pair):
            best[pair] = max(best.get(pair, 0.0), float(score[row, other]))
    found: dict[Term, float] = {}
    for one, two in sorted(best, key=lambda pair: -best[pair])[:PAIRS]:
        close = _scores(space.of(one), space.of(two), rest)
        for f, g in np.argwhere(close > SEEN):
            if f + g + 2 <= TOTAL_DEGREE:
                found[(int(one), int(f)), (int(two), int(g))] = float(close[f, g])
    return found


def _triples(space: Space, terms: list[Term], fit: Fit, rest: np.ndarray) -> dict[Term, float]:
    """Return products of a pair in use and a function of a column in use that go with what is unexplained."""
    pairs = [term for term in _by_size(terms, fit) if len(term) == 2][: PAIRS // 2]
    rows = [(k, f) for k in _active(terms, fit) for f in range(min(LOW, len(space.of(k))))]
    if not pairs or not rows:
        return {}
    score = _scores(
        np.stack([product(space, pair) for pair in pairs]),
        np.stack([space.of(k)[f] for k, f in rows]),
        rest,
    )
    return {
        tuple(sorted((*pairs[row], rows[other]))): float(score[row, other])
        for row, other in np.argwhere(score > SEEN)
        if rows[other][0] not in dict(pairs[row])
    }


def _by_size(terms: list[Term], fit: Fit) -> list[Term]:
    sizes = dict(zip(terms, np.abs(fit.best[1:]), strict=True))
    return sorted(terms, key=lambda term: -sizes[term])


def _active(terms: list[Term], fit: Fit) -> list[int]:
    """Return the columns that weigh most in a fit."""
    weights: dict[int, float] = {}
    for term, size in zip(terms, fit.best[1:], strict=True):
        for column, _ in term:
            weights[column] = weights.get(column, 0.0) + float(size) ** 2
    return sorted(weights, key=lambda column: -weights[column])[:ACTIVE]
