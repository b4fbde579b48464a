"""How much of each flow the bans and measures in force leave open."""

from __future__ import annotations

from typing import Any

from .records import Numbers, World


def left_open(world: World, xp: Any) -> Numbers:
    """Return the share of each flow's supply that bans and measures leave, `[*draw, industry, buyer, seller]`.

    Each authority's measures close a flow by the banned share times its enforcement by the target's partner.
    `xp` is numpy or jax.numpy.
    """
    opening = xp.asarray(world.open)
    for place in range(len(world.authorities)):
        opening = opening * (1 - enforced(world, place, xp) * world.measure_bans[place])
    return opening


def cap_taken(world: World, layer: int, xp: Any) -> Numbers:
    """Return the share of each flow that a cap among the measures takes away, `[*draw, industry, buyer, seller]`."""
    count = range(len(world.authorities))
    shares = [world.measure_caps[place, layer] * enforced(world, place, xp) for place in count]
    return sum(shares[1:], start=shares[0])


def enforced(world: World, place: int, xp: Any) -> Numbers:
    """Return the share of what an authority bans that is really stopped, `[*draw, 1, buyer, seller]`."""
    partner = xp.asarray([float(code != world.target) for code in world.economies])
    force = xp.asarray(world.force)[..., place, :] * partner
    return xp.maximum(force[..., None, :, None], force[..., None, None, :])


def stopped(world: World, xp: Any) -> Numbers:
    """Return the trade that bans and caps in force take off the base year's flows, before anyone substitutes.

    `[*draw, industry, buyer, seller]`, US$ bn a year, home purchases not counted. Quotas that a study sets are not
    in it: what they take is known only from a solve.
    """
    share = 1 - left_open(world, xp)
    for layer in range(world.measure_caps.shape[1]):
        share = xp.maximum(share, cap_taken(world, layer, xp))
    home = xp.eye(len(world.economies))
    return world.flows * share * (1 - home)
