"""Read a world: its base-year accounts, and the shock that its rules are against them."""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

from ...world.rebalance import totals
from ...world.records import World
from .equations import Accounts, Shock

UNLIMITED = 1e30
"""A cap that never binds [US$ bn]."""


def accounts(world: World) -> Accounts:
    """Return the base-year accounts that the equations read, all derived from flows, duties and inputs."""
    flows, tariff = jnp.asarray(world.flows), jnp.asarray(world.tariff)
    book = totals(flows, tariff, jnp.asarray(world.inputs))
    spending = book.spending.T[:, :, None]
    return Accounts(
        share=flows * (1 + tariff) / jnp.where(spending > 0, spending, 1.0),
        tariff=tariff,
        value_added_share=1 - jnp.asarray(world.inputs).sum(1),
        inputs=jnp.asarray(world.inputs),
        final_share=book.final / book.final.sum(1, keepdims=True),
        value_added=book.value_added,
        deficit=book.deficit,
        spending=book.spending,
    )


def shock(world: World) -> Shock:
    """Return the rules in force as a shock to the base-year accounts; one world, no draw axis."""
    cells, caps = quotas(world)
    return Shock(
        theta=jnp.asarray(world.theta),
        tariff=jnp.asarray(world.tariff_now),
        delivered=jnp.asarray(world.delivered),
        open=effective_opening(world),
        productivity=jnp.asarray(world.productivity),
        transfer=jnp.asarray(world.transfer),
        deficit_rule=jnp.asarray(world.deficit_rule, jnp.int32),
        quota_cells=cells,
        quota_cap=caps,
    )


def effective_opening(world: World) -> Float[Array, "industry buyer seller"]:
    """Return the share of each flow's supply that bans and measures leave.

    Each authority's measures close a flow by the banned share times its enforcement by the target's partner.
    """
    opening = jnp.asarray(world.open)
    for place in range(len(world.authorities)):
        opening = opening * (1 - _enforced(world, place) * world.measure_bans[place])
    return opening


def quotas(world: World) -> tuple[Float[Array, "quota industry buyer seller"], Float[Array, " quota"]]:
    """Return every quota in force: those that moves set, and the caps among the measures."""
    cells, caps = [jnp.asarray(world.quota_cells)], [jnp.asarray(world.quota_cap)]
    enforced = [_enforced(world, place) for place in range(len(world.authorities))]
    for layer in range(world.measure_caps.shape[1]):
        shares = [world.measure_caps[place, layer] * force for place, force in enumerate(enforced)]
        taken = sum(shares[1:], start=shares[0])
        counted = jnp.where(taken > 0, 1.0, 0.0)
        most = jnp.sum(world.flows * counted * (1 - taken))
        cells.append(counted[None])
        caps.append(jnp.where(counted.sum() > 0, most, UNLIMITED)[None])
    return jnp.concatenate(cells), jnp.concatenate(caps)


def padded(shock: Shock, most: int) -> Shock:
    """Give a shock as many quotas as the one with most: the added ones are about no flow."""
    missing = most - shock.quota_cap.shape[0]
    return shock._replace(
        quota_cells=jnp.pad(shock.quota_cells, ((0, missing), (0, 0), (0, 0), (0, 0))),
        quota_cap=jnp.pad(shock.quota_cap, (0, missing), constant_values=UNLIMITED),
    )


def _enforced(world: World, place: int) -> Float[Array, "industry buyer seller"]:
    """Return the share of what an authority bans that is really stopped, by flow."""
    partner = jnp.array([float(code != world.target) for code in world.economies])
    force = jnp.asarray(world.force)[place] * partner
    return jnp.maximum(force[:, None], force[None, :]) * jnp.ones_like(world.measure_bans[place])
