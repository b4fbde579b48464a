"""Expected utility of challenges, and the offers that follow (Bueno de Mesquita 1994; Scholz and others 2011).

Symbols as in Scholz, Calbert and Smith, Journal of Theoretical Politics 23:510-531. Positions x lie on a line of
range R, capabilities c are 0 or more, saliences s lie in [0, 1]; r is an actor's risk exponent, 1 for neutral and then
left out. Where a matrix is [i, j], i challenges j. Draws stand last, so that the quick loops run over them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float, Int

STAY, CONFRONTATION, COMPROMISE, CAPITULATION = 0, 1, 2, 3
"""What an actor does on an offer of another: nothing; loses to it; meets it on the way; gives in."""
SAME = 1e-6
"""Share of the range within which two positions count as one."""

Actors = Float[np.ndarray, "actor draw"]
Pairs = Float[np.ndarray, "i j draw"]


class Offers(NamedTuple):
    """What each actor i is offered by each j."""

    kind: Int[np.ndarray, "i j draw"]
    at: Pairs
    """The position that i would move to."""
    middle: Pairs
    """The mean of the two positions, each weighted by the size of the expected utility it is set against."""
    theirs: Pairs
    """What j expects of challenging i, as i sees it."""


def distance(x: Actors, span: Float[np.ndarray, " draw"]) -> Pairs:
    """Return D_ij = |x_i - x_j| / R, at most 1; 0 where all began at one position."""
    far = np.abs(x[:, None] - x[None, :]) / np.where(span > 0, span, 1.0)
    return np.asarray(np.minimum(far, 1.0))


def votes_for(loss: Float[np.ndarray, "k i draw"]) -> Pairs:
    """Return the votes for i against j: sum_k max(a_kj - a_ki, 0), where a_ki is what k loses under i."""
    for_i = np.zeros((loss.shape[1], *loss.shape[1:]))
    for own in loss:
        for i, at_i in enumerate(own):
            for_i[i] += np.maximum(own, at_i)
    return np.asarray(np.maximum(for_i - loss.sum(0)[:, None], 0.0))


def success(D: Pairs, weight: Actors, r: Actors | None = None) -> Pairs:
    """Return P_ij: the votes for i against j, as a share of all votes in all pairs; 0 between equal positions.

    Actor k's vote is v_k(i, j) = c_k s_k (D_kj^r_k - D_ki^r_k), for i where it is above 0. All votes add up to twice
    those for some i against some j, since what is for i against j is against j for i.
    """
    for_i = votes_for(weight[:, None] * (D if r is None else D ** r[:, None]))
    votes = 2 * for_i.sum((0, 1))
    share = np.divide(for_i, votes, out=np.zeros_like(D), where=votes > 0)
    return np.where(D == 0, 0.0, share)


def expected(D: Pairs, P: Pairs, s: Actors, r: Actors | None = None) -> tuple[Pairs, Pairs]:
    """Return what i expects of challenging j, and what j expects of challenging i, both as i sees it, `[i, j, draw]`.

    EU = s_target (P u_success + (1 - P) u_failure) + (1 - s_target) u_success - u_status_quo: a target that cares
    little gives in unasked. All utilities carry the exponent of the actor whose view it is.
    """
    if r is None:
        gain, fall = 2 * D, 4 * D
    else:
        up, still = 2 - 4 * (0.5 - 0.5 * D) ** r[:, None], (2 - 4 * 0.5**r)[:, None]
        gain, fall = up - still, up - 2 + 4 * (0.5 + 0.5 * D) ** r[:, None]
    mine = gain - s[None, :] * (1 - P) * fall
    theirs = gain - s[:, None] * (1 - P.swapaxes(0, 1)) * fall
    return mine, theirs


def risk_exponent(theirs: Pairs) -> Actors:
    """Return r: an actor whom others gain much by challenging plays safe, one that is left alone dares.

    d_i = sum_j of what j expects of challenging i, at r = 1; R_i = (2 d_i - max d - min d) / (max d - min d);
    r_i = (1 - R_i / 3) / (1 + R_i / 3), between 1/2 and 2. 1 where all are in the same danger.
    """
    danger = theirs.sum(1)
    top, bottom = danger.max(0), danger.min(0)
    wide = top - bottom > 1e-12
    R = np.divide(2 * danger - top - bottom, top - bottom, out=np.zeros_like(danger), where=wide)
    return np.asarray((1 - R / 3) / (1 + R / 3))


def offers(x: Actors, D: Pairs, mine: Pairs, theirs: Pairs) -> Offers:
    """Return what each j offers each i, by the quadrant of the two expected utilities in i's view.

    Both above 0 and j's the larger: i loses the confrontation and moves to x_j. Only j's above 0: a compromise at
    x_i + |EU_ij / EU_ji| (x_j - x_i) where j's is the larger, else i capitulates and moves to x_j.
    """
    here, there = x[:, None], x[None, :]
    asks = (D > SAME) & (theirs > 0)
    kind = np.zeros(mine.shape, dtype=np.int8)
    kind[asks & (mine > 0) & (theirs > mine)] = CONFRONTATION
    kind[asks & (mine < 0) & (theirs >= -mine)] = COMPROMISE
    kind[asks & (mine < 0) & (theirs < -mine)] = CAPITULATION
    part = np.divide(-mine, theirs, out=np.ones_like(mine), where=kind == COMPROMISE)
    size = np.abs(mine) + np.abs(theirs)
    weighted = np.abs(mine) * here + np.abs(theirs) * there
    middle = np.divide(weighted, size, out=np.zeros_like(size), where=size > 0)
    return Offers(kind, np.where(kind == STAY, here, here + part * (there - here)), middle, theirs)


def mean(x: Float[np.ndarray, "*draw actor"], weight: Float[np.ndarray, "*draw actor"]) -> np.ndarray:
    """Return the mean of positions weighted by capability x salience, `[*draw]`."""
    return np.asarray((weight * x).sum(-1) / weight.sum(-1))


def median(x: Float[np.ndarray, "*draw actor"], weight: Float[np.ndarray, "*draw actor"]) -> np.ndarray:
    """Return the weighted median (Black 1948), `[*draw]`: half the weight or more on either side, itself included.

    It beats any other position where each actor votes its weight for the nearer one. The middle of the two where
    the weight is cut in exact halves.
    """
    order = np.argsort(x, axis=-1, kind="stable")
    at = np.take_along_axis(x, order, -1)
    up = np.cumsum(np.take_along_axis(weight, order, -1), -1)
    half = up[..., -1:] / 2
    slack = half * 1e-12
    low, high = (up >= half - slack).argmax(-1), (up > half + slack).argmax(-1)
    ends = [np.take_along_axis(at, one[..., None], -1)[..., 0] for one in (low, high)]
    return np.asarray((ends[0] + ends[1]) / 2)


def tied(at: Pairs, chosen: Actors, among: Bool[np.ndarray, "i j draw"], close: np.ndarray) -> np.ndarray:
    """Tell who had two offers that were as good, and led elsewhere, `[actor, draw]`."""
    return np.asarray((among & (np.abs(at - chosen[:, None]) > close)).any(1))
