"""What an equilibrium means, in the field's terms: each outcome as a function of start and end."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from .equations import Accounts
from .solve import Equilibrium
from .welfare import first_order


class Comparison(NamedTuple):
    """The accounts, the start world's equilibrium, and that of the world to compare; one draw, one case."""

    accounts: Accounts
    start: Equilibrium
    end: Equilibrium


def price_index(accounts: Accounts, found: Equilibrium) -> Float[Array, " economy"]:
    """Return the price of final spending against the base year: prod_j P_hat^alpha."""
    return jnp.exp((accounts.final_share * jnp.log(found.price)).sum(1))


def real_income(world: Comparison) -> Float[Array, " economy"]:
    """Return the exact change of real income against the start world, as a share."""
    return _ratio(world, world.end.income, world.start.income) - 1


def real_income_own(world: Comparison) -> Float[Array, " economy"]:
    """Return the same for income net of transfers received."""
    end, start = world.end, world.start
    return _ratio(world, end.income - end.transfer, start.income - start.transfer) - 1


def money(world: Comparison) -> Float[Array, " economy"]:
    """Return what the change of real income is worth at the start world's income [US$ bn a year]."""
    return world.start.income * real_income(world)


def wage(world: Comparison) -> Float[Array, " economy"]:
    """Return the change of the price of value added, in units of world value added."""
    return world.end.wage / world.start.wage - 1


def real_wage(world: Comparison) -> Float[Array, " economy"]:
    """Return the change of the wage at home consumer prices."""
    return _ratio(world, world.end.wage, world.start.wage) - 1


def consumer_prices(world: Comparison) -> Float[Array, " economy"]:
    """Return the change of the price of final spending, in units of world value added."""
    return price_index(world.accounts, world.end) / price_index(world.accounts, world.start) - 1


def gdp(world: Comparison) -> Float[Array, " economy"]:
    """Return value added [US$ bn a year]."""
    return world.end.wage * world.accounts.value_added


def output(world: Comparison) -> Float[Array, "economy industry"]:
    """Return sales at home and abroad, before duty and less export taxes [US$ bn a year]."""
    return world.end.sales


def output_change(world: Comparison) -> Float[Array, "economy industry"]:
    """Return the change of an industry's volume of output, as a share; NaN where there was none."""
    volume, before = world.end.sales / world.end.gate_price, world.start.sales / world.start.gate_price
    return jnp.where(before > 0, volume / jnp.where(before > 0, before, 1.0) - 1, jnp.nan)


def exports_of(world: Comparison) -> Float[Array, "seller buyer industry"]:
    """Return flows before duty [US$ bn a year]."""
    flows: Array = jnp.transpose(world.end.flows, (2, 1, 0))
    return flows


def exports(world: Comparison) -> Float[Array, "seller buyer"]:
    """Return flows before duty, all industries [US$ bn a year]."""
    return world.end.flows.sum(0).T


def trade(world: Comparison) -> Float[Array, "economy economy"]:
    """Return trade between two economies, both directions [US$ bn a year]."""
    return exports(world) + exports(world).T


def foreign_trade(world: Comparison) -> Float[Array, " economy"]:
    """Return exports and imports of each economy [US$ bn a year]."""
    between = trade(world)
    foreign: Array = between.sum(1) - jnp.diagonal(between)
    return foreign


def welfare_first_order(world: Comparison) -> Float[Array, " economy"]:
    """Return the first-order change of welfare against the base year, as a share."""
    parts = first_order(world.accounts, world.end)
    return parts.terms_of_trade + parts.volume_of_trade


FUNCTIONS: dict[str, Callable[[Comparison], Array]] = {
    "real_income": real_income,
    "real_income_own": real_income_own,
    "money": money,
    "wage": wage,
    "real_wage": real_wage,
    "consumer_prices": consumer_prices,
    "gdp": gdp,
    "duties": lambda world: world.end.duties,
    "export_taxes": lambda world: world.end.export_taxes,
    "output": output,
    "output_change": output_change,
    "trade": trade,
    "exports": exports,
    "exports_of": exports_of,
    "foreign_trade": foreign_trade,
    "welfare_first_order": welfare_first_order,
    "terms_of_trade": lambda world: first_order(world.accounts, world.end).terms_of_trade,
    "volume_of_trade": lambda world: first_order(world.accounts, world.end).volume_of_trade,
}


def _ratio(world: Comparison, end: Array, start: Array) -> Float[Array, " economy"]:
    """Return a money amount against the start world's, each at its own price index."""
    return end / start * price_index(world.accounts, world.start) / price_index(world.accounts, world.end)
