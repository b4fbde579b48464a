"""Commitment: what entering at once, or never, is worth to a power against others that have committed themselves too.

Each other power has entered at the start or stays out for ever; every set of them is looked at. Against such a set
the power's best plan is an optimal stopping problem: enter once, when the phase is right, or never. What a
commitment regrets is what the best plan would have paid more (Savage 1951, Journal of the American Statistical
Association 46:55-67); a commitment that regrets nothing against any set dominates. The host's consent is taken as
given here, and what others' entries bring upon the power is in all its plans alike.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from .entry import Table, Terms, entry, flow
from .play import SLACK, following, moved


class Plans(NamedTuple):
    """What a power's plans are worth to it against each set of others, US$ bn, `[others]`."""

    now: Float[Array, " others"]
    """It enters at the start; who was first is drawn."""
    later: Float[Array, " others"]
    """It waits for a period at least, and enters when that is best, if ever."""
    never: Float[Array, " others"]


def plans(table: Table, terms: Terms, power: int) -> Plans:
    """Return what a power's plans are worth to it against every set of others."""
    received, keep = flow(table, terms)[power][None], jnp.exp(-terms.discount * table.step)
    over, final = received * (1 - keep) / terms.discount, received / terms.discount
    goes = following(table)[power]

    def period(worth: tuple[Array, Array], number: Array) -> tuple[tuple[Array, Array], Array]:
        stays, best = (over + keep * moved(table, terms, one) for one in worth)
        enters = stays[:, goes] + entry(table, terms, number)[power, power]
        return (stays, jnp.maximum(best, enters)), best

    numbers = jnp.arange(table.periods, dtype=float)
    (stays, _), waits = jax.lax.scan(period, (final, final), numbers, reverse=True)
    outside, inside = (jnp.asarray(one) for one in _starts(table, power))
    pays = entry(table, terms, jnp.zeros(()))[power, power]
    return Plans(
        now=inside @ stays[0] @ terms.phase_now + pays,
        later=outside @ waits[0, 0] @ terms.phase_now,
        never=outside @ stays[0] @ terms.phase_now,
    )


def regret(found: Plans) -> tuple[Float[Array, ""], Float[Array, ""]]:
    """Return the most that entering at once regrets over the sets of others, and that never entering does."""
    now = jnp.maximum(0.0, found.later - found.now).max()
    never = jnp.maximum(0.0, jnp.maximum(found.now, found.later) - found.never).max()
    return now, never


def dominates(found: Plans) -> tuple[Float[Array, ""], Float[Array, ""]]:
    """Return 1 where entering at once beats every other plan against every set of others; the same for never."""
    least = SLACK * jnp.abs(jnp.stack(found)).max()
    best = jnp.maximum(found.now, found.later)
    return 1.0 * (found.now > found.later + least).all(), 1.0 * (best <= found.never + least).all()


def _starts(table: Table, power: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the states in which each set of others leaves a power, and it with them; first ones are as likely."""
    sets = [one for one in range(2**table.powers) if not one >> power & 1]

    def weights(entered: int) -> np.ndarray:
        held = (table.sets == entered).astype(float)
        return np.asarray(held / held.sum())

    return np.stack([weights(one) for one in sets]), np.stack([weights(one | 1 << power) for one in sets])
