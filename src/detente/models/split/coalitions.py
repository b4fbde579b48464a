"""Coalitions as bits: coalition S holds party i where bit i of S is set; v is an array over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from jaxtyping import Float

MOST = 12
"""Most parties for exact answers: 4,096 coalitions."""


@dataclass(frozen=True)
class Project:
    """Something that parties can do together: it needs the consent of all of `needs`."""

    name: str
    needs: tuple[str, ...]
    excludes: tuple[str, ...] = ()
    """Projects that cannot be done beside it."""


@cache
def members(parties: int) -> np.ndarray:
    """Return 1 where a coalition holds a party, `[coalition, party]`."""
    table = (np.arange(2**parties)[:, None] >> np.arange(parties)) & 1
    table.flags.writeable = False
    return table


def names(parties: Sequence[str], coalition: int) -> tuple[str, ...]:
    """Return the names of a coalition's parties."""
    return tuple(party for place, party in enumerate(parties) if coalition >> place & 1)


def coalition(parties: Sequence[str], chosen: Sequence[str]) -> int:
    """Return the bits of the parties named."""
    return sum(1 << list(parties).index(name) for name in set(chosen))


def value(
    parties: Sequence[str], projects: Sequence[Project], worth: Float[np.ndarray, "*draw project"]
) -> Float[np.ndarray, "*draw coalition"]:
    """Return v: the most that each coalition makes of the projects whose consents it holds.

    `worth` is what each project is worth to all together [any money]. A coalition does the best set of
    projects among which none excludes another; it may do none.
    """
    count = len(projects)
    needs = np.array([coalition(parties, project.needs) for project in projects], dtype=int)
    best = np.zeros((*worth.shape[:-1], 2 ** len(parties)))
    every = np.arange(2 ** len(parties))
    for chosen in range(1, 2**count):
        some = [place for place in range(count) if chosen >> place & 1]
        if _at_odds([projects[place] for place in some]):
            continue
        together = np.bitwise_or.reduce(needs[some])
        able = (every & together) == together
        total = worth[..., some].sum(-1)[..., None]
        best = np.where(able, np.maximum(best, total), best)
    return best


def _at_odds(projects: Sequence[Project]) -> bool:
    """Tell whether one of the projects excludes another."""
    chosen = {project.name for project in projects}
    return any(chosen & set(project.excludes) for project in projects)


def cover(v: Float[np.ndarray, "*draw coalition"]) -> Float[np.ndarray, "*draw coalition"]:
    """Return the superadditive cover: a coalition may split into parts, each doing what it can."""
    best = np.array(v, float)
    for whole in range(1, best.shape[-1]):
        part = (whole - 1) & whole
        while part:
            best[..., whole] = np.maximum(best[..., whole], best[..., part] + best[..., whole ^ part])
            part = (part - 1) & whole
    return best


def parties_in(v: np.ndarray) -> int:
    """Return the number of parties of v. Raises ValueError where it is no power of two long."""
    count = int(v.shape[-1]).bit_length() - 1
    if v.shape[-1] != 2**count or count < 1:
        raise ValueError(f"v has {v.shape[-1]} coalitions, which is no power of two")
    return count
