"""Read worlds: the base-year accounts, and the shock that a world's rules are against them.

Worlds may have leading draw axes `*`. `xp` is numpy or jax.numpy: a run reads its worlds with the first, so that
nothing is traced for them, and a derivative with the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import jax
import jax.numpy as jnp

from ...ground.axes import axes_of
from ...world.opening import cap_taken, left_open
from ...world.rebalance import totals
from ...world.records import World
from .equations import Accounts, Shock

UNLIMITED = 1e30
"""A cap that never binds [US$ bn]."""
Record = TypeVar("Record", Accounts, Shock)
AXES = {kind: {name: len(axes) for name, axes in axes_of(kind).items()} for kind in (Accounts, Shock)}
"""How many axes each array has but for those of draws."""


def accounts(world: World, xp: Any = jnp) -> Accounts:
    """Return the base-year accounts that the equations read, all derived from flows, duties and inputs."""
    flows, tariff, inputs = (xp.asarray(one) for one in (world.flows, world.tariff, world.inputs))
    book = totals(flows, tariff, inputs)
    spending = book.spending.swapaxes(-1, -2)[..., None]
    return Accounts(
        share=flows * (1 + tariff) / xp.where(spending > 0, spending, 1.0),
        tariff=tariff,
        value_added_share=1 - inputs.sum(-2),
        inputs=inputs,
        final_share=book.final / book.final.sum(-1, keepdims=True),
        value_added=book.value_added,
        deficit=book.deficit,
        spending=book.spending,
    )


def shock(world: World, xp: Any = jnp) -> Shock:
    """Return the rules in force as a shock to the base-year accounts."""
    cells, caps = quotas(world, xp)
    return Shock(
        theta=xp.asarray(world.theta),
        tariff=xp.asarray(world.tariff_now),
        delivered=xp.asarray(world.delivered),
        open=left_open(world, xp),
        productivity=xp.asarray(world.productivity),
        transfer=xp.asarray(world.transfer),
        deficit_rule=xp.asarray(world.deficit_rule, xp.int32),
        quota_cells=cells,
        quota_cap=caps,
        export_tax=None if world.export_tax is None else xp.asarray(world.export_tax),
        substitution=None if world.substitution is None else xp.asarray(world.substitution),
    )


def quotas(world: World, xp: Any = jnp) -> tuple[Any, Any]:
    """Return every quota in force: those that moves set, and the caps among the measures.

    Cells are `[*, quota, industry, buyer, seller]`, caps `[*, quota]`.
    """
    cells, caps = [xp.asarray(world.quota_cells)], [xp.asarray(world.quota_cap)]
    for layer in range(world.measure_caps.shape[1]):
        taken = cap_taken(world, layer, xp)
        counted = xp.where(taken > 0, 1.0, 0.0)
        most = (world.flows * counted * (1 - taken)).sum((-3, -2, -1))
        cells.append(counted[..., None, :, :, :])
        caps.append(xp.where(counted.sum((-3, -2, -1)) > 0, most, UNLIMITED)[..., None])
    return _joined(cells, -4, xp), _joined(caps, -1, xp)


def shocks(worlds: Sequence[World], xp: Any = jnp) -> Iterator[Shock]:
    """Yield the shock of each world, of one shape for all.

    Each gets as many quotas as the one with most, about no flow, and an export tax of 0 where another has one.
    """
    caps = [world.quota_cap.shape[-1] + world.measure_caps.shape[1] for world in worlds]
    taxed = any(world.export_tax is not None for world in worlds)
    return (_padded(shock(world, xp), max(caps), taxed, xp) for world in worlds)


def stacked(shocks: Iterable[Shock], axis: int = 0) -> Shock:
    """Return shocks of one shape on a new axis."""
    found: Shock = jax.tree.map(lambda *rows: jnp.stack(rows, axis), *shocks)
    return found


def of_draws(record: Record, draws: tuple[int, ...], xp: Any = jnp) -> Record:
    """Return accounts or a shock with every array on the draw axes, what is the same in all draws too."""
    axes = AXES[type(record)]

    def full(name: str, array: Any) -> Any:
        return xp.broadcast_to(array, draws + array.shape[array.ndim - axes[name] :])

    given = {name: array for name, array in record._asdict().items() if array is not None}
    return record._replace(**{name: full(name, array) for name, array in given.items()})


def _padded(shock: Shock, most: int, taxed: bool, xp: Any) -> Shock:
    missing = most - shock.quota_cap.shape[-1]
    none = xp.zeros((missing, *shock.quota_cells.shape[-3:]))
    return shock._replace(
        quota_cells=_joined([shock.quota_cells, none], -4, xp),
        quota_cap=_joined([shock.quota_cap, xp.full(missing, UNLIMITED)], -1, xp),
        export_tax=xp.zeros_like(shock.tariff) if taxed and shock.export_tax is None else shock.export_tax,
    )


def _joined(parts: Sequence[Any], axis: int, xp: Any) -> Any:
    """Put arrays one after the other along an axis; some may have draw axes alone."""
    some = [one for one in parts if one.shape[axis]] or parts[:1]
    draws = xp.broadcast_shapes(*(one.shape[:axis] for one in some))
    full = [xp.broadcast_to(one, draws + one.shape[axis:]) for one in some]
    return full[0] if len(full) == 1 else xp.concatenate(full, axis=axis)
