"""Assumptions as independent standard normal numbers: the space in which a flip's distance is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Float
from scipy import special

from ..bind.records import Column
from ..study.distributions import Choice, Discrete
from .centre import centre, distance
from .copula import INDEPENDENT, Copula, values
from .ppf import sampled


@dataclass(frozen=True)
class Normals:
    """The columns of a problem; those that jump (choices, discrete numbers) are held, the others are free."""

    columns: tuple[Column, ...]
    copula: Copula = INDEPENDENT
    """Of the columns that are drawn together."""

    @cached_property
    def free(self) -> tuple[Column, ...]:
        """Return the columns that move as normal numbers."""
        return tuple(
            one for one in sampled(self.columns) if not isinstance(one.distribution, (Choice, Discrete))
        )

    @cached_property
    def held(self) -> tuple[Column, ...]:
        """Return the columns that only jump."""
        return tuple(one for one in sampled(self.columns) if isinstance(one.distribution, (Choice, Discrete)))

    @cached_property
    def middle(self) -> Float[np.ndarray, " held"]:
        """Return the centre of the columns that are held."""
        return np.array([centre(one) for one in self.held])

    def cube(self, cube: Float[np.ndarray, "point dimension"]) -> Float[np.ndarray, "point free"]:
        """Return points of the unit cube, a dimension for each sampled column, as normal numbers of the free ones."""
        place = {column.name: k for k, column in enumerate(sampled(self.columns))}
        return np.asarray(special.ndtri(cube[:, [place[one.name] for one in self.free]]))

    def values(
        self, free: Float[np.ndarray, "point free"], held: Float[np.ndarray, "point held"]
    ) -> dict[str, np.ndarray]:
        """Return the value of every column at some points, `[point]` each."""
        ranks = dict(zip((one.name for one in self.free), special.ndtr(free).T, strict=True))
        half = np.full(len(free), 0.5)
        cube = np.stack([ranks.get(one.name, half) for one in sampled(self.columns)], axis=1)
        jumps = dict(zip((one.name for one in self.held), held.T, strict=True))
        return values(self.columns, self.copula, cube) | jumps

    def joined(self, free: Float[np.ndarray, "point free"]) -> Float[np.ndarray, "point free"]:
        """Return the normal numbers of the free columns as they move together, of independent ones."""
        tied = places(self.free, self.copula.names)
        found = free.copy()
        found[:, tied] = self.copula.joined(free[:, tied])
        return found

    def far(self, held: Float[np.ndarray, " held"]) -> float:
        """Return the square of how far columns that are held lie from their centre."""
        gaps = [distance(column, np.array([value])) for column, value in zip(self.held, held, strict=True)]
        return float(sum(gap[0] ** 2 for gap in gaps))


def places(columns: Sequence[Column], names: Sequence[str]) -> list[int]:
    """Return the places of named columns, in the order of the names; those that are not there are left out."""
    known = {column.name: place for place, column in enumerate(columns)}
    return [known[name] for name in names if name in known]
