"""A Condorcet election among the actors' positions, as the KAPSARC Toolkit for Behavioral Analysis holds it.

Wise, Lester and Efird 2015, "An introduction to the KAPSARC Toolkit for Behavioral Analysis (KTAB)", KAPSARC. Votes are
proportional to what is at stake, chances of victory linear in votes; no actor minds risk.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float

from .equations import votes_for

MARKOV, CONDITIONAL = "markov", "conditional"


class Elected(NamedTuple):
    """Chances of each actor's position; an option that several hold is counted with the first of them."""

    chance: Float[np.ndarray, "draw actor"]
    expected: Float[np.ndarray, " draw"]
    """The mean of positions by these chances."""
    likeliest: Float[np.ndarray, " draw"]


def elect(
    x: Float[np.ndarray, "draw actor"], weight: Float[np.ndarray, "draw actor"], rule: str = MARKOV
) -> Elected:
    """Return the election among the positions that actors hold, by one of two rules.

    Raises ValueError where the rule is unknown.
    """
    if rule not in (MARKOV, CONDITIONAL):
        raise ValueError(f"no rule '{rule}'; known: {MARKOV}, {CONDITIONAL}")
    p, option = victory(x, weight), first_of(x)
    chance = (_markov if rule == MARKOV else _conditional)(p, option)
    best = np.take_along_axis(x, chance.argmax(1)[:, None], 1)[:, 0]
    return Elected(chance, (chance * x).sum(1), best)


def victory(x: Float[np.ndarray, "draw actor"], weight: Float[np.ndarray, "draw actor"]) -> np.ndarray:
    """Return the chance that i's position defeats j's: its votes as a share of both sides', `[draw, i, j]`.

    Actor k votes its weight times how much nearer one is to it than the other; 1/2 where nobody cares.
    """
    at = np.ascontiguousarray(x.T)
    votes = votes_for(weight.T[:, None] * np.abs(at[:, None] - at[None, :]))
    both = votes + votes.swapaxes(0, 1)
    share = np.divide(votes, both, out=np.full_like(votes, 0.5), where=both > 0)
    return np.moveaxis(share, 2, 0)


def first_of(x: Float[np.ndarray, "draw actor"]) -> Bool[np.ndarray, "draw actor"]:
    """Tell which actors are the first to hold their position."""
    before = np.tril(np.ones((x.shape[1], x.shape[1]), bool), -1)
    later: np.ndarray = ((x[:, :, None] == x[:, None, :]) & before).any(2)
    return np.asarray(~later)


def _markov(p: Float[np.ndarray, "draw i j"], option: Bool[np.ndarray, "draw actor"]) -> np.ndarray:
    """Return how often each option is the favourite in the long run.

    The favourite is challenged by an option drawn with equal chances, and the winner is the favourite:
    q_i = sum_j p_ij (q_i + q_j) / n. Between any two options one at least can win, so one answer exists.
    """
    actors = option.shape[1]
    wins = np.where(option[:, :, None] & option[:, None, :], p, 0.0)
    own, count = np.arange(actors), option.sum(1)[:, None]
    system = wins.copy()
    system[:, own, own] += wins.sum(2) - np.where(option, count, 1.0)
    right = np.zeros(option.shape)
    first = option.argmax(1)
    draw = np.arange(len(option))
    system[draw, first] = option
    right[draw, first] = 1.0
    found = np.linalg.solve(system, right[:, :, None])[:, :, 0]
    return np.asarray(np.where(option, np.maximum(found, 0.0), 0.0))


def _conditional(p: Float[np.ndarray, "draw i j"], option: Bool[np.ndarray, "draw actor"]) -> np.ndarray:
    """Return the chance that an option defeats all others, given that one does: the product of p_ij over j.

    Equal chances where none can.
    """
    all_ = np.where(option, np.where(option[:, None, :], p, 1.0).prod(2), 0.0)
    total = all_.sum(1, keepdims=True)
    even = option / option.sum(1, keepdims=True)
    chance = np.where(total > 0, np.divide(all_, total, out=np.zeros_like(all_), where=total > 0), even)
    return np.asarray(chance)
