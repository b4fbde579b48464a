"""Read a world: its base-year accounts, and the shock that its rules are against them."""

from __future__ import annotations

from collections.abc import Sequence

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from ...world.opening import cap_taken, left_open
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
        open=left_open(world, jnp),
        productivity=jnp.asarray(world.productivity),
        transfer=jnp.asarray(world.transfer),
        deficit_rule=jnp.asarray(world.deficit_rule, jnp.int32),
        quota_cells=cells,
        quota_cap=caps,
        export_tax=None if world.export_tax is None else jnp.asarray(world.export_tax),
        substitution=None if world.substitution is None else jnp.asarray(world.substitution),
    )


def quotas(world: World) -> tuple[Float[Array, "quota industry buyer seller"], Float[Array, " quota"]]:
    """Return every quota in force: those that moves set, and the caps among the measures."""
    cells, caps = [jnp.asarray(world.quota_cells)], [jnp.asarray(world.quota_cap)]
    for layer in range(world.measure_caps.shape[1]):
        taken = cap_taken(world, layer, jnp)
        counted = jnp.where(taken > 0, 1.0, 0.0)
        most = jnp.sum(world.flows * counted * (1 - taken))
        cells.append(counted[None])
        caps.append(jnp.where(counted.sum() > 0, most, UNLIMITED)[None])
    return jnp.concatenate(cells), jnp.concatenate(caps)


def stacked(shocks: Sequence[Shock]) -> Shock:
    """Return shocks to the same accounts on a new first axis.

    Each gets as many quotas as the one with most, about no flow, and an export tax of 0 where another has one.
    """
    most = max(shock.quota_cap.shape[0] for shock in shocks)
    taxed = any(shock.export_tax is not None for shock in shocks)
    alike = [_padded(shock, most, taxed) for shock in shocks]
    found: Shock = jax.tree.map(lambda *rows: jnp.stack(rows), *alike)
    return found


def _padded(shock: Shock, most: int, taxed: bool) -> Shock:
    missing = most - shock.quota_cap.shape[0]
    return shock._replace(
        quota_cells=jnp.pad(shock.quota_cells, ((0, missing), (0, 0), (0, 0), (0, 0))),
        quota_cap=jnp.pad(shock.quota_cap, (0, missing), constant_values=UNLIMITED),
        export_tax=jnp.zeros_like(shock.tariff) if taxed and shock.export_tax is None else shock.export_tax,
    )
