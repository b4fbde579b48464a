"""The equations of trade in general equilibrium, in changes (Caliendo and Parro 2015).

Multi-industry Ricardian trade with input-output links, solved in changes x_hat = x'/x (Dekle, Eaton and
Kortum 2008). Every function is for one economy-by-industry world without a draw axis: buyer n, seller i,
industry j, input k. Names are the paper's; money is US$ bn a year.
"""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float, Int

from .. import pytrees  # noqa: F401  (double precision, before anything is traced)
from . import nest

WAGE_STEP = 0.35
"""Power of the labour-market gap by which a sweep moves wages: a step size, without effect on the solution."""


class Accounts(NamedTuple):
    """The base year's accounts that the equations read."""

    share: Float[Array, "industry buyer seller"]
    """pi: share of the buyer's spending on the industry that goes to the seller, tariff-inclusive."""
    tariff: Float[Array, "industry buyer seller"]
    """tau: ad-valorem duty of the base year."""
    value_added_share: Float[Array, "economy industry"]
    """beta: value added per unit of output."""
    inputs: Float[Array, "economy input industry"]
    """a: input k per unit of output of j; 1 - beta in all."""
    final_share: Float[Array, "economy industry"]
    """alpha: share of final spending."""
    value_added: Float[Array, " economy"]
    """VA [US$ bn]."""
    deficit: Float[Array, " economy"]
    """D [US$ bn]: imports less exports."""
    spending: Float[Array, "economy industry"]
    """X [US$ bn], duties included."""


class Shock(NamedTuple):
    """What changes: the rules and costs of the new world beside the base year's."""

    theta: Float[Array, " industry"]
    tariff: Float[Array, "industry buyer seller"]
    delivered: Float[Array, "industry buyer seller"]
    """d_hat: change of delivered cost other than duty."""
    open: Float[Array, "industry buyer seller"]
    """1 = free, 0 = banned."""
    productivity: Float[Array, "economy industry"]
    """A_hat: change of productivity."""
    transfer: Float[Array, " economy"]
    """[US$ bn], received."""
    deficit_rule: Int[Array, ""]
    """The place of the rule in `DEFICIT_RULES` of the world's records."""
    quota_cells: Float[Array, "quota industry buyer seller"]
    """1 where a flow counts towards the quota."""
    quota_cap: Float[Array, " quota"]
    """Most that may flow [US$ bn at base-year seller's prices]."""
    export_tax: Float[Array, "industry buyer seller"] | None = None
    """x: ad-valorem tax of the seller's economy on a flow; None is none, without its own arithmetic."""
    substitution: Float[Array, ""] | None = None
    """sigma: elasticity of substitution among inputs; None is 1, Cobb-Douglas, without its own arithmetic."""


class State(NamedTuple):
    """The unknowns of the joint fixed point."""

    log_wage: Float[Array, " economy"]
    log_price: Float[Array, "economy industry"]
    spending_hat: Float[Array, "economy industry"]
    log_opening: Float[Array, " quota"]


class Weights(NamedTuple):
    """What of the weights g does not move with prices, split into layers.

    Layer 0 holds the flows under no quota, layer 1 + q those under quota q: their sum over layers, each times
    its opening, is g without its cost term. A flow is under one quota at most.
    """

    delivered: Float[Array, "industry layer buyer seller"]
    before_duty: Float[Array, "industry layer buyer seller"]
    sold: Float[Array, "industry layer buyer seller"]
    """What the seller's industry gets: before duty and less export tax."""
    duty: Float[Array, "industry layer buyer seller"]


class Market(NamedTuple):
    """Trade at a state: cost and supply terms, price sums, demand per unit of price sum, sales, inputs used."""

    log_cost: Float[Array, "economy industry"]
    supply: Float[Array, "economy industry"]
    opening: Float[Array, " layer"]
    price_sum: Float[Array, "economy industry"]
    demand: Float[Array, "economy industry"]
    sales: Float[Array, "economy industry"]
    inputs: Float[Array, "economy input industry"]
    """a': spending on input k per unit of output of j."""


def weights(accounts: Accounts, shock: Shock) -> Weights:
    """Return g without its cost term: pi * open * A_hat^theta * (d_hat * (1 + x') * (1 + tau') / (1 + tau))^-theta."""
    barrier = shock.delivered * (1 + shock.tariff) / (1 + accounts.tariff)
    if shock.export_tax is not None:
        barrier = barrier * (1 + shock.export_tax)
    log_cost = jnp.log(barrier) - jnp.log(shock.productivity).T[:, None, :]
    weight = accounts.share * shock.open * jnp.exp(-shock.theta[:, None, None] * log_cost)
    free = 1 - shock.quota_cells.sum(0, keepdims=True)
    cells = jnp.moveaxis(jnp.concatenate([free, shock.quota_cells]), 0, 1)
    layers = cells * weight[:, None]
    before_duty = layers / (1 + shock.tariff)[:, None]
    sold = before_duty if shock.export_tax is None else before_duty / (1 + shock.export_tax)[:, None]
    return Weights(layers, before_duty, sold, layers - before_duty)


def faced(
    layers: Float[Array, "industry layer buyer seller"],
    opening: Float[Array, " layer"],
    supply: Float[Array, "economy industry"],
) -> Float[Array, "economy industry"]:
    """Sum weights times supply over sellers and, each by its opening, layers: what each buyer faces."""
    return jnp.einsum("q,jqn->nj", opening, jnp.einsum("jqni,ij->jqn", layers, supply))


def trade(accounts: Accounts, shock: Shock, weight: Weights, state: State) -> Market:
    """Return costs, prices and sales: c_hat = w_hat^beta * prod_k P_hat^a, and sum_i g."""
    log_inputs, inputs = bought(accounts, shock, state.log_price)
    log_cost = accounts.value_added_share * state.log_wage[:, None] + log_inputs
    supply = jnp.exp(-shock.theta * log_cost)
    opening = jnp.exp(jnp.concatenate([jnp.zeros(1), state.log_opening]))
    price_sum = faced(weight.delivered, opening, supply)
    spending = state.spending_hat * accounts.spending
    supplied = price_sum > 0
    demand = jnp.where(supplied, spending / jnp.where(supplied, price_sum, 1.0), 0.0)
    asked = jnp.einsum("q,nj->jqn", opening, demand)
    sales = supply * jnp.einsum("jqni,jqn->ij", weight.sold, asked)
    return Market(log_cost, supply, opening, price_sum, demand, sales, inputs)


def bought(
    accounts: Accounts, shock: Shock, log_price: Float[Array, "economy input"]
) -> tuple[Float[Array, "economy industry"], Float[Array, "economy input industry"]]:
    """Return what inputs add to log cost, sum_k a log P_hat where sigma is 1, and a'."""
    inputs, sigma = accounts.inputs, shock.substitution
    if sigma is None:
        return jnp.einsum("nkj,nk->nj", inputs, log_price), inputs
    log_bundle = nest.bundle(inputs, log_price, sigma)
    return inputs.sum(1) * log_bundle, nest.used(inputs, log_price, log_bundle, sigma)


def price_change(shock: Shock, market: Market) -> Float[Array, "economy industry"]:
    """Return log P_hat = -log(sum_i g) / theta; 0 for a good that nobody sells to the buyer."""
    supplied = market.price_sum > 0
    return jnp.where(supplied, -jnp.log(jnp.where(supplied, market.price_sum, 1.0)) / shock.theta, 0.0)


def duties(weight: Weights, market: Market) -> Float[Array, " economy"]:
    """Return duties collected: sum over sellers of tau' / (1 + tau') * pi' * X' [US$ bn]."""
    return jnp.sum(faced(weight.duty, market.opening, market.supply) * market.demand, axis=1)


def export_taxes(shock: Shock, weight: Weights, market: Market) -> Float[Array, " economy"]:
    """Return export taxes collected: sum over buyers of x' / (1 + x') * pi' * X' / (1 + tau') [US$ bn]."""
    if shock.export_tax is None:
        return jnp.zeros(market.sales.shape[0])
    taken = jnp.einsum("q,jqni,nj->ij", market.opening, weight.before_duty - weight.sold, market.demand)
    return jnp.sum(taken * market.supply, axis=1)


def deficits(accounts: Accounts, shock: Shock, wage: Float[Array, " economy"]) -> Float[Array, " economy"]:
    """Return D' [US$ bn] under the shock's rule for deficits."""
    earned = wage * accounts.value_added
    own = accounts.deficit / accounts.value_added * earned
    spread = own - jnp.sum(own) * earned / jnp.sum(earned)
    rules = jnp.stack([accounts.deficit, spread, jnp.zeros_like(own)])
    return rules[shock.deficit_rule]


def income(
    accounts: Accounts, shock: Shock, weight: Weights, wage: Float[Array, " economy"], market: Market
) -> Float[Array, " economy"]:
    """Return I' = w_hat VA + duties + export taxes + D' + transfer [US$ bn]."""
    received = deficits(accounts, shock, wage) + shock.transfer
    earned = wage * accounts.value_added + duties(weight, market) + received
    return earned if shock.export_tax is None else earned + export_taxes(shock, weight, market)


def numeraire(accounts: Accounts, log_wage: Float[Array, " economy"]) -> Float[Array, " economy"]:
    """Scale wages so that world value added is unchanged."""
    world = jnp.sum(accounts.value_added)
    return log_wage - jnp.log(jnp.sum(jnp.exp(log_wage) * accounts.value_added) / world)


def sweep(accounts: Accounts, shock: Shock, weight: Weights, state: State) -> State:
    """Apply every equation once: prices, sales, spending, and wages towards labour-market clearing."""
    wage = jnp.exp(state.log_wage)
    market = trade(accounts, shock, weight, state)
    spending = accounts.final_share * income(accounts, shock, weight, wage, market)[:, None] + jnp.einsum(
        "nkj,nj->nk", market.inputs, market.sales
    )
    there = accounts.spending > 0
    spending_hat = jnp.where(there, spending / jnp.where(there, accounts.spending, 1.0), 1.0)
    payroll = jnp.sum(accounts.value_added_share * market.sales, axis=1)
    gap = jnp.log(payroll / (wage * accounts.value_added))
    return State(
        log_wage=numeraire(accounts, state.log_wage + WAGE_STEP * gap),
        log_price=price_change(shock, market),
        spending_hat=spending_hat,
        log_opening=openings(shock, weight, state, market),
    )


def openings(shock: Shock, weight: Weights, state: State, market: Market) -> Float[Array, " quota"]:
    """Return the openings at which the quantities under each quota meet their caps, at most fully open.

    A quantity is a flow before duty at the seller's base-year prices: its value over c_hat / A_hat.
    """
    if shock.quota_cap.shape[0] == 0:
        return state.log_opening
    quantity = market.supply * shock.productivity * jnp.exp(-market.log_cost)
    per_buyer = jnp.einsum("jqni,ij->jqn", weight.sold[:, 1:], quantity)
    flow = market.opening[1:] * jnp.einsum("jqn,nj->q", per_buyer, market.demand)
    shipped = flow > 0
    excess = jnp.log(jnp.where(shipped, flow, 1.0) / jnp.where(shipped, shock.quota_cap, 1.0))
    return jnp.minimum(0.0, state.log_opening - excess)


def gate_price(shock: Shock, market: Market) -> Float[Array, "economy industry"]:
    """Return the price of output at the factory gate against the base year: c_hat / A_hat."""
    return jnp.exp(market.log_cost) / shock.productivity


def flows(weight: Weights, market: Market) -> Float[Array, "industry buyer seller"]:
    """Return what each buyer pays each seller before duty: pi' X' / (1 + tau') [US$ bn]."""
    before_duty = jnp.einsum("q,jqni->jni", market.opening, weight.before_duty)
    return before_duty * market.supply.T[:, None, :] * market.demand.T[:, :, None]
