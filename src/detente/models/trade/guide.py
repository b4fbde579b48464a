"""A guide for solving many similar worlds: the solution of one, and the slopes of the equations there."""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jax.flatten_util import ravel_pytree
from jaxtyping import Array

from . import equations
from .equations import Accounts, Shock
from .solve import Guide, at_rest, root


def guide(accounts: Accounts, shock: Shock) -> Guide:
    """Return the guide of one world; where it has no solution, one that changes nothing."""
    weight = equations.weights(accounts, shock)
    start, unravel = ravel_pytree(at_rest(accounts, shock))

    def sweep(point: Array) -> Array:
        return ravel_pytree(equations.sweep(accounts, shock, weight, unravel(point)))[0]

    point, residual, _ = root(jax.vmap(sweep), start[None], jnp.zeros(1, bool))
    idle = jnp.eye(start.shape[0])
    newton = jnp.linalg.inv(idle - jax.jacfwd(sweep)(point[0]))
    sound = jnp.isfinite(residual[0]) & jnp.isfinite(newton).all() & jnp.isfinite(point).all()
    return Guide(jnp.where(sound, point[0], start), jnp.where(sound, newton, idle))
