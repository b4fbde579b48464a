"""Facts that a study may take as uncertain: an economy's size, and trade that is not there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from .rebalance import totals
from .records import World, outer

FINAL_FLOOR = 0.05
"""Least share of a good's supply left to final use when an economy grows (its own share, if that is less)."""
DUST = 1e-12
"""What sums leave about zero [US$ bn]."""
ROUNDS = 12
"""Rounds in which home trade is scaled to the wanted GDP: each leaves about a fiftieth of the gap."""


def resize(world: World, economy: str, gdp: Any, xp: Any = np) -> World:
    """Return the world with an economy's value added at `gdp` [US$ bn] and its foreign trade untouched.

    Its home purchases are scaled, at the expense of the rest of the world's, so that world output by industry
    stays; where growth would use up a good by industry alone, industrial use of that good is thinned, as in
    the making of the embedded tables. The accounts still close. `xp` is numpy or jax.numpy; `gdp` may be one number
    a draw, as may those of the functions below.
    """
    own, rest = world.economy(economy), world.economy("ROW")
    here = np.zeros(world.flows.shape[-3:])
    here[:, own, own] = 1.0
    home = world.flows[..., own, own]
    base = totals(world.flows, world.tariff, world.inputs)
    recipes, spent = world.inputs[..., own, :, :], base.spending[..., own, :]
    floor = xp.clip(base.final[..., own, :] / xp.where(spent > 0, spent, 1.0), 0.0, FINAL_FLOOR)
    taxed = (1 + world.tariff[..., own, own]) * home
    bought = spent - taxed
    sold = base.output[..., own, :] - home

    def thinned(scale: Any) -> Any:
        output = sold + outer(scale, 1) * home
        used = (recipes * output[..., None, :]).sum(-1)
        room = (1 - floor) * (bought + outer(scale, 1) * taxed)
        return recipes * xp.minimum(1.0, room / xp.where(used > 0, used, 1.0))[..., None], output

    scale: Any = 1.0
    per_unit = ((1 - recipes.sum(-2)) * home).sum(-1)
    for _ in range(ROUNDS):
        inputs, output = thinned(scale)
        scale = scale + (gdp - ((1 - inputs.sum(-2)) * output).sum(-1)) / per_unit
    inputs, _ = thinned(scale)
    growth = outer(scale - 1, 1) * home
    there = np.zeros_like(here)
    there[:, rest, rest] = 1.0
    is_own = (np.arange(len(world.economies)) == own)[:, None, None]
    return replace(
        world,
        flows=world.flows + growth[..., None, None] * (here - there),
        inputs=xp.where(is_own, inputs[..., None, :, :], world.inputs),
    )


def retrade(
    world: World, economy: str, partner: str, exports: Any = None, imports: Any = None, xp: Any = np
) -> World:
    """Return the world with an economy's trade with a partner at `exports` and `imports` [US$ bn], as composed.

    What it sells the partner more, the rest of the world sells less, and likewise what it buys, so that world
    output by industry and the partner's purchases before duty stay; None leaves a side as it is. Where the rest of the
    world has less to give, the world is not a number, and its solve says so. Value added follows: `resize` after it.
    """
    own, other, rest = (world.economy(code) for code in (economy, partner, "ROW"))
    flows = world.flows
    for buyer, seller, total, instead in (
        (other, own, exports, (other, rest)),
        (own, other, imports, (rest, other)),
    ):
        if total is None:
            continue
        traded = world.flows[..., buyer, seller]
        more = outer(total / traded.sum(-1) - 1, 1) * traded
        here, there = np.zeros(world.flows.shape[-2:]), np.zeros(world.flows.shape[-2:])
        here[buyer, seller] = there[instead] = 1.0
        flows = flows + more[..., None, None] * (here - there)
    return replace(world, flows=xp.where(flows < -DUST, xp.nan, xp.maximum(flows, 0.0)))


def seed(world: World, pairs: tuple[tuple[str, str], ...], realisation: Any) -> World:
    """Return the world with trade between suppressed pairs `(buyer, seller)` put in where there is none.

    Each empty flow becomes the seller's share in world exports of the good times the buyer's imports of it
    times `realisation` [share, 0 leaves it empty]; the buyer's other purchases of the good shrink in
    proportion, so that its spending stays; the accounts, derived from the flows, still close.
    """
    count = len(world.economies)
    between = 1.0 - np.eye(count)
    wanted = np.zeros((count, count))
    for buyer, seller in pairs:
        wanted[world.economy(buyer), world.economy(seller)] = 1.0
    foreign = world.flows * between
    exports = foreign.sum(-2)
    imports = foreign.sum(-1)
    sold = exports.sum(-1, keepdims=True)
    share = exports / (sold + (sold == 0))
    cells = wanted * (world.flows == 0)
    seeded = cells * share[..., None, :] * imports[..., :, None] * outer(realisation, 3)
    spent = (world.flows * (1 + world.tariff)).sum(-1, keepdims=True)
    shrink = 1 - (seeded * (1 + world.tariff)).sum(-1, keepdims=True) / (spent + (spent == 0))
    return replace(world, flows=world.flows * shrink + seeded)
