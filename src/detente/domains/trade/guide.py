"""A guide for solving many similar worlds: the solution of one, and the slopes of the equations there."""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jax.flatten_util import ravel_pytree
from jaxtyping import Array, Float

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
    newton = inverse(idle - jax.jacfwd(sweep)(point[0]))
    sound = jnp.isfinite(residual[0]) & jnp.isfinite(newton).all() & jnp.isfinite(point).all()
    return Guide(jnp.where(sound, point[0], start), jnp.where(sound, newton, idle))


def inverse(matrix: Float[Array, "row row"]) -> Float[Array, "row row"]:
    """Return the inverse of a matrix by Gauss-Jordan elimination with partial pivoting.

    LAPACK's is faster, but its last digits depend on the number of processors of the machine, and so would all
    outcomes (Golub and Van Loan 2013, Matrix Computations, 3.4). Not finite where the matrix has none.
    """
    size = matrix.shape[0]
    places = jnp.arange(size)

    def eliminate(place: Array, both: Array) -> Array:
        pivot = jnp.where(places >= place, jnp.abs(both[:, place]), -1.0).argmax()
        here, there = both[place], both[pivot]
        both = both.at[pivot].set(here).at[place].set(there)
        row = there / there[place]
        return (both - both[:, place, None] * row).at[place].set(row)

    both = jnp.concatenate([matrix, jnp.eye(size)], axis=1)
    found: Array = jax.lax.fori_loop(0, size, eliminate, both)[:, size:]
    return found
