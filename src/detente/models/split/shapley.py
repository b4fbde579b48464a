"""The Shapley value: what each party adds, over all orders in which a coalition may form (Shapley 1953)."""

from __future__ import annotations

from functools import cache
from math import comb
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from .coalitions import members, parties_in


class Sampled(NamedTuple):
    """A value estimated from random orders, with its standard error."""

    value: Float[np.ndarray, " party"]
    error: Float[np.ndarray, " party"]


@cache
def weights(parties: int) -> np.ndarray:
    """Return W with value = v @ W, `[coalition, party]`: 1 / (n C(n-1, s-1)) with the party, less without."""
    inside = members(parties)
    size = inside.sum(1)
    joining = np.array([1 / (parties * comb(parties - 1, s - 1)) if s else 0.0 for s in size])
    staying = np.array([1 / (parties * comb(parties - 1, s)) if s < parties else 0.0 for s in size])
    table: np.ndarray = np.where(inside == 1, joining[:, None], -staying[:, None])
    table.flags.writeable = False
    return table


def shapley(v: Float[np.ndarray, "*draw coalition"]) -> Float[np.ndarray, "*draw party"]:
    """Return the Shapley value, exact: one product of matrices for all draws."""
    found: np.ndarray = v @ weights(parties_in(v))
    return found


def sampled(v: Float[np.ndarray, " coalition"], orders: int, seed: int = 0) -> Sampled:
    """Return the value estimated from random orders, each beside its reverse (Castro and others 2009).

    For games too large to enumerate; the error falls as one over the root of the number of orders.
    """
    parties = parties_in(v)
    random = np.random.default_rng(seed)
    found = np.empty((orders, parties))
    for row in range(orders):
        order = random.permutation(parties)
        found[row] = (_marginal(v, order) + _marginal(v, order[::-1])) / 2
    return Sampled(found.mean(0), found.std(0, ddof=1) / np.sqrt(orders))


def _marginal(v: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Return what each party adds when it joins in an order."""
    reached = np.concatenate([[0], np.cumsum(1 << order)])
    added = np.empty(len(order))
    added[order] = np.diff(v[reached])
    return added
