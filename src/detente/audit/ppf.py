"""From the unit cube to values: the inverse distribution function of everything an assumption may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from ..bind.middle import persistence
from ..bind.records import Column
from ..ground.faults import RunError
from ..study.distributions import (
    Beta,
    Choice,
    Dirichlet,
    Discrete,
    Distribution,
    Fixed,
    Gamma,
    LogNormal,
    Normal,
    Path,
    Triangular,
    Uniform,
)

EDGE = 1e-12
"""How far a point of the cube is kept from 0 and 1, so that unbounded distributions stay finite."""
TINY = 1e-300


def sampled(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns that take a dimension of the cube: all but fixed numbers and the start of a path."""
    return tuple(column for column in columns if not constant(column))


def constant(column: Column) -> bool:
    """Tell whether a column is the same in every draw by its definition."""
    return isinstance(column.distribution, Fixed) or (
        isinstance(column.distribution, Path) and column.part == 0
    )


def values(columns: Sequence[Column], cube: np.ndarray) -> dict[str, np.ndarray]:
    """Return the value of each column in each draw.

    `cube` is `[draw, dimension]` in [0, 1], a dimension for each of `sampled(columns)` in their order. The
    parts of a vector assumption (Dirichlet shares, the years of a path) are made together.
    """
    dimension = {column.name: place for place, column in enumerate(sampled(columns))}
    clipped = np.clip(cube, EDGE, 1 - EDGE)
    points = {name: clipped[:, place] for name, place in dimension.items()}
    made: dict[str, np.ndarray] = {}
    for column in columns:
        if column.name in made:
            continue
        if isinstance(column.distribution, (Dirichlet, Path)):
            made |= _vector(
                [one for one in columns if one.assumption == column.assumption], points, len(cube)
            )
        else:
            made[column.name] = ppf(column.distribution, points.get(column.name, np.zeros(len(cube))))
    return {column.name: made[column.name] for column in columns}


def ppf(distribution: Distribution, u: np.ndarray) -> np.ndarray:
    """Return the value below which a share `u` lies, u in (0, 1). Raises RunError if it cannot be drawn."""
    invert = PPF.get(type(distribution))
    if invert is None:
        raise RunError(f"cannot draw from {distribution.words()}; give the assumption another distribution")
    return np.asarray(invert(distribution, u), dtype=float)


def path_deviation(path: Path, part: int) -> float:
    """Return the standard deviation of a path in its year `part`, before its bounds: 0 at the start."""
    return float(path.sd * np.sqrt(1 - persistence(path) ** (2 * part)))


def cumulative(weights: ArrayLike) -> np.ndarray:
    """Return the cumulative shares of weights, ending at 1."""
    sums = np.cumsum(np.asarray(weights, dtype=float))
    return np.asarray(sums / sums[-1])


def _triangular(d: Triangular, u: np.ndarray) -> np.ndarray:
    width = d.high - d.low
    if width <= 0:
        return np.full_like(u, d.low)
    turn = (d.mode - d.low) / width
    rising = d.low + np.sqrt(u * width * (d.mode - d.low))
    falling = d.high - np.sqrt((1 - u) * width * (d.high - d.mode))
    return np.where(u < turn, rising, falling)


def _discrete(d: Discrete, u: np.ndarray) -> np.ndarray:
    order = np.argsort(d.values, kind="stable")
    place = np.searchsorted(cumulative(np.asarray(d.weights)[order]), u, side="right")
    ordered = np.asarray(d.values, dtype=float)[order]
    return np.asarray(ordered[np.minimum(place, len(order) - 1)])


def _choice(d: Choice, u: np.ndarray) -> np.ndarray:
    return np.asarray(np.minimum(np.searchsorted(cumulative(d.weights), u, side="right"), len(d.names) - 1))


PPF: dict[type[Distribution], Callable[[Any, np.ndarray], Any]] = {
    Fixed: lambda d, u: np.full_like(u, d.value),
    Uniform: lambda d, u: d.low + (d.high - d.low) * u,
    Triangular: _triangular,
    Normal: lambda d, u: d.mean + d.sd * special.ndtri(u),
    LogNormal: lambda d, u: np.exp(d.mu + d.sigma * special.ndtri(u)),
    Beta: lambda d, u: d.low + (d.high - d.low) * special.betaincinv(d.a, d.b, u),
    Gamma: lambda d, u: special.gammaincinv(d.shape, u) / d.rate,
    Discrete: _discrete,
    Choice: _choice,
}


def _vector(parts: list[Column], points: dict[str, np.ndarray], count: int) -> dict[str, np.ndarray]:
    distribution = parts[0].distribution
    made = _dirichlet if isinstance(distribution, Dirichlet) else _path
    return made(parts, points, count)


def _dirichlet(parts: list[Column], points: dict[str, np.ndarray], count: int) -> dict[str, np.ndarray]:
    """Make shares of independent gamma numbers (Devroye 1986, Non-Uniform Random Variate Generation)."""
    weights = cast(Dirichlet, parts[0].distribution).weights
    gammas = {
        part.name: np.maximum(special.gammaincinv(weights[part.part], points[part.name]), TINY)
        for part in parts
    }
    total = np.sum(list(gammas.values()), axis=0)
    return {name: gamma / total for name, gamma in gammas.items()}


def _path(parts: list[Column], points: dict[str, np.ndarray], count: int) -> dict[str, np.ndarray]:
    """Make an Ornstein-Uhlenbeck path, exact at whole years; bounds clip what is reported, not its memory."""
    path = cast(Path, parts[0].distribution)
    left = persistence(path)
    shock = path.sd * np.sqrt(1 - left**2)
    level = np.full(count, float(path.start))
    made: dict[str, np.ndarray] = {}
    for part in sorted(parts, key=lambda one: one.part):
        if part.part:
            level = path.mean + (level - path.mean) * left + shock * special.ndtri(points[part.name])
        made[part.name] = np.clip(level, path.low, path.high)
    return made
