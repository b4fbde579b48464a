"""Assumptions drawn together: a Gaussian copula, which leaves each its own range.

The points of the cube are turned into independent standard normal numbers, these are mixed by the Cholesky
factor of their correlations, and turned back (Nataf 1962; Iman and Conover 1982, Communications in Statistics
11:311-334, on rank correlations as what is asked for). The factor takes the columns in the order of the study:
each is what those before it tell, plus a part of its own (Rosenblatt 1952, Annals of Mathematical Statistics
23:470-472). The first of each group, and what no pair names, is drawn as if nothing were correlated.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from ..bind.records import Column, Correlation
from . import cumulative, ppf
from .ppf import EDGE, sampled


@dataclass(frozen=True)
class Copula:
    """Columns that are drawn together, and the correlations of their normal numbers."""

    names: tuple[str, ...]
    """In the order of the study."""
    matrix: np.ndarray
    """`[column, column]`, positive definite; 0 where no pair is named."""

    @classmethod
    def of(cls, order: Iterable[str], correlations: Sequence[Correlation]) -> Copula:
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
        left, found = list(self.names), []
        while left:
            group = {left[0]}
            while more := {name for name in left for one in group if self.between(name, one)} - group:
                group |= more
            found.append(tuple(name for name in left if name in group))
            left = [name for name in left if name not in group]
        return tuple(found)

    def between(self, one: str, other: str) -> float:
        """Return the correlation of the normal numbers of two of its columns."""
        return float(self.matrix[self.names.index(one), self.names.index(other)])

    def part(self, names: Sequence[str]) -> Copula:
        """Return the copula of some of its columns, the others left as they fall."""
        kept = [place for place, name in enumerate(self.names) if name in names]
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


def values(columns: Sequence[Column], copula: Copula, cube: np.ndarray) -> dict[str, np.ndarray]:
    """Return the value of each column in each draw, of independent points `[draw, dimension]` of the cube."""
    return ppf.values(columns, together(columns, copula, cube))


def independent(
    columns: Sequence[Column], copula: Copula, drawn: Mapping[str, np.ndarray]
) -> np.ndarray:
    """Return independent points `[draw, dimension]` of the cube at which `values` gives what was drawn."""
    cube = cumulative.points(columns, drawn)
    places, normal = _normal(columns, copula, cube)
    return _put(copula, cube, places, copula.parted(normal))


def together(columns: Sequence[Column], copula: Copula, cube: np.ndarray) -> np.ndarray:
    """Return points of the cube whose correlated columns move together, of independent ones."""
    places, normal = _normal(columns, copula, cube)
    return _put(copula, cube, places, copula.joined(normal))


def _normal(columns: Sequence[Column], copula: Copula, cube: np.ndarray) -> tuple[list[int], np.ndarray]:
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
