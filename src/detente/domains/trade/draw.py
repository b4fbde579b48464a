"""One draw: the numbers of its assumptions, the world they make, and the worlds to compare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from ...study.expression import Expression
from ...world.estimate import resize, retrade, seed
from ...world.rebalance import accounts
from ...world.records import World
from ..domain import Problem
from ..move import Written
from ..values import Values, number_of
from . import read
from .equations import Accounts, Shock
from .made import made
from .options import TradeOptions


def value_of(problem: Problem, values: Values) -> Callable[[Expression], Any]:
    """Return a function that evaluates expressions over the draw's assumptions and the study's quantities."""
    return number_of(problem, values, jnp)


def world_of(problem: Problem, values: Values) -> World:
    """Return the base world as the draw has it: sizes, seeded trade, elasticities, rule for deficits."""
    world, options, value = problem.world, problem.option(TradeOptions), value_of(problem, values)
    sizes = {economy: value(gdp) for economy, gdp in options.gdp.items()}
    for (economy, partner), sides in options.trade.items():
        sizes.setdefault(economy, float(accounts(problem.world).value_added[world.economy(economy)]))
        world = retrade(world, economy, partner, **{side: value(one) for side, one in sides.items()}, xp=jnp)
    for economy, gdp in sizes.items():
        world = resize(world, economy, gdp, jnp)
    if options.seeding:
        share = value(options.seeding.realisation)
        if options.seeding.variant:
            share = share * (values[options.seeding.variant] == options.seeding.seeded_at)
        world = seed(world, options.seeding.pairs, share)
    if options.elasticities:
        theta = jnp.stack([values[f"{options.elasticities}[{code}]"] for code in world.industries])
        world = world.with_rules(theta=theta)
    if options.input_substitution:
        world = world.with_rules(substitution=jnp.asarray(value(options.input_substitution), float))
    rules = jnp.array(options.deficits.rules)
    place = values[options.deficits.variant].astype(int) if options.deficits.variant else 0
    return world.with_rules(deficit_rule=rules[place], tariff_now=world.tariff)


def freight_of(problem: Problem, values: Values, value: Callable[[Expression], Any]) -> jax.Array:
    """Return what the freight corridor does to delivered cost in a draw, `[industry, buyer, seller]`."""
    options = problem.options["freight"]
    found: jax.Array = problem.taken("freight.savings")(options, problem.world, values, value, jnp)
    return found


def cheapened(world: World, saved: jax.Array | None, linked: Any) -> World:
    """Return the world with the corridor's saving where it is linked: of two causes that cheapen one flow the
    larger counts.
    """
    if saved is None or linked is False:
        return world
    other = jnp.asarray(world.delivered)
    both = jnp.where(other < 1, jnp.minimum(other, saved), other * saved)
    return world.with_rules(delivered=both if linked is True else jnp.where(linked, both, other))


def traded(problem: Problem) -> dict[tuple[str, ...], tuple[Written, ...]]:
    """Return what the worlds do to trade, each once: worlds that differ in gas lines alone share a solve."""
    found = [case.about("trade") for case in problem.cases]
    return {tuple(one.name for one in moves): moves for moves in found}


def setup(problem: Problem, values: Values) -> tuple[Accounts, Shock]:
    """Return the draw's base-year accounts, and its shocks with a leading axis over `traded`."""
    world, value = world_of(problem, values), value_of(problem, values)
    worlds = [made(moves, world, value, values) for moves in traded(problem).values()]
    saved = None
    if any(linked is not False for _, linked in worlds):
        saved = freight_of(problem, values, value)
    shocks = [read.shock(cheapened(one, saved, linked)) for one, linked in worlds]
    return read.accounts(world), read.stacked(shocks)
