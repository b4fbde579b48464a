"""Draws: the numbers of their assumptions, the world they make, and the worlds to compare.

All draws of a call are built together, on a leading axis, with numpy or jax.numpy (`xp`): the first compiles nothing,
the second is traceable and differentiable. A single draw has no such axis.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jax.numpy as jnp

from ...world.estimate import resize, retrade, seed
from ...world.rebalance import accounts
from ...world.records import World, outer
from ..domain import Problem
from ..move import Written
from ..records import Case
from ..values import Values, number_of
from . import read
from .equations import Accounts, Shock
from .made import made
from .options import TradeOptions


def world_of(problem: Problem, values: Values, xp: Any = jnp) -> World:
    """Return the base world as the draws have it: sizes, seeded trade, elasticities, rule for deficits."""
    world, options, value = problem.world, problem.option(TradeOptions), number_of(problem, values, xp)
    sizes = {economy: value(gdp) for economy, gdp in options.gdp.items()}
    for (economy, partner), sides in options.trade.items():
        sizes.setdefault(economy, float(accounts(problem.world).value_added[world.economy(economy)]))
        world = retrade(world, economy, partner, **{side: value(one) for side, one in sides.items()}, xp=xp)
    for economy, gdp in sizes.items():
        world = resize(world, economy, gdp, xp)
    if options.seeding:
        share = value(options.seeding.realisation)
        if options.seeding.variant:
            share = share * (values[options.seeding.variant] == options.seeding.seeded_at)
        world = seed(world, options.seeding.pairs, share)
    if options.elasticities:
        names = [f"{options.elasticities}[{code}]" for code in world.industries]
        world = world.with_rules(theta=xp.stack([xp.asarray(values[name]) for name in names], axis=-1))
    if options.input_substitution:
        world = world.with_rules(substitution=xp.asarray(value(options.input_substitution), float))
    rules = xp.asarray(options.deficits.rules)
    place = values[options.deficits.variant].astype(int) if options.deficits.variant else 0
    return world.with_rules(deficit_rule=rules[place], tariff_now=world.tariff)


def freight_of(problem: Problem, values: Values, xp: Any = jnp) -> Any:
    """Return what the freight corridor does to delivered cost, `[*draw, industry, buyer, seller]`."""
    options, number = problem.options["freight"], number_of(problem, values, xp)
    return problem.taken("freight.savings")(options, problem.world, values, number, xp)


def cheapened(world: World, saved: Any, linked: Any, xp: Any = jnp) -> World:
    """Return the world with the corridor's saving where it is linked: of two causes that cheapen one flow the
    larger counts.
    """
    if saved is None or linked is False:
        return world
    other = xp.asarray(world.delivered)
    both = xp.where(other < 1, xp.minimum(other, saved), other * saved)
    return world.with_rules(delivered=both if linked is True else xp.where(outer(linked, 3), both, other))


def key_of(case: Case) -> tuple[str, ...]:
    """Return the names of a world's moves that change trade's rules."""
    return tuple(one.name for one in case.about("trade"))


def traded(problem: Problem) -> dict[tuple[str, ...], tuple[Written, ...]]:
    """Return what the worlds do to trade, each once: worlds that differ in gas lines alone share a solve."""
    return {key_of(case): case.about("trade") for case in problem.cases}


def built(
    problem: Problem, values: Values, xp: Any = jnp, draws: tuple[int, ...] = ()
) -> tuple[Accounts, Iterator[Shock]]:
    """Return the base-year accounts on draw axes, and the shocks of one shape, in the order of `traded`.

    Shocks are made one by one as they are asked for, so that the arrays of one world are there at a time.
    """
    world, value = world_of(problem, values, xp), number_of(problem, values, xp)
    worlds = [made(moves, world, value, values, xp) for moves in traded(problem).values()]
    saved = None
    if any(linked is not False for _, linked in worlds):
        saved = freight_of(problem, values, xp)
    shocks = read.shocks([cheapened(one, saved, linked, xp) for one, linked in worlds], xp)
    books = read.of_draws(read.accounts(world, xp), draws, xp)
    return books, (read.of_draws(shock, draws, xp) for shock in shocks)


def setup(
    problem: Problem, values: Values, xp: Any = jnp, draws: tuple[int, ...] = ()
) -> tuple[Accounts, Shock]:
    """Return the draws' base-year accounts, and their shocks with an axis over `traded` after that of draws."""
    books, shocks = built(problem, values, xp, draws)
    return books, read.stacked(shocks, len(draws))
