"""The Shapley value: what each party adds, over all orders in which a coalition may form (Shapley 1953)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import comb
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

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


def sampled(
    worth: Callable[[Int[np.ndarray, " coalition"]], Float[np.ndarray, " coalition"]],
    parties: int,
    orders: int,
    seed: int = 0,
) -> Sampled:
    """Return the value estimated from random orders, each beside its reverse (Castro, Gomez and Tejada 2009).

    `worth` gives v of coalitions as bits, up to 62 parties. For games too large to enumerate; the error falls
    as one over the root of the number of orders. Computers and Operations Research 36:1726-1730.
    """
    random = np.random.default_rng(seed)
    order = random.permuted(np.tile(np.arange(parties), (orders, 1)), axis=1)
    found = (_added(worth, order) + _added(worth, order[:, ::-1])) / 2
    return Sampled(found.mean(0), found.std(0, ddof=1) / np.sqrt(orders))


def _added(
    worth: Callable[[np.ndarray], np.ndarray], order: Int[np.ndarray, "order party"]
) -> Float[np.ndarray, "order party"]:
    """Return what each party adds when it joins in each order."""
    reached = np.cumsum(np.left_shift(np.int64(1), order), axis=1)
    seen, back = np.unique(reached, return_inverse=True)
    v = np.asarray(worth(seen), dtype=float)[back.reshape(reached.shape)]
    joined = np.diff(v, axis=1, prepend=0.0)
    added = np.empty_like(joined)
    np.put_along_axis(added, order, joined, axis=1)
    return added
