"""Rebalance a world's tables: what is least sure gives way, and every change is said."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .facts import Facts, Tables
from .rebalance import STATED, totals

ROUNDS = 200
"""Rounds of scaling and thinning; each leaves less than half of the gap."""


@dataclass(frozen=True)
class Change:
    """One thing that rebalancing changed: in which table, which cell, from what to what."""

    table: str
    cell: tuple[str, ...]
    before: float
    after: float
    unit: str
    why: str

    @property
    def sentence(self) -> str:
        """Say it."""
        where = ", ".join(self.cell)
        return f"{self.table}.csv, {where}: {self.before:,.6g} -> {self.after:,.6g} {self.unit} ({self.why})"


def thinned(tables: Tables) -> np.ndarray:
    """Return input shares with which no good is used up by industry alone, the others as they are."""
    book = totals(tables.flows, tables.tariff, tables.inputs)
    used = book.spending - book.final
    room = np.divide(book.spending, used, out=np.ones_like(used), where=used > 0)
    found: np.ndarray = tables.inputs * np.minimum(1.0, room)[:, :, None]
    return found


def rebalanced(facts: Facts) -> tuple[Facts, tuple[Change, ...]]:
    """Return facts whose accounts close, and what was changed for it.

    Flows below zero become 0. Flows and duties are kept otherwise, as trade is what is known best; input shares
    give way: those of an economy are scaled so that its value added is what is stated, and thinned where industry
    alone would use more of a good than there is, round by round until both hold. Where both cannot, the
    stated value added gives way too.
    """
    tables, changes = facts.tables, list[Change]()
    flows = np.maximum(tables.flows, 0.0)
    for good, buyer, seller in np.argwhere(tables.flows < 0):
        cell = tables.economies[buyer], tables.economies[seller], tables.industries[good]
        before = float(tables.flows[good, buyer, seller]) * 1e3
        changes.append(Change("flows", cell, before, 0.0, "US$ million", "a flow is not below zero"))
    tables = tables._replace(flows=flows, inputs=_within(tables.inputs, flows))
    inputs = np.stack([_fitted(tables, place, facts.gdp[place]) for place in range(len(tables.economies))])
    changes += _said(facts.tables, inputs)
    tables = tables._replace(inputs=inputs)
    made = totals(tables.flows, tables.tariff, inputs).value_added
    gdp = np.where(np.abs(made - facts.gdp) > STATED * facts.gdp / 2, made, facts.gdp)
    for place in np.flatnonzero(gdp != facts.gdp):
        before, after = float(facts.gdp[place]) * 1e3, float(gdp[place]) * 1e3
        why = "no input shares give the value added stated with these flows"
        changes.append(Change("economies", (tables.economies[place],), before, after, "US$ million", why))
    return replace(facts, tables=tables, gdp=gdp), tuple(changes)


def _within(inputs: np.ndarray, flows: np.ndarray) -> np.ndarray:
    """Return input shares of which those that leave no value added leave what the others in the industry do."""
    shares = inputs.sum(1)
    sound = shares < 1
    output = flows.sum(1).T * sound
    usual = np.where(output.sum(0) > 0, (shares * output).sum(0) / np.maximum(output.sum(0), 1e-300), 0.5)
    scale = np.where(shares > 1, usual / np.maximum(shares, 1e-300), 1.0)
    found: np.ndarray = inputs * scale[:, None, :]
    return found


def _fitted(tables: Tables, place: int, gdp: float) -> np.ndarray:
    """Return an economy's input shares, scaled to its value added and thinned where a good would be used up."""
    shares = tables.inputs[place]
    output = tables.flows[:, :, place].sum(1)
    spending = (tables.flows[:, place] * (1 + tables.tariff[:, place])).sum(1)
    thin: np.ndarray = shares
    for _ in range(ROUNDS):
        used = shares @ output
        room = np.divide(spending, used, out=np.ones_like(used), where=used > 0)
        thin = shares * np.minimum(1.0, room)[:, None]
        bought = (thin @ output).sum()
        if abs(output.sum() - bought - gdp) <= STATED * gdp / 2 or bought <= 0:
            return thin
        free = np.minimum(1.0, room) >= 1.0
        loose = (thin[free] @ output).sum()
        wanted = max(0.0, output.sum() - gdp - (bought - loose))
        grown = thin * np.where(free, wanted / loose if loose > 0 else 1.0, 1.0)[:, None]
        over = grown.sum(0)
        shares = np.where(over > 1, grown / np.maximum(over, 1e-300), grown)
    return thin


def _said(before: Tables, after: np.ndarray) -> list[Change]:
    """Return the changes of input shares, one for each economy and good, as its use by industry."""
    output = np.maximum(before.flows, 0).sum(1).T
    was = np.einsum("nkj,nj->nk", before.inputs, output)
    now = np.einsum("nkj,nj->nk", after, output)
    found = []
    for economy, good in np.argwhere(np.abs(now - was) > 1e-12 * np.maximum(was, 1e-12)):
        cell = before.economies[economy], before.industries[good]
        why = "industry's use of it"
        amounts = float(was[economy, good]) * 1e3, float(now[economy, good]) * 1e3
        found.append(Change("inputs", cell, *amounts, "US$ million", why))
    return found
