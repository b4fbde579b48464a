"""Welfare to the first order, with its parts: what Caliendo and Parro print."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jaxtyping import Array, Float

    from .equations import Accounts
    from .solve import Equilibrium


class FirstOrder(NamedTuple):
    """Shares of income; their sum is the first-order change of welfare."""

    terms_of_trade: Float[Array, " economy"]
    volume_of_trade: Float[Array, " economy"]


def income_of(accounts: Accounts) -> Float[Array, " economy"]:
    """Return base-year income, which is final spending [US$ bn]."""
    paid = accounts.share * accounts.spending.T[:, :, None] / (1 + accounts.tariff)
    return accounts.value_added + (accounts.tariff * paid).sum((0, 2)) + accounts.deficit


def first_order(accounts: Accounts, found: Equilibrium) -> FirstOrder:
    """Return the parts of d ln W (Caliendo and Parro 2015, equation 16), with changes x_hat - 1 for d ln x.

    Terms of trade: exports times the change of own cost less imports times the change of the sellers' cost.
    Volume: duties on base-year imports times the change of the imports' quantity. One draw, one case. Not
    defined (NaN) where a flow that pays duty has ended, as its logarithm falls without bound.
    """
    xp = found.flows.__array_namespace__()
    base = accounts.share * accounts.spending.T[:, :, None] / (1 + accounts.tariff)
    income = income_of(accounts)
    cost = found.cost.T - 1
    exports = xp.einsum("jni,ji->i", base, cost)
    imports = xp.einsum("jni,ji->n", base, cost)
    traded = base > 0
    growth = xp.where(traded, found.flows / xp.where(traded, base, 1.0), 1.0) - 1
    ended = (traded & (found.flows <= 0) & (accounts.tariff > 0)).any((0, 2))
    volume = (accounts.tariff * base * (growth - cost[:, None, :])).sum((0, 2))
    return FirstOrder((exports - imports) / income, xp.where(ended, xp.nan, volume / income))
