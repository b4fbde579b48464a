"""The equations: a Markov chain of phases, its odds shifted, and its first passages.

Phases run from the worst to the best. `chance[draw, phase, next]` is the chance that a year later the process is
in the phase `next`; each row adds up to 1. First passages come from the fundamental matrix (I - Q)^-1 (Kemeny
and Snell 1960, Finite Markov Chains, chapter 3). Every function is for NumPy and JAX arrays alike: `xp` is
`numpy` or `jax.numpy`, and with the latter all is differentiable.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

import numpy as np
from jaxtyping import Float

Numbers = Any
"""A NumPy or JAX array."""


def odds(
    weight_odds: Float[Numbers, " draw"],
    weight: Float[Numbers, " draw"],
    lifting_odds: Float[Numbers, " draw"],
    lifted: Float[Numbers, " phase"],
    xp: ModuleType = np,
) -> Float[Numbers, "draw phase"]:
    """Return by what the odds of better phases are multiplied in each phase.

    `weight_odds` is the odds ratio per standard deviation of the partners' weight, `weight` how many of these it
    is above its mean; `lifting_odds` is the odds ratio of bans lifted wholly, `lifted` the share lifted in each
    phase under a schedule.
    """
    shift: Numbers = xp.log(weight_odds)[:, None] * weight[:, None] + xp.log(lifting_odds)[:, None] * lifted
    return xp.exp(shift)


def tilted(
    chance: Float[Numbers, "draw phase next"], odds: Float[Numbers, "draw phase"], xp: ModuleType = np
) -> Float[Numbers, "draw phase next"]:
    """Return chances with the odds of every better phase multiplied (proportional odds: McCullagh 1980, JRSS B 42).

    For each k, the odds of being in phase k or better a year later are multiplied by the same number. The last
    phase is left as it is.
    """
    better = xp.cumsum(chance[..., ::-1], axis=-1)[..., ::-1][..., 1:]
    better = xp.clip(better, 0.0, 1.0)
    by = odds[..., None]
    moved = by * better / (1 - better + by * better)
    one = xp.ones_like(moved[..., :1])
    ends = xp.concatenate([one, moved, 0 * one], axis=-1)
    found = ends[..., :-1] - ends[..., 1:]
    return xp.concatenate([found[:, :-1], chance[:, -1:]], axis=1)


def absorbed(
    chance: Float[Numbers, "draw phase next"], into: int, xp: ModuleType = np
) -> Float[Numbers, "draw phase next"]:
    """Return chances under which a phase, once entered, is never left."""
    count = chance.shape[-1]
    stays = xp.eye(count)[into]
    here = (xp.arange(count) == into)[:, None]
    return xp.where(here, stays, chance)


def passed(
    chance: Float[Numbers, "draw phase next"], start: int, into: int, years: int, xp: ModuleType = np
) -> Float[Numbers, "draw year"]:
    """Return the chance of having been in a phase at some year's end, by each year from 0 on."""
    ends = absorbed(chance, into, xp)
    state = xp.ones_like(chance[:, 0]) * xp.eye(chance.shape[-1])[start]
    found = [state[:, into]]
    for _ in range(years):
        state = xp.einsum("dp,dpn->dn", state, ends)
        found.append(state[:, into])
    return xp.stack(found, axis=1)


def first_passage(
    chance: Float[Numbers, "draw phase next"], into: Sequence[int], xp: ModuleType = np
) -> tuple[Float[Numbers, "draw phase target"], Float[Numbers, "draw phase"]]:
    """Return from each phase the chance that each target comes first, and the expected years until one does.

    With Q the chances among the other phases and R those into the targets, these are (I - Q)^-1 R and
    (I - Q)^-1 1. Years are inf where it may be that no target ever comes.
    """
    count = chance.shape[-1]
    others = np.array([phase for phase in range(count) if phase not in into], dtype=int)
    ever, surely = _reached(chance, into, xp)
    live, sure = ever[:, others], surely[:, others]
    among = xp.where(live[:, :, None] & live[:, None, :], chance[:, others][:, :, others], 0.0)
    ends = xp.where(live[..., None], chance[:, others][:, :, np.array(into)], 0.0)
    right = xp.concatenate([ends, xp.ones_like(ends[..., :1])], axis=-1)
    solved = xp.linalg.solve(xp.eye(len(others)) - among, right)
    years = xp.where(sure, solved[..., -1], xp.inf)
    zero = xp.zeros_like(chance[:, 0, 0])
    hits, waits = [], []
    for phase in range(count):
        if phase in into:
            hits.append(xp.stack([zero + (phase == target) for target in into], axis=-1))
            waits.append(zero)
        else:
            row = others.tolist().index(phase)
            hits.append(solved[:, row, :-1])
            waits.append(years[:, row])
    return xp.stack(hits, axis=1), xp.stack(waits, axis=1)


def _reached(
    chance: Float[Numbers, "draw phase next"], into: Sequence[int], xp: ModuleType
) -> tuple[Numbers, Numbers]:
    """Tell from which phases a target may come, and from which one comes for certain, `[draw, phase]`."""
    count = chance.shape[-1]
    ends = chance
    for target in into:
        ends = absorbed(ends, target, xp)
    link = (ends > 0) | xp.eye(count, dtype=bool)
    for _ in range(count.bit_length()):
        link = xp.einsum("dpn,dnm->dpm", link * 1.0, link * 1.0) > 0
    ever = link[:, :, np.array(into)].any(axis=-1)
    return ever, ~(link & ~ever[:, None, :]).any(axis=-1)


def standardised(
    weights: Float[Numbers, " year"], at: Float[Numbers, ""] | float, xp: ModuleType = np
) -> Float[Numbers, ""]:
    """Return how many standard deviations a weight is above the mean of the years compared; 0 if all are alike."""
    spread = weights.std()
    return xp.where(spread > 0, (at - weights.mean()) / xp.where(spread > 0, spread, 1.0), 0.0)


def weight(
    capability: Float[Numbers, "*year partner"], behind: Float[Numbers, " partner"]
) -> Float[Numbers, "*year"]:
    """Return the partners' weight: their capability index, times how far each stands behind the process."""
    return (capability * behind).sum(axis=-1)


def schedule(name: str, steps: Sequence[float]) -> np.ndarray:
    """Return the share of the bans lifted in each phase: in `steps`, or all of it in the last phase."""
    lifted = np.array(steps, dtype=float)
    return lifted if name == "in_steps" else np.where(np.arange(len(lifted)) == len(lifted) - 1, lifted, 0.0)
