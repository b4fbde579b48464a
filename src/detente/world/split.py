"""Split an economy that a data base lacks out of the rest of the world: never added on top of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..ground.faults import DataError
from .aggregate import REST
from .estimate import FINAL_FLOOR
from .facts import Facts, Tables
from .rebalance import totals

ROUNDS = 500
"""Rounds of thinning inputs and fitting output; each takes a good part of what is left."""
NEAR = 1e-12


@dataclass(frozen=True)
class Newcomer:
    """What is known, or assumed, of an economy: its size, what it makes, and its trade."""

    code: str
    gdp: float
    """Value added [US$ bn a year]."""
    shares: Mapping[str, float]
    """Of value added, by industry; they sum to 1."""
    exports: Mapping[tuple[str, str], float]
    """What each partner buys of each industry's goods, `(partner, industry)` [US$ bn], before duty."""
    imports: Mapping[tuple[str, str], float]
    """What it buys from each partner, likewise."""


def split(facts: Facts, new: Newcomer, rest: str = REST) -> Facts:
    """Return the facts with an economy taken out of the rest of the world, as North Korea was in `world-2014`.

    Its trade with a partner is taken from the rest's trade with that partner, at the rest's duties, its home
    purchases from the rest's. Its input shares are the rest's, thinned until no good is used up by industry alone, with
    output fitted to its value added by industry; what its industries use, the rest's use less. So output, use,
    final spending, value added and duties of the world stay what they were, good by good, and every other
    economy's accounts too. Measures are kept. Raises DataError naming every cell of the rest that would be below zero.
    """
    tables = facts.tables
    _known(facts, new, rest)
    who = tables.economies.index(rest)
    goods = range(len(tables.industries))
    n = len(tables.economies)
    abroad = {name: np.zeros((len(goods), n)) for name in ("exports", "imports")}
    for name in abroad:
        for (partner, good), value in getattr(new, name).items():
            abroad[name][tables.industries.index(good), tables.economies.index(partner)] += value
    sold, bought = abroad["exports"], abroad["imports"]
    added = new.gdp * np.array([new.shares.get(code, 0.0) for code in tables.industries])
    inputs, output = _fitted(
        tables.inputs[who], added, sold, bought, tables.tariff[:, who] * (np.arange(n) != who)
    )
    home = output - sold.sum(1)
    short = [
        f"{tables.industries[k]} (US$ {home[k] * 1e3:,.4g} million)"
        for k in goods
        if home[k] < -NEAR * new.gdp
    ]
    if short:
        raise DataError(
            f"{new.code} sells more abroad than it makes of {', '.join(short)}; raise these shares of value added, "
            "or lower its exports"
        )
    flows, tariff = _moved(facts, who, sold, bought, np.maximum(home, 0.0))
    _enough(facts, flows, who, new.code)
    shares = _shared(
        tables.inputs, totals(tables.flows, tables.tariff, tables.inputs).output, who, inputs, output
    )
    order = [*(place for place in range(n) if place != who), n, who] if rest == REST else [*range(n), n]
    codes = (*tables.economies, new.code)
    split_ = tables._replace(
        economies=tuple(codes[place] for place in order),
        flows=flows[:, order][:, :, order],
        tariff=tariff[:, order][:, :, order],
        inputs=shares[order],
    )
    gdp = np.asarray(totals(split_.flows, split_.tariff, split_.inputs).value_added)
    _left(split_, split_.economies.index(rest), new.code)
    return replace(facts, tables=split_, gdp=gdp, lines={}, digest="")


def _known(facts: Facts, new: Newcomer, rest: str) -> None:
    """Raise DataError for a name that is not there, or is already."""
    tables = facts.tables
    if rest not in tables.economies:
        raise DataError(
            f"there is no {rest} to split {new.code} out of; its economies: {', '.join(tables.economies)}"
        )
    if new.code in tables.economies:
        raise DataError(f"{new.code} is in this world already; `options: {{gdp: ...}}` of a study resizes it")
    for named in (new.exports, new.imports):
        for partner, good in named:
            if partner not in tables.economies or good not in tables.industries:
                raise DataError(f"no {partner} or no {good} in this world")
    unknown = set(new.shares) - set(tables.industries)
    if unknown or abs(sum(new.shares.values()) - 1) > 1e-6 or min(new.shares.values()) < 0:
        raise DataError(f"shares of value added of {new.code} must name this world's industries and sum to 1")


def _fitted(
    usual: np.ndarray, added: np.ndarray, sold: np.ndarray, bought: np.ndarray, duty: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return input shares and output that give value added by industry, a share of every good left to final use."""
    shares = usual
    paid = (bought * (1 + duty)).sum(1)
    for _ in range(ROUNDS):
        output = added / np.maximum(1 - shares.sum(0), 1e-9)
        spending = paid + np.maximum(output - sold.sum(1), 0.0)
        used = shares @ output
        room = np.divide((1 - FINAL_FLOOR) * spending, used, out=np.ones_like(used), where=used > 0)
        if (room >= 1 - NEAR).all():
            break
        shares = shares * np.minimum(1.0, room)[:, None]
    return shares, added / (1 - shares.sum(0))


def _moved(
    facts: Facts, who: int, sold: np.ndarray, bought: np.ndarray, home: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return flows and duties with the newcomer in the last place, what is its own taken from the rest's."""
    j, n = sold.shape
    flows, tariff = np.zeros((j, n + 1, n + 1)), np.zeros((j, n + 1, n + 1))
    flows[:, :n, :n], tariff[:, :n, :n] = facts.tables.flows, facts.tables.tariff
    tariff[:, n, :n], tariff[:, :n, n] = facts.tables.tariff[:, who], facts.tables.tariff[:, :, who]
    tariff[:, n, who] = tariff[:, who, n] = facts.tables.tariff[:, who, who]
    tariff[:, n, n] = facts.tables.tariff[:, who, who]
    flows[:, :n, n], flows[:, n, :n], flows[:, n, n] = sold, bought, home
    flows[:, :n, who] -= sold
    flows[:, who, :n] -= bought
    flows[:, who, who] -= home
    return flows, tariff


def _enough(facts: Facts, flows: np.ndarray, who: int, code: str) -> None:
    """Raise DataError naming the cells of the rest from which more is taken than there is."""
    names = (*facts.tables.economies, code)
    short = [
        f"{names[buyer]} buys US$ {facts.tables.flows[good, buyer, seller] * 1e3:,.4g} million of "
        f"{facts.tables.industries[good]} from {names[seller]}, less than {code} is to take of it"
        for good, buyer, seller in np.argwhere(flows < -NEAR)
        if who in (buyer, seller)
    ]
    if short:
        raise DataError(
            "; ".join([*short[:8], *(["..."] if len(short) > 8 else [])]) + "; lower its trade, or its size"
        )
    flows[flows < 0] = 0.0


def _left(tables: Tables, who: int, code: str) -> None:
    """Raise DataError naming the goods of which the rest of the world is left less than nothing."""
    book = totals(tables.flows, tables.tariff, tables.inputs)
    parts = {"final use": book.final[who], "value added": 1 - tables.inputs[who].sum(0)}
    for what, left in parts.items():
        short = [good for good, value in zip(tables.industries, left, strict=True) if value < -NEAR]
        if short:
            raise DataError(
                f"{code} would leave {tables.economies[who]} less than nothing of {what} in {', '.join(short)}; lower "
                "its size, or its shares of value added there"
            )


def _shared(
    inputs: np.ndarray, output: np.ndarray, who: int, own: np.ndarray, made: np.ndarray
) -> np.ndarray:
    """Return input shares with the newcomer's last, and the rest's so that the use of both is what the rest's was."""
    used = inputs[who] * output[who] - own * made
    left = np.broadcast_to(output[who] - made, used.shape)
    rest = np.divide(used, left, out=np.zeros_like(used), where=left > 0)
    if rest.min(initial=0.0) < -NEAR:
        raise DataError(
            "the newcomer would use more of an input than the whole rest of the world; lower its size"
        )
    found = np.concatenate([inputs, own[None]])
    found[who] = np.maximum(rest, 0.0)
    return found
