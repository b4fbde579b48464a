"""From node years to every year, and from every year to a present value."""

from __future__ import annotations

from functools import cache

import numpy as np
from jaxtyping import Float

from .lanes import lane
from .records import Gas, Line

SHORTEST = 1e-9
"""[years]; a build time below it is none."""


@cache
def every_year(nodes: tuple[int, ...]) -> Float[np.ndarray, " every"]:
    """Return the years from the first node year to the last."""
    found = np.arange(nodes[0], nodes[-1] + 1, dtype=float)
    found.flags.writeable = False
    return found


@cache
def between(nodes: tuple[int, ...]) -> Float[np.ndarray, "every year"]:
    """Return the weights that interpolate node years linearly."""
    found = np.stack([np.interp(every_year(nodes), nodes, unit) for unit in np.eye(len(nodes))], 1)
    found.flags.writeable = False
    return found


def factors(rate: Float[np.ndarray, "*lead"], gas: Gas) -> Float[np.ndarray, "*lead every"]:
    """Return what a dollar of each year, paid in its middle, is worth at the present date."""
    wait = every_year(gas.years) + 0.5 - gas.present
    return np.asarray((1 + rate[..., None]) ** -wait)


def in_service(line: Line, gas: Gas, draws: int) -> Float[np.ndarray, "draw every"]:
    """Return the share of each year in which a line stands: built, and not yet worn out."""
    start = (lane(line.decided, 0, draws) + lane(line.build, 0, draws))[:, None]
    year = every_year(gas.years)
    built = np.clip(year + 1 - start, 0, 1)
    worn = np.clip(year + 1 - start - lane(line.life, 0, draws)[:, None], 0, 1)
    return np.asarray(built - worn)


def cut_share(line: Line, gas: Gas, draws: int) -> Float[np.ndarray, "draw every"]:
    """Return the expected share of each year in service that is lost to cuts."""
    chance = lane(line.cut_chance, 1, draws)
    nodes = chance * np.ones((draws, len(gas.years)))
    return np.asarray(nodes @ between(gas.years).T * lane(line.cut_share, 0, draws)[:, None])


def capital_factor(line: Line, gas: Gas, rate: Float[np.ndarray, " draw"]) -> Float[np.ndarray, " draw"]:
    """Return what a dollar of a line's capital costs at the present date.

    It is spent evenly while the line is built; what is not yet worn out at the end of the last year, in a
    straight line, is given back.
    """
    draws = len(rate)
    decided, build = lane(line.decided, 0, draws), lane(line.build, 0, draws)
    life, force = lane(line.life, 0, draws), np.log1p(rate)
    end = gas.years[-1] + 1.0
    turns = np.maximum(force * build, SHORTEST)
    spent = np.exp(-force * (decided - gas.present)) * -np.expm1(-turns) / turns
    used = np.clip((end - decided - build) / life, 0, 1)
    return np.asarray(spent - (1 - used) * np.exp(-force * (end - gas.present)))
