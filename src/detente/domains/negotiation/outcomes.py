"""The outcomes of a negotiation that claims may name: what each is, read off its rounds and its beginning."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from . import election
from .solve import Rounds


class Held(NamedTuple):
    """The rounds of an issue, and the weights of those who held them."""

    rounds: Rounds
    weight: Float[np.ndarray, "draw actor"]
    """Capability x salience."""


def settlement(held: Held) -> Float[np.ndarray, " draw"]:
    """Return the weighted mean of positions where the rounds settle; NaN where they do not."""
    return np.where(held.rounds.settled >= 0, held.rounds.mean[:, -1], np.nan)


def span(held: Held) -> tuple[Float[np.ndarray, " draw"], Float[np.ndarray, " draw"]]:
    """Return the lowest and the highest weighted mean in the later half of the rounds; the settlement, if any."""
    late = held.rounds.mean[:, held.rounds.mean.shape[1] // 2 :]
    still = held.rounds.settled >= 0
    last = held.rounds.mean[:, -1]
    return np.where(still, last, late.min(1)), np.where(still, last, late.max(1))


FUNCTIONS: dict[str, Callable[[Held], np.ndarray]] = {
    "settlement": settlement,
    "settlement_low": lambda held: span(held)[0],
    "settlement_high": lambda held: span(held)[1],
    "rounds_settle": lambda held: (held.rounds.settled >= 0).astype(float),
    "weighted_mean": lambda held: held.rounds.mean[:, 0],
    "weighted_median": lambda held: held.rounds.median[:, 0],
    "condorcet": lambda held: election.elect(held.rounds.positions[:, 0], held.weight).expected,
}
"""`[draw]` each."""
