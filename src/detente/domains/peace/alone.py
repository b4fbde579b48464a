"""The model alone: draws of everything uncertain, and what follows under each schedule and weight of partners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from . import equations
from .posterior import draws as posterior_draws
from .solve import Course, Process, solve

QUANTILES = (0.05, 0.5, 0.95)
Z90 = 1.6448536269514722
"""Standard normal 95 % point."""


class Uncertain(NamedTuple):
    """What is not known for certain: a Dirichlet distribution by phase, and ranges of two odds ratios."""

    alpha: Float[np.ndarray, "phase next"]
    """Counts of transitions and pseudo-counts."""
    odds_of_weight: tuple[float, float]
    """5 and 95 % points of a lognormal distribution."""
    odds_of_lifting: tuple[float, float]


def courses(
    known: Uncertain,
    weights: Mapping[int, float],
    schedules: Mapping[str, Sequence[float]],
    start: int,
    years: int,
    draws: int,
    seed: int,
) -> dict[tuple[str, int], Course]:
    """Return what follows by schedule and by the year whose weight of partners holds, with the same draws.

    `weights` are in standard deviations; `schedules` give the share of the bans lifted in each phase.
    """
    random = np.random.default_rng(seed)
    uniform = random.uniform(1e-12, 1 - 1e-12, (draws, *known.alpha.shape))
    normal = random.standard_normal((2, draws))
    chance = posterior_draws(known.alpha, uniform)
    by_weight, by_lifting = (
        lognormal(ends, one)
        for ends, one in zip((known.odds_of_weight, known.odds_of_lifting), normal, strict=True)
    )
    return {
        (name, year): solve(
            Process(chance, by_weight, np.full(draws, weight), by_lifting, np.asarray(lifted, dtype=float)),
            start,
            years,
        )
        for name, lifted in schedules.items()
        for year, weight in weights.items()
    }


def lognormal(ends: tuple[float, float], normal: Float[np.ndarray, " draw"]) -> Float[np.ndarray, " draw"]:
    """Return draws of a lognormal distribution with these 5 and 95 % points."""
    low, high = np.log(ends[0]), np.log(ends[1])
    return np.asarray(np.exp((low + high) / 2 + (high - low) / 2 / Z90 * normal))


def standard_weights(
    capability: Mapping[int, Mapping[str, float]], behind: Mapping[str, float], years: Sequence[int]
) -> dict[int, float]:
    """Return the partners' weight in each year, in standard deviations from the mean of these years."""
    names = list(behind)
    if not years or not names:
        return dict.fromkeys(years, 0.0)
    table = np.array([[capability[year][name] for name in names] for year in years])
    found = equations.weight(table, np.array([behind[name] for name in names]))
    return {year: float(equations.standardised(found, one)) for year, one in zip(years, found, strict=True)}


def base_rate(lasted: Sequence[float], years: int) -> tuple[int, int, tuple[float, float, float]]:
    """Return how many past thaws lasted so many years, of how many, and the share's posterior quantiles.

    Jeffreys' prior for a share, Beta(1/2, 1/2).
    """
    from scipy.stats import beta

    held = sum(one >= years for one in lasted)
    low, middle, high = beta(held + 0.5, len(lasted) - held + 0.5).ppf(QUANTILES)
    return held, len(lasted), (float(low), float(middle), float(high))
