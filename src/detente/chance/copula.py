"""Assumptions drawn together: a Gaussian copula, which leaves each its own range.

The points of the cube are turned into independent standard normal numbers, these are mixed by the Cholesky
factor of their correlations, and turned back (Nataf 1962; Iman and Conover 1982, Communications in Statistics
11:311-334, on rank correlations as what is asked for). The factor takes the columns in the order of the study:
each is what those before it tell, plus a part of its own (Rosenblatt 1952, Annals of Mathematical Statistics
23:470-472). The first of each group, and what no pair names, is drawn as if nothing were correlated.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import special

from . import cube as cubes
from .cube import distance, sampled, score
from .distribution import EDGE, Drawn


class Tied(Protocol):
    """Two columns that are drawn together."""

    @property
    def between(self) -> tuple[str, str]:
        """Return their names."""

    @property
    def pearson(self) -> float:
        """Return the correlation of their normal numbers."""


@dataclass(frozen=True)
class Copula:
    """Columns that are drawn together, and the correlations of their normal numbers."""

    names: tuple[str, ...]
    """In the order of the study."""
    matrix: np.ndarray
    """`[column, column]`, positive definite; 0 where no pair is named."""

    @classmethod
    def of(cls, order: Iterable[str], correlations: Sequence[Tied]) -> Copula:
        """Return the copula of correlations; `order` has all columns' names in the order of the study."""
        some = {name for one in correlations for name in one.between}
        names = tuple(name for name in order if name in some)
        place = {name: at for at, name in enumerate(names)}
        matrix = np.eye(len(names))
        for one in correlations:
            first, second = (place[name] for name in one.between)
            matrix[first, second] = matrix[second, first] = one.pearson
        return cls(names, matrix)

    @functools.cached_property
    def root(self) -> np.ndarray:
        """Return the Cholesky factor: normal numbers are `root` times independent ones."""
        return np.linalg.cholesky(self.matrix)

    @functools.cached_property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Return the columns that pairs join, directly or through others; groups are independent."""
        found: list[set[str]] = []
        for name in self.names:
            joined = [group for group in found if any(self.between(name, one) for one in group)]
            found = [group for group in found if group not in joined] + [{name}.union(*joined)]
        ordered = [tuple(name for name in self.names if name in group) for group in found]
        return tuple(sorted(ordered, key=lambda group: self.names.index(group[0])))

    def between(self, one: str, other: str) -> float:
        """Return the correlation of the normal numbers of two columns: 0 where they are not both in it."""
        if one not in self.names or other not in self.names:
            return float(one == other)
        return float(self.matrix[self.names.index(one), self.names.index(other)])

    def part(self, names: Sequence[str]) -> Copula:
        """Return the copula of some of its columns, in the order given, the others left as they fall."""
        kept = [self.names.index(name) for name in names if name in self.names]
        return Copula(tuple(self.names[place] for place in kept), self.matrix[np.ix_(kept, kept)])

    def joined(self, independent: np.ndarray) -> np.ndarray:
        """Return correlated normal numbers of independent ones, `[draw, column]` both."""
        return _lower(self.root, independent)

    def parted(self, joined: np.ndarray) -> np.ndarray:
        """Return independent normal numbers of correlated ones, `[draw, column]` both."""
        return _lower(np.linalg.inv(self.root), joined)

    def log_density(self, joined: np.ndarray) -> np.ndarray:
        """Return the logarithm of the copula's density at normal numbers `[draw, column]`: 0 if independent."""
        squares = (self.parted(joined) ** 2).sum(axis=1) - (joined**2).sum(axis=1)
        return np.asarray(-squares / 2 - np.log(np.diag(self.root)).sum())


AT_ONCE = 8
"""Columns read together: memory stays flat as draws grow."""
Reader = Callable[[list[str]], Mapping[str, np.ndarray]]
INDEPENDENT = Copula((), np.empty((0, 0)))
"""Nothing is drawn together."""


def values(columns: Sequence[Drawn], copula: Copula, cube: np.ndarray) -> dict[str, np.ndarray]:
    """Return the value of each column in each draw, of independent points `[draw, dimension]` of the cube."""
    return cubes.values(columns, together(columns, copula, cube))


def independent(columns: Sequence[Drawn], copula: Copula, drawn: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return independent points `[draw, dimension]` of the cube at which `values` gives what was drawn."""
    cube = cubes.points(columns, drawn)
    places, normal = _normal(columns, copula, cube)
    return _put(copula, cube, places, copula.parted(normal))


def together(columns: Sequence[Drawn], copula: Copula, cube: np.ndarray) -> np.ndarray:
    """Return points of the cube whose correlated columns move together, of independent ones."""
    places, normal = _normal(columns, copula, cube)
    return _put(copula, cube, places, copula.joined(normal))


def squares(columns: Sequence[Drawn], copula: Copula, read: Reader) -> np.ndarray | float:
    """Return the squared distance of draws from the centre over some columns, in standard-normal units, `[draw]`.

    Columns that move together count as independent numbers would (Hasofer and Lind 1974): a draw that goes the
    way of their correlation is nearer than one that goes against it. `read` gives the values of a few columns.
    """
    alone = [column for column in columns if column.name not in copula.names]
    found: np.ndarray | float = 0.0
    for start in range(0, len(alone), AT_ONCE):
        some = alone[start : start + AT_ONCE]
        values = read([column.name for column in some])
        found = found + sum(distance(column, values[column.name]) ** 2 for column in some)
    tied = copula.part([column.name for column in columns])
    by_name = {column.name: column for column in columns}
    for group in tied.groups:
        values = read(list(group))
        normal = np.stack([score(by_name[name], values[name]) for name in group], axis=1)
        found = found + (tied.part(group).parted(normal) ** 2).sum(axis=1)
    return found


def _normal(columns: Sequence[Drawn], copula: Copula, cube: np.ndarray) -> tuple[list[int], np.ndarray]:
    """Return the dimensions of a copula's columns, and their normal numbers, `[draw, column]`."""
    dimension = {column.name: place for place, column in enumerate(sampled(columns))}
    places = [dimension[name] for name in copula.names]
    return places, special.ndtri(np.clip(cube[:, places], EDGE, 1 - EDGE))


def _put(copula: Copula, cube: np.ndarray, places: Sequence[int], normal: np.ndarray) -> np.ndarray:
    """Return a cube with normal numbers put in; the first column of each group is left to the bit."""
    found = cube.copy() if places else cube
    for column, place in enumerate(places):
        if copula.root[column, :column].any():
            found[:, place] = special.ndtr(normal[:, column])
    return found


def _lower(factor: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Return numbers `[draw, column]` mixed by a lower triangular factor, to the same bits in any block of draws.

    A matrix product would round otherwise in blocks of another length.
    """
    found = np.empty_like(numbers)
    for row in range(len(factor)):
        found[:, row] = factor[row, row] * numbers[:, row]
        for column in np.flatnonzero(factor[row, :row]):
            found[:, row] += factor[row, column] * numbers[:, column]
    return found
