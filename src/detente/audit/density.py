"""How likely values are under a distribution, up to nothing left out: what draws are reweighted by."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from scipy import special

from ..study import distributions
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
    Triangular,
    Uniform,
)

NUMBERS = {"inf": float("inf"), "nan": float("nan")}
KINDS: dict[str, type[Distribution]] = {
    name: kind
    for name, kind in vars(distributions).items()
    if isinstance(kind, type) and issubclass(kind, Distribution) and kind is not Distribution
}


def density(distribution: Distribution, values: np.ndarray) -> np.ndarray | None:
    """Return the density at values `[draw]`, or the chance of each of a discrete one; None where it has neither."""
    of = DENSITY.get(type(distribution))
    if of is None:
        return None
    with np.errstate(all="ignore"):
        return np.asarray(np.nan_to_num(of(distribution, values), nan=0.0, posinf=0.0))


def has_atoms(distribution: Distribution) -> bool:
    """Tell whether single values have a chance of their own."""
    return isinstance(distribution, (Discrete, Choice, Fixed))


def dirichlet_density(d: Dirichlet, shares: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the density of shares by name, `[draw]` each."""
    total = special.gammaln(sum(d.weights)) - sum(special.gammaln(weight) for weight in d.weights)
    for name, weight in zip(d.names, d.weights, strict=True):
        total = total + (weight - 1) * np.log(np.maximum(shares[name], 1e-300))
    return np.asarray(np.exp(total))


def read(text: str) -> Distribution | None:
    """Return the distribution that a run's record names, as `Uniform(low=1.0, high=2.0)`; None if unknown.

    >>> read("Uniform(low=1.0, high=2.0)")
    Uniform(low=1.0, high=2.0)
    """
    try:
        call = ast.parse(text, mode="eval").body
    except SyntaxError:
        return None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id not in KINDS:
        return None
    try:
        return KINDS[call.func.id](**{str(one.arg): _value(one.value) for one in call.keywords})
    except (TypeError, ValueError):
        return None


def _value(node: ast.expr) -> Any:
    if isinstance(node, ast.Tuple):
        return tuple(map(_value, node.elts))
    if isinstance(node, ast.Name) and node.id in NUMBERS:
        return NUMBERS[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    if isinstance(node, ast.Call) and len(node.args) == 1:  # np.float64(1.0)
        return _value(node.args[0])
    return ast.literal_eval(node)


def _triangular(d: Triangular, x: np.ndarray) -> np.ndarray:
    peak = 2 / (d.high - d.low)
    rising = peak * (x - d.low) / (d.mode - d.low) if d.mode > d.low else np.full_like(x, peak)
    falling = peak * (d.high - x) / (d.high - d.mode) if d.high > d.mode else np.full_like(x, peak)
    return np.where((x < d.low) | (x > d.high), 0.0, np.where(x < d.mode, rising, falling))


def _beta(d: Beta, x: np.ndarray) -> np.ndarray:
    u = (x - d.low) / (d.high - d.low)
    inside = np.exp((d.a - 1) * np.log(u) + (d.b - 1) * np.log1p(-u) - special.betaln(d.a, d.b))
    return np.where((u > 0) & (u < 1), inside / (d.high - d.low), 0.0)


def _discrete(d: Discrete, x: np.ndarray) -> np.ndarray:
    total = sum(d.weights)
    return np.asarray(
        np.sum([(x == v) * (w / total) for v, w in zip(d.values, d.weights, strict=True)], axis=0)
    )


DENSITY: dict[type[Distribution], Callable[[Any, np.ndarray], Any]] = {
    Uniform: lambda d, x: ((x >= d.low) & (x <= d.high)) / (d.high - d.low),
    Triangular: _triangular,
    Normal: lambda d, x: np.exp(-(((x - d.mean) / d.sd) ** 2) / 2) / (d.sd * np.sqrt(2 * np.pi)),
    LogNormal: lambda d, x: np.where(
        x > 0, np.exp(-(((np.log(x) - d.mu) / d.sigma) ** 2) / 2) / (x * d.sigma * np.sqrt(2 * np.pi)), 0.0
    ),
    Beta: _beta,
    Gamma: lambda d, x: np.where(
        x > 0,
        np.exp(d.shape * np.log(d.rate) + (d.shape - 1) * np.log(x) - d.rate * x - special.gammaln(d.shape)),
        0.0,
    ),
    Discrete: _discrete,
}
