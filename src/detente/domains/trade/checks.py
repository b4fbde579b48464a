"""What can be told of a solve before it begins, and how it ended: a code, and whom it is about."""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, Int

from ...world.records import REMOVED
from .equations import Accounts, Shock, Weights
from .status import Status

BALANCE = 1e-9
"""Least imbalance, as a share of world value added, that counts as a deficit to finance."""


class Ending(NamedTuple):
    """A status and the places, on their axes, of the economy and the industry that it is about."""

    code: Int[Array, ""]
    economy: Int[Array, ""]
    industry: Int[Array, ""]


def before(accounts: Accounts, shock: Shock, weight: Weights) -> Ending:
    """Tell what can be told before solving: inputs out of range, no supplier left, deficits beyond finance."""
    stranded = (accounts.spending > 0) & (weight.delivered.sum((1, 3)).T <= 0)
    place = jnp.argmax(stranded.reshape(-1))
    who, what = jnp.divmod(place, stranded.shape[1])
    unfinanced = beyond_finance(accounts, shock, weight)
    cut_off = jnp.argmax(unfinanced)
    bad = ~_in_range(accounts, shock)
    code = jnp.select(
        [bad, stranded.any(), unfinanced.any()],
        [int(Status.INPUT), int(Status.NO_SUPPLIER), int(Status.DEFICIT)],
        int(Status.SOLVED),
    )
    return Ending(code, jnp.where(code == Status.DEFICIT, cut_off, who), what)


def beyond_finance(accounts: Accounts, shock: Shock, weight: Weights) -> Bool[Array, " economy"]:
    """Tell which economies have a deficit or surplus that no trade left open to them can carry.

    An economy without imports cannot run a deficit, one without exports no surplus, and a group of economies
    cut off from the rest must balance as a group.
    """
    count = accounts.deficit.shape[0]
    links = (weight.delivered.sum((0, 1)) > 0) & ~jnp.eye(count, dtype=bool)
    owed = jnp.where(shock.deficit_rule == REMOVED, 0.0, accounts.deficit) + shock.transfer
    least = BALANCE * accounts.value_added.sum()
    group = links | links.T | jnp.eye(count, dtype=bool)
    for _ in range(max(1, (count - 1).bit_length())):
        group = (group.astype(float) @ group.astype(float)) > 0
    unbalanced = jnp.abs(group.astype(float) @ owed) > least
    size = group.sum(1)
    smallest = size == jnp.min(jnp.where(unbalanced, size, count + 1))
    no_imports = ~links.any(1) & (owed > least)
    no_exports = ~links.any(0) & (owed < -least)
    return (unbalanced & smallest) | no_imports | no_exports


def after(
    first: Ending, income: Float[Array, " economy"], residual: Float[Array, ""], tolerance: float
) -> Ending:
    """Tell how the solve ended, given what was known before it, incomes found and the residual left."""
    poor = income <= 0
    code = jnp.select(
        [first.code != Status.SOLVED, ~(residual <= tolerance), poor.any()],
        [first.code, int(Status.NOT_CONVERGED), int(Status.SPENDING)],
        int(Status.SOLVED),
    )
    return Ending(code, jnp.where(code == Status.SPENDING, jnp.argmax(poor), first.economy), first.industry)


def _in_range(accounts: Accounts, shock: Shock) -> Bool[Array, ""]:
    """Tell whether every number is finite and within its range."""
    rules = (shock.tariff > -1).all() & (shock.delivered > 0).all() & (shock.productivity > 0).all()
    shares = (shock.open >= 0).all() & (shock.open <= 1).all() & (shock.theta > 0).all()
    books = (accounts.final_share >= -BALANCE).all() & (accounts.value_added > 0).all()
    numbers = (shock.tariff, shock.delivered, shock.productivity, shock.theta, shock.transfer)
    finite = jnp.array([jnp.isfinite(array).all() for array in numbers]).all()
    quotas = (shock.quota_cap > 0).all() & (shock.quota_cells.sum(0) <= 1).all()
    sound = rules & shares & books & finite & quotas
    if shock.export_tax is not None:
        sound &= (jnp.isfinite(shock.export_tax) & (shock.export_tax > -1)).all()
    return sound if shock.substitution is None else sound & (shock.substitution >= 0)
