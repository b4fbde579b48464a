"""Inputs that replace each other more or less easily: a constant elasticity of substitution between them.

Between value added and all inputs together the elasticity stays 1; among the inputs it is sigma. Prices of a
nest of this kind in changes: Baqaee and Farhi 2024, Networks, Barriers, and Trade, Econometrica 92:505-541.
"""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

NEAR = 1e-6
"""Within this distance of 1 the nest is told by its series about Cobb-Douglas, exact to its square."""


def bundle(
    inputs: Float[Array, "economy input industry"],
    log_price: Float[Array, "economy input"],
    substitution: Float[Array, ""],
) -> Float[Array, "economy industry"]:
    """Return log of the price change of each industry's inputs: (sum_k s_k P_hat_k^(1 - sigma))^(1 / (1 - sigma)).

    s are the shares of the inputs in the base year's purchases of inputs.
    """
    total = inputs.sum(1, keepdims=True)
    share = inputs / jnp.where(total > 0, total, 1.0)
    power = 1 - substitution
    near = jnp.abs(power) < NEAR
    safe = jnp.where(near, 1.0, power)
    mean = jnp.einsum("nkj,nk->nj", share, log_price)
    spread = jnp.einsum("nkj,nk->nj", share, log_price**2) - mean**2
    growth = jnp.einsum("nkj,nk->nj", share, jnp.expm1(safe * log_price))
    return jnp.where(near, mean + power / 2 * spread, jnp.log1p(growth) / safe)


def used(
    inputs: Float[Array, "economy input industry"],
    log_price: Float[Array, "economy input"],
    log_bundle: Float[Array, "economy industry"],
    substitution: Float[Array, ""],
) -> Float[Array, "economy input industry"]:
    """Return a': what is spent on each input per unit of output, a * (P_hat_k / P_hat_bundle)^(1 - sigma)."""
    dearer = log_price[:, :, None] - log_bundle[:, None, :]
    return inputs * jnp.exp((1 - substitution) * dearer)
