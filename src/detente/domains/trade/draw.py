"""One draw: the numbers of its assumptions, the world they make, and the worlds to compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp

from ...study.expression import Expression
from ...world.estimate import resize, retrade, seed
from ...world.rebalance import accounts
from ...world.records import World
from ..freight.facts import load as load_freight
from ..freight.solve import numbers, savings
from ..gas.moves import OnLine
from ..move import Written
from ..problem import Problem
from ..values import number_of
from . import read
from .equations import Accounts, Shock
from .made import made

Values = Mapping[str, Any]


def value_of(problem: Problem, values: Values) -> Callable[[Expression], Any]:
    """Return a function that evaluates expressions over the draw's assumptions and the study's quantities."""
    return number_of(problem, values, jnp)


def world_of(problem: Problem, values: Values) -> World:
    """Return the base world as the draw has it: sizes, seeded trade, elasticities, rule for deficits."""
    world, options, value = problem.world, problem.options, value_of(problem, values)
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
    options, start = problem.options, f"{problem.options.freight_facts}["
    given: dict[str, Any] = {name: value(one) for name, one in options.freight.items()}
    if options.freight_facts:
        given |= {name[len(start) : -1]: values[name] for name in values if name.startswith(start)}
    world = problem.world
    found: jax.Array = savings(load_freight(), numbers(given), world.economies, world.industries, jnp)
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


def traded(problem: Problem) -> dict[tuple[str, ...], list[Written]]:
    """Return what the worlds do to trade, each once: worlds that differ in gas lines alone share a solve."""
    return {
        case.about_trade: [one for one in case.written if not isinstance(one.move, OnLine)]
        for case in problem.cases
    }


def setup(problem: Problem, values: Values) -> tuple[Accounts, Shock]:
    """Return the draw's base-year accounts, and its shocks with a leading axis over `traded`."""
    world, value = world_of(problem, values), value_of(problem, values)
    worlds = [made(moves, world, value, values) for moves in traded(problem).values()]
    saved = None
    if any(linked is not False for _, linked in worlds):
        saved = freight_of(problem, values, value)
    shocks = [read.shock(cheapened(one, saved, linked)) for one, linked in worlds]
    return read.accounts(world), read.stacked(shocks)
