"""What a coalition can do: projects that need consents, some of them in each other's way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from jaxtyping import Float, Int

from .coalitions import coalition
from .project import Project

MOST_AT_ODDS = 16
"""Most projects that exclude one another, directly or through others: 65,536 sets of them."""


def value(
    parties: Sequence[str],
    projects: Sequence[Project],
    worth: Float[np.ndarray, "*draw project"],
    at: Int[np.ndarray, " coalition"] | None = None,
) -> Float[np.ndarray, "*draw coalition"]:
    """Return v: the most that each coalition makes of the projects whose consents it holds.

    `worth` is what each project is worth to all together [any money]; it may be below 0. A coalition does the best
    set of projects among which none excludes another; it may do none. `at` are the coalitions wanted, all if left
    out. Raises ValueError where too many projects exclude one another.
    """
    every = np.arange(2 ** len(parties)) if at is None else np.asarray(at)
    needs = np.array([coalition(parties, project.needs) for project in projects], dtype=np.int64)
    odds = at_odds(projects)
    total = np.zeros((*worth.shape[:-1], len(every)))
    for group in groups(odds):
        if len(group) > MOST_AT_ODDS:
            raise ValueError(f"{len(group)} projects exclude one another; {MOST_AT_ODDS} at most")
        best = np.zeros_like(total)
        for some in compatible(group, odds):
            together = np.bitwise_or.reduce(needs[some])
            able = (every & together) == together
            best = np.maximum(best, np.where(able, worth[..., some].sum(-1)[..., None], 0.0))
        total += best
    return total


def at_odds(projects: Sequence[Project]) -> np.ndarray:
    """Return which projects exclude which, `[project, project]`."""
    said = np.array([[other.name in one.excludes for other in projects] for one in projects], dtype=bool)
    said = said.reshape(len(projects), len(projects))
    return np.asarray(said | said.T)


def groups(odds: np.ndarray) -> Iterator[list[int]]:
    """Yield the projects that exclude one another, directly or through others; what each group does is its own."""
    left = set(range(len(odds)))
    while left:
        group, new = set(), {min(left)}
        while new:
            group |= new
            new = {int(other) for one in new for other in np.flatnonzero(odds[one])} - group
        left -= group
        yield sorted(group)


def compatible(group: Sequence[int], odds: np.ndarray) -> Iterator[list[int]]:
    """Yield every set of a group's projects, the empty one aside, among which none excludes another."""
    for place, first in enumerate(group):
        rest = [one for one in group[place + 1 :] if not odds[first, one]]
        yield [first]
        for more in compatible(rest, odds):
            yield [first, *more]
