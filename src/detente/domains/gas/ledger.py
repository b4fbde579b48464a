"""A gas world solved and valued: what every party earns, year by year, cuts weighed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from .costs import Stack, stack
from .equilibrium import Equilibrium, equilibrium
from .horizon import between, capital_factor, cut_share, in_service
from .lanes import draws_of, lane
from .parties import Books, books, income
from .prices import contract
from .records import BILLION, Gas

LEAST = 1e-9
"""Volume below which there is nothing to divide by [bcm/year]."""


class Ledger(NamedTuple):
    """A world solved and valued. Expected amounts weigh cuts and the years before a line stands."""

    found: Equilibrium
    books: tuple[Books, ...]
    """One a scenario."""
    contract: Float[np.ndarray, "draw year line"]
    replaced: Float[np.ndarray, "draw year line"]
    """What other ways bring more of, in a cut of the line [bcm/year]."""
    premium: Float[np.ndarray, "draw year line party"]
    """What the replacement's spot premium gives each party in a full year of a cut; sums to 0 [US$ bn]."""
    income: Float[np.ndarray, "draw every party"]
    capital: Float[np.ndarray, "draw party"]
    """Present value of what lines cost each party to build, less what is left of them at the end."""
    mean_price: Float[np.ndarray, "draw every market"]
    """Expected payment a unit, premium of cuts included [US$/MMBtu]."""
    cost: Stack


def ledger(gas: Gas, found: Equilibrium | None = None) -> Ledger:
    """Solve a world and value it.

    `found` is the equilibrium of a world that differs in its lines' price rules alone: flows are the same.
    """
    found = found or equilibrium(gas)
    replaced, premium = replacements(gas, found)
    cost = stack(gas, found, replaced)
    scenarios = range(len(found.open))
    prices = [contracts(gas, found, cost, scenario) for scenario in scenarios]
    kept = [
        books(gas, found.arcs, found.numbers, found.flow[:, scenario], prices[scenario])
        for scenario in scenarios
    ]
    return Ledger(
        found=found,
        books=tuple(kept),
        contract=prices[0],
        replaced=replaced,
        premium=premium,
        income=_income(gas, kept, premium, found),
        capital=_capital(gas),
        mean_price=_mean_price(gas, kept, premium, found),
        cost=cost,
    )


def contracts(
    gas: Gas, found: Equilibrium, cost: Stack, scenario: int
) -> Float[np.ndarray, "draw year line"]:
    """Return what each line's buyer pays a unit in a scenario [US$/MMBtu].

    A line that carries nothing has no cost, and its price does not matter.
    """
    draws = draws_of(gas)
    base = lane(gas.base_price, 2, draws)
    made = np.zeros((draws, len(gas.years), len(gas.lines)))
    for place, line in enumerate(gas.lines):
        market = gas.markets.index(line.buyer)
        full = np.nan_to_num(cost.delivered()[:, place])
        made[:, :, place] = contract(line, found.price[:, scenario, :, market], base[:, :, market], full)
    return made


def replacements(
    gas: Gas, found: Equilibrium
) -> tuple[Float[np.ndarray, "draw year line"], Float[np.ndarray, "draw year line party"]]:
    """Return what other ways bring more of in a cut of each line, and what its premium gives each party.

    The buyer pays the premium, sellers get it by what each brings more of.
    """
    draws, arcs = draws_of(gas), found.arcs
    replaced = np.zeros((draws, len(gas.years), len(gas.lines)))
    premium = np.zeros((*replaced.shape, len(gas.parties)))
    to_party = np.eye(len(gas.parties))[[gas.parties.index(name) for name in gas.sellers]]
    for place, line in enumerate(gas.lines):
        others = np.arange(len(gas.lines)) != place
        cut = int(np.argmax((found.open == others).all(1)))
        into = (arcs.market == gas.markets.index(line.buyer)) & (arcs.line != place)
        more = np.maximum(found.flow[:, cut][:, :, into] - found.flow[:, 0][:, :, into], 0)
        replaced[:, :, place] = more.sum(2)
        dollars = more * lane(line.spot_premium, 0, draws)[:, None, None] * BILLION
        premium[:, :, place] = dollars @ to_party[arcs.seller[into]]
        premium[:, :, place, gas.parties.index(line.buyer)] -= dollars.sum(2)
    return replaced, premium


def weights(gas: Gas, found: Equilibrium) -> Float[np.ndarray, "draw scenario every"]:
    """Return the expected share of each year that each scenario holds."""
    draws = draws_of(gas)
    share = np.ones((draws, len(found.open), len(between(gas.years))))
    for place, line in enumerate(gas.lines):
        runs = in_service(line, gas, draws) * (1 - cut_share(line, gas, draws))
        for scenario, opening in enumerate(found.open):
            share[:, scenario] *= runs if opening[place] else 1 - runs
    return share


def cuts(gas: Gas) -> Float[np.ndarray, "draw every line"]:
    """Return the expected share of each year in which each line stands and is cut."""
    draws = draws_of(gas)
    found = [in_service(line, gas, draws) * cut_share(line, gas, draws) for line in gas.lines]
    return np.stack(found, -1) if found else np.zeros((draws, len(between(gas.years)), 0))


def _income(
    gas: Gas, kept: list[Books], premium: np.ndarray, found: Equilibrium
) -> Float[np.ndarray, "draw every party"]:
    """Return each party's expected income by year."""
    share, spread = weights(gas, found), between(gas.years)
    total = sum(
        share[:, scenario, :, None] * (spread @ income(gas, one)) for scenario, one in enumerate(kept)
    )
    return np.asarray(total + np.einsum("dek,ey,dykp->dep", cuts(gas), spread, premium))


def _mean_price(
    gas: Gas, kept: list[Books], premium: np.ndarray, found: Equilibrium
) -> Float[np.ndarray, "draw every market"]:
    """Return the expected payment for a unit by year."""
    share, spread = weights(gas, found), between(gas.years)
    buyers = [gas.parties.index(name) for name in gas.markets]
    bought = np.maximum(found.demand, LEAST)
    total = sum(
        share[:, scenario, :, None] * (spread @ (one.paid / bought[:, scenario]))
        for scenario, one in enumerate(kept)
    )
    extra = -np.minimum(premium[..., buyers], 0) / bought[:, -1][:, :, None]
    return np.asarray(total + np.einsum("dek,ey,dykm->dem", cuts(gas), spread, extra)) / BILLION


def _capital(gas: Gas) -> Float[np.ndarray, "draw party"]:
    """Return the present value of what lines cost each party to build."""
    draws = draws_of(gas)
    spent = np.zeros((draws, len(gas.parties)))
    for line in gas.lines:
        owner = gas.parties.index(gas.owners[gas.supplies.index(line.supply)])
        buyer = gas.parties.index(line.buyer)
        capital, share = lane(line.capital, 0, draws), lane(line.buyer_capital, 0, draws)
        feeder = lane(line.feeder_capital, 0, draws)
        for party, sum_paid in ((owner, capital * (1 - share) + feeder), (buyer, capital * share)):
            spent[:, party] += sum_paid * capital_factor(line, gas, lane(gas.discount, 1, draws)[:, party])
    return spent
