"""Solve for what a process under way leads to, for every draw at once."""

from __future__ import annotations

from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from . import equations

Numbers = Any
"""A NumPy or JAX array."""
UNREACHABLE = "the last phase cannot be reached in some draws: give its pseudo-count a number above 0"


class Process(NamedTuple):
    """What the model reads; phases run from the worst to the best."""

    chance: Float[Numbers, "draw phase next"]
    """Of the phase a year later, at the mean weight of partners and before any ban is lifted."""
    weight_odds: Float[Numbers, " draw"]
    weight: Float[Numbers, " draw"]
    """Of the partners, in standard deviations."""
    lifting_odds: Float[Numbers, " draw"]
    lifted: Float[Numbers, " phase"]
    """Share of the bans lifted in each phase."""


class Course(NamedTuple):
    """What follows from a phase."""

    no_return: Float[Numbers, "draw year"]
    """Chance that no year's end has seen the worst phase, by each year from 0 on."""
    settled: Float[Numbers, "draw year"]
    """Chance that the last phase has been reached, by each year from 0 on."""
    years_to_settlement: Float[Numbers, " draw"]
    """Expected [years]; inf where it may never come."""
    settles_first: Float[Numbers, " draw"]
    """Chance that the last phase comes before any return to the worst."""
    years_to_end: Float[Numbers, " draw"]
    """Expected until the last phase or the worst, whichever is first [years]."""


def solve(process: Process, start: int, years: int, xp: ModuleType = np) -> Course:
    """Return what follows from a start phase, up to so many years on."""
    odds = equations.odds(process.weight_odds, process.weight, process.lifting_odds, process.lifted, xp)
    chance = equations.tilted(process.chance, odds, xp)
    best = process.chance.shape[-1] - 1
    _, to_settlement = equations.first_passage(chance, (best,), xp)
    first, until = equations.first_passage(chance, (best, 0), xp)
    return Course(
        no_return=1 - equations.passed(chance, start, 0, years, xp),
        settled=equations.passed(chance, start, best, years, xp),
        years_to_settlement=to_settlement[:, start],
        settles_first=first[:, start, 0],
        years_to_end=until[:, start],
    )
