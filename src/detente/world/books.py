"""The accounts of a user's world, checked cell by cell: every imbalance with its size and its place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..ground.faults import Fault
from .facts import Facts
from .rebalance import STATED, totals

ROUNDED = 1e-3
"""Share of a good's spending by which industry alone may use more of it than there is: what rounding leaves."""


@dataclass(frozen=True)
class Imbalance:
    """One account that does not close: its kind, its cell, how far it is off, and whether rebalancing mends it."""

    kind: str
    cell: tuple[str, ...]
    gap: float
    """[US$ bn]."""
    fault: Fault
    mends: bool = True


def imbalances(facts: Facts) -> tuple[Imbalance, ...]:
    """Return every account that does not close, in the order of the tables."""
    return (
        *_negative(facts),
        *_unsold(facts),
        *_alone(facts),
        *_over_used(facts),
        *_over_spent(facts),
        *_stated(facts),
    )


def _negative(facts: Facts) -> list[Imbalance]:
    """Return flows below zero."""
    found = []
    for cell in np.argwhere(facts.tables.flows < 0):
        good, buyer, seller = _names(facts, *cell)
        value = float(facts.tables.flows[tuple(cell)])
        what = f"{buyer} buys US$ {value * 1e3:,.6g} million of {good} from {seller}: a flow below zero"
        mend = "a fall of stocks stands in the tables of a data base; write 0, or what was really sold"
        found.append(Imbalance("flow", (buyer, seller, good), value, Fault(facts.flow_at(*cell), what, mend)))
    return found


def _unsold(facts: Facts) -> list[Imbalance]:
    """Return industries that nobody sells anything of."""
    found = []
    for place in map(int, np.flatnonzero(np.maximum(facts.tables.flows, 0).sum((1, 2)) <= 0)):
        name = facts.tables.industries[place]
        what = f"nobody sells anything of {name}"
        fault = Fault(facts.industry_at(place), what, "add its flows, or leave the industry out")
        found.append(Imbalance("unsold", (name,), 0.0, fault, mends=False))
    return found


def _alone(facts: Facts) -> list[Imbalance]:
    """Return economies that trade with nobody, or add no value."""
    flows = np.maximum(facts.tables.flows, 0)
    abroad = flows.sum(0) * (1 - np.eye(len(facts.tables.economies)))
    found = []
    for place, name in enumerate(facts.tables.economies):
        if abroad[place].sum() + abroad[:, place].sum() <= 0:
            what = f"{name} buys from nobody abroad and sells to nobody: an economy with no trade"
            mend = "add its flows, or leave it out; to add one whose trade is known roughly, `detente world split`"
            found.append(
                Imbalance("alone", (name,), 0.0, Fault(facts.economy_at(place), what, mend), mends=False)
            )
        elif flows[:, :, place].sum() <= 0:
            what = f"{name} sells nothing, not even at home: an economy that adds no value"
            fault = Fault(facts.economy_at(place), what, "add what it sells, its home purchases too")
            found.append(Imbalance("alone", (name,), 0.0, fault, mends=False))
    return found


def _over_used(facts: Facts) -> list[Imbalance]:
    """Return industries that buy more than they put out."""
    found = []
    shares = facts.tables.inputs.sum(1)
    for economy, industry in np.argwhere(shares > 1):
        name, good = facts.tables.economies[economy], facts.tables.industries[industry]
        over = float(shares[economy, industry])
        what = f"{good} in {name} buys inputs of {over:.4g} per unit of its output: no value is added"
        fault = Fault(facts.input_at(economy, None, industry), what, "its shares must sum to 1 at most")
        gap = (over - 1) * float(facts.tables.flows[industry, :, economy].sum())
        found.append(Imbalance("inputs", (name, good), gap, fault))
    return found


def _over_spent(facts: Facts) -> list[Imbalance]:
    """Return goods of which industry alone uses more than the economy buys, home purchases included."""
    book = totals(facts.tables.flows, facts.tables.tariff, facts.tables.inputs)
    found = []
    for economy, good in np.argwhere(book.final < -ROUNDED * np.maximum(book.spending, 1e-12)):
        name, what_good = facts.tables.economies[economy], facts.tables.industries[good]
        bought = float(book.spending[economy, good])
        used = bought - float(book.final[economy, good])
        what = (
            f"industry in {name} uses US$ {used * 1e3:,.6g} million of {what_good}, and {name} buys "
            f"{bought * 1e3:,.6g} in all: {(used - bought) * 1e3:,.4g} too much"
        )
        mend = f"raise its purchases in flows.csv, or the shares of {what_good} in inputs.csv are too high"
        fault = Fault(facts.input_at(economy, good, None), what, mend)
        found.append(Imbalance("final", (name, what_good), used - bought, fault))
    return found


def _stated(facts: Facts) -> list[Imbalance]:
    """Return economies whose value added is not what is stated."""
    book = totals(facts.tables.flows, facts.tables.tariff, facts.tables.inputs)
    found = []
    for place, name in enumerate(facts.tables.economies):
        stated, made = float(facts.gdp[place]), float(book.value_added[place])
        if abs(made - stated) > STATED * stated:
            what = (
                f"value added of {name} is stated as US$ {stated * 1e3:,.6g} million, and is {made * 1e3:,.6g} by "
                f"flows and inputs: {100 * (made / stated - 1):+.2f} %"
            )
            fault = Fault(facts.economy_at(place), what, "mend the table that is wrong")
            found.append(Imbalance("stated", (name,), made - stated, fault))
    return found


def _names(facts: Facts, good: int, buyer: int, seller: int) -> tuple[str, str, str]:
    economies = facts.tables.economies
    return facts.tables.industries[good], economies[buyer], economies[seller]
