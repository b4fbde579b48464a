"""The outcomes of a negotiation that claims may name: what each is, read off its rounds and its beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..domain import Outcome

if TYPE_CHECKING:
    from jaxtyping import Float

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


def condorcet(held: Held) -> Float[np.ndarray, " draw"]:
    """Return the mean of the positions that win an election among the first ones."""
    from .election import elect

    return elect(held.rounds.positions[:, 0], held.weight).expected


SCALE = "scale"
"""The unit of what lies on the scale of an issue, whatever that scale's unit is."""
OUTCOMES = (
    Outcome(
        "settlement",
        ("issue",),
        SCALE,
        "where a disputed issue settles; unknown where the rounds do not settle",
        settlement,
        by_world=False,
    ),
    Outcome(
        "settlement_low",
        ("issue",),
        SCALE,
        "the lowest weighted mean of positions in the later half of the rounds; the settlement if there is one",
        lambda held: span(held)[0],
        by_world=False,
    ),
    Outcome(
        "settlement_high", ("issue",), SCALE, "the highest there", lambda held: span(held)[1], by_world=False
    ),
    Outcome(
        "rounds_settle",
        ("issue",),
        "1",
        "1 where the rounds settle, 0 where actors go on moving",
        lambda held: (held.rounds.settled >= 0).astype(float),
        by_world=False,
    ),
    Outcome(
        "weighted_mean",
        ("issue",),
        SCALE,
        "mean of the first positions, by capability times salience",
        lambda held: held.rounds.mean[:, 0],
        by_world=False,
    ),
    Outcome(
        "weighted_median",
        ("issue",),
        SCALE,
        "their median by the same weights (Black 1948)",
        lambda held: held.rounds.median[:, 0],
        by_world=False,
    ),
    Outcome(
        "condorcet",
        ("issue",),
        SCALE,
        "mean of the positions that win a Condorcet election, by the Markov rule",
        condorcet,
        by_world=False,
    ),
)
"""`[draw]` each."""
