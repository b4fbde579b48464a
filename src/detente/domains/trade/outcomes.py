"""What an equilibrium means, in the field's terms: each outcome as a function of start and end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..domain import Outcome
from .welfare import FirstOrder, first_order

if TYPE_CHECKING:
    from jaxtyping import Array, Float

    from .equations import Accounts
    from .solve import Equilibrium


class Comparison(NamedTuple):
    """The accounts, the start world's equilibrium, and that of the world to compare; one draw, one case."""

    accounts: Accounts
    start: Equilibrium
    end: Equilibrium


def price_index(accounts: Accounts, found: Equilibrium) -> Float[Array, " economy"]:
    """Return the price of final spending against the base year: prod_j P_hat^alpha."""
    xp = found.price.__array_namespace__()
    index: Array = xp.exp((accounts.final_share * xp.log(found.price)).sum(1))
    return index


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
    xp = before.__array_namespace__()
    change: Array = xp.where(before > 0, volume / xp.where(before > 0, before, 1.0) - 1, xp.nan)
    return change


def exports_of(world: Comparison) -> Float[Array, "seller buyer industry"]:
    """Return flows before duty [US$ bn a year]."""
    flows: Array = world.end.flows.transpose(2, 1, 0)
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
    foreign: Array = between.sum(1) - between.diagonal()
    return foreign


def parts(world: Comparison) -> FirstOrder:
    """Return the first-order change of welfare against the base year, in its parts."""
    return first_order(world.accounts, world.end)


def welfare_first_order(world: Comparison) -> Float[Array, " economy"]:
    """Return their sum, as a share."""
    found = parts(world)
    return found.terms_of_trade + found.volume_of_trade


def _ratio(world: Comparison, end: Array, start: Array) -> Float[Array, " economy"]:
    """Return a money amount against the start world's, each at its own price index."""
    dearer = price_index(world.accounts, world.end) / price_index(world.accounts, world.start)
    return end / start / dearer


OUTCOMES = (
    Outcome(
        "real_income",
        ("economy",),
        "share",
        "change of real income (final spending at home prices) against the start world",
        real_income,
    ),
    Outcome("real_income_own", ("economy",), "share", "the same, net of transfers received", real_income_own),
    Outcome(
        "money",
        ("economy",),
        "USD bn/year",
        "what the change of real income is worth at the start world's income",
        money,
    ),
    Outcome(
        "wage",
        ("economy",),
        "share",
        "change of the price of value added, in units of world value added, against the start world",
        wage,
    ),
    Outcome(
        "real_wage",
        ("economy",),
        "share",
        "change of the wage at home consumer prices against the start world",
        real_wage,
    ),
    Outcome(
        "consumer_prices",
        ("economy",),
        "share",
        "change of consumer prices, in units of world value added, against the start world",
        consumer_prices,
    ),
    Outcome("gdp", ("economy",), "USD bn/year", "value added in the world named", gdp),
    Outcome(
        "duties",
        ("economy",),
        "USD bn/year",
        "duties collected in the world named",
        lambda world: world.end.duties,
    ),
    Outcome(
        "export_taxes",
        ("economy",),
        "USD bn/year",
        "export taxes collected in the world named",
        lambda world: world.end.export_taxes,
    ),
    Outcome(
        "output",
        ("economy", "industry"),
        "USD bn/year",
        "value of an industry's output in the world named",
        output,
    ),
    Outcome(
        "output_change",
        ("economy", "industry"),
        "share",
        "change of the volume of an industry's output against the start world",
        output_change,
    ),
    Outcome(
        "trade",
        ("economy", "economy"),
        "USD bn/year",
        "trade between two economies, both directions, before duty, in the world named",
        trade,
    ),
    Outcome(
        "exports",
        ("economy", "economy"),
        "USD bn/year",
        "what the first economy sells to the second, before duty, in the world named",
        exports,
    ),
    Outcome(
        "exports_of",
        ("economy", "economy", "industry"),
        "USD bn/year",
        "the same for one industry",
        exports_of,
    ),
    Outcome(
        "foreign_trade",
        ("economy",),
        "USD bn/year",
        "exports and imports of an economy, before duty, in the world named",
        foreign_trade,
    ),
    Outcome(
        "welfare_first_order",
        ("economy",),
        "share",
        "first-order change of welfare against 2014 (Caliendo and Parro 2015, equation 16); undefined under a ban",
        welfare_first_order,
    ),
    Outcome(
        "terms_of_trade",
        ("economy",),
        "share",
        "the part of welfare_first_order from prices of exports and imports",
        lambda world: parts(world).terms_of_trade,
    ),
    Outcome(
        "volume_of_trade",
        ("economy",),
        "share",
        "the part of welfare_first_order from dutiable volumes",
        lambda world: parts(world).volume_of_trade,
    ),
)
"""Money is US$ bn a year."""
