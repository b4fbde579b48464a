"""What counts of transitions teach about their chances: a Dirichlet posterior for each phase."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from ...ground.faults import DataError


def draws(
    alpha: Float[np.ndarray, "phase next"], uniform: Float[np.ndarray, "draw phase next"]
) -> Float[np.ndarray, "draw phase next"]:
    """Return draws from a Dirichlet distribution for each phase, from uniform numbers in (0, 1).

    Gamma variables divided by their sum; a parameter of 0 gives a chance of 0. Raises DataError for a phase
    without any positive parameter.
    """
    from scipy.special import gammaincinv

    if (alpha < 0).any() or not (alpha.sum(axis=1) > 0).all():
        raise DataError("each phase needs a count or a prior above 0 for what follows it, and none below")
    with np.errstate(under="ignore"):
        gamma = np.where(alpha > 0, gammaincinv(np.where(alpha > 0, alpha, 1.0), uniform), 0.0)
    total = gamma.sum(axis=2, keepdims=True)
    return np.where(total > 0, gamma / np.where(total > 0, total, 1.0), mean(alpha))


def mean(alpha: Float[np.ndarray, "phase next"]) -> Float[np.ndarray, "phase next"]:
    """Return the mean of the distribution."""
    return np.asarray(alpha / alpha.sum(axis=1, keepdims=True))
