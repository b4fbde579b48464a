"""The model alone: one issue at the middle of what is known, its band over draws, and elections to compare."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from . import election, equations
from .solve import RULES, Rounds, negotiate

QUANTILES = (0.05, 0.5, 0.95)
POSITION, CAPABILITY, SALIENCE = 0, 1, 2


class Known(NamedTuple):
    """What is known of the actors: position, capability and salience, each from low to high."""

    low: Float[np.ndarray, "number actor"]
    high: Float[np.ndarray, "number actor"]


class Landed(NamedTuple):
    """Where an issue lands."""

    rounds: Rounds
    """One draw: everything at the middle of its range."""
    mean_band: Float[np.ndarray, "quantile round"]
    median_band: Float[np.ndarray, "quantile round"]
    settles: float
    """Share of draws that settle."""
    ties: float
    """Share of draws in which an actor was torn between offers that asked the same."""
    benchmarks: dict[str, tuple[float, Float[np.ndarray, " quantile"]]]
    """At the middle, and quantiles over draws."""
    by_rule: dict[str, float]
    """The last round's mean at the middle, by rule of choosing offers."""


def land(
    known: Known, *, rounds: int, rule: str, still: float, shake: float, draws: int, seed: int
) -> Landed:
    """Return where an issue lands, at the middle and over draws.

    Each number is drawn evenly from its range; one without a range is moved by up to the share `shake` of itself, a
    position by that share of the distance between the outermost ones. Actors who are put at one position, without a
    range, are moved together: they hold one option.
    """
    middle = (known.low + known.high) / 2
    numbers = drawn(known, shake, draws, seed)
    centre = negotiate(*(row[None] for row in middle), rounds=rounds, rule=rule, still=still)
    found = negotiate(*numbers, rounds=rounds, rule=rule, still=still)
    at, over = benchmarks(*(row[None] for row in middle)), benchmarks(*numbers)
    return Landed(
        rounds=centre,
        mean_band=np.quantile(found.mean, QUANTILES, axis=0),
        median_band=np.quantile(found.median, QUANTILES, axis=0),
        settles=float((found.settled >= 0).mean()),
        ties=float(found.tied.any((1, 2)).mean()),
        benchmarks={name: (float(at[name][0]), np.quantile(over[name], QUANTILES)) for name in at},
        by_rule={
            name: float(negotiate(*(row[None] for row in middle), rounds=rounds, rule=name).mean[0, -1])
            for name in RULES
        },
    )


def drawn(known: Known, shake: float, draws: int, seed: int) -> Float[np.ndarray, "number draw actor"]:
    """Return draws of positions, capabilities and saliences."""
    middle, half = (known.low + known.high) / 2, (known.high - known.low) / 2
    span = middle[POSITION].max() - middle[POSITION].min()
    own = np.stack([np.full(middle.shape[1], span), *np.abs(middle[1:])]) * shake
    half = np.where(half > 0, half, own)
    random = np.random.default_rng(seed).uniform(-1, 1, (3, draws, middle.shape[1]))
    for who, at in enumerate(middle[POSITION]):
        same = (middle[POSITION] == at) & (known.high[POSITION] == known.low[POSITION])
        if same[who]:
            random[POSITION, :, who] = random[POSITION, :, same.argmax()]
    found = middle[:, None] + half[:, None] * random
    found[SALIENCE] = np.clip(found[SALIENCE], 0.0, 1.0)
    return np.asarray(found)


def benchmarks(
    x: Float[np.ndarray, "draw actor"], c: Float[np.ndarray, "draw actor"], s: Float[np.ndarray, "draw actor"]
) -> dict[str, Float[np.ndarray, " draw"]]:
    """Return where simpler rules put the issue; weights are capability x salience."""
    return {
        "weighted mean": equations.mean(x, c * s),
        "weighted median (Black)": equations.median(x, c * s),
        "Condorcet election, Markov": election.elect(x, c * s, election.MARKOV).expected,
        "Condorcet election, conditional": election.elect(x, c * s, election.CONDITIONAL).expected,
    }
