"""Who carries what: containers by pair, and what railways earn, before the corridor and with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from .amounts import amounts
from .equations import ABSENT, Values, unit_prices
from .facts import Freight
from .solve import Found, layout, share_numbers, solve
from .ways import ways

BILLION = 1e9


class Ledger(NamedTuple):
    """Containers and receipts a year; where an axis of two stands, before the corridor and with it."""

    corridor: Any
    """On ways that the corridor opens or renews, `[*, pair]` [TEU/year]."""
    by_land: Any
    """On ways with more km on land than at sea, `[*, 2, pair]` [TEU/year]."""
    receipts: Any
    """Gross, of an economy's railways, roads and borders, `[*, 2, earner]` [US$ bn/year]."""
    transit: Any
    """The part of them that others' trade pays, `[*, 2, earner]` [US$ bn/year]."""
    scarcity: Any
    """What those who get one of too few places pay on top, to nobody in particular, `[*]` [US$ bn/year]."""


def earners(freight: Freight) -> tuple[str, ...]:
    """Return the economies whose railways earn."""
    return tuple(dict.fromkeys(link.earner for link in freight.links if link.earner))


def ledger(freight: Freight, value: Values, goods: Sequence[str], xp: Any) -> Ledger:
    """Return who carries what. Each mode's freight takes its best way; ways of one cost share it."""
    found = solve(freight, value, goods, xp)
    teu = by_way(freight, value, found, xp)
    joined, net, names = freight.pairs(), ways(freight), earners(freight)
    of_pair = np.array([[float(net.lanes[k].economies == pair) for k in net.lane] for pair in joined])
    land = net.by_land.astype(float)
    price = xp.einsum("...k,wek->...we", unit_prices(value, xp), _amounts(freight))
    paid = xp.einsum("...sw,...we,pw->...spe", teu, price, of_pair) / BILLION
    others = np.array([[float(name not in pair) for name in names] for pair in joined]).reshape(
        len(joined), -1
    )
    corridor = teu[..., 1, :] @ (of_pair * net.new).T
    return Ledger(
        corridor=corridor,
        by_land=teu @ (of_pair * land).T,
        receipts=paid.sum(-2),
        transit=(paid * others).sum(-2),
        scarcity=found.scarcity * corridor.sum(-1) / BILLION,
    )


def by_way(freight: Freight, value: Values, found: Found, xp: Any) -> Any:
    """Return the containers on each way before the corridor and with it, `[*, 2, way]` [TEU/year]."""
    lane = ways(freight).lane
    return (shares(freight, value, found, xp) * found.teu[..., None, lane, :]).sum(-1)


def shares(freight: Freight, value: Values, found: Found, xp: Any) -> Any:
    """Return the part of its lane's freight on each way before the corridor and with it, `[*, 2, way, good]`."""
    slots = layout(freight, share_numbers(value)).slots
    absent = xp.full((*found.cost.shape[:-2], 1, found.cost.shape[-1]), ABSENT)
    padded = xp.concatenate([found.cost, absent], axis=-2)
    cost = xp.take(padded, slots.ravel(), axis=-2).reshape(*padded.shape[:-2], *slots.shape, -1)
    best = (cost == cost.min(-2, keepdims=True)) & (slots < len(ways(freight).ways))[..., None]
    taken = best / xp.maximum(best.sum(-2, keepdims=True), 1)
    before = xp.stack([found.share, xp.zeros_like(found.share)], -2)
    after = xp.stack([found.eased.stays, found.eased.goes], -2)
    where = np.eye(len(ways(freight).ways) + 1)[slots][..., :-1]
    sums = [xp.einsum("...lkng,...lknsg,lknsw->...wg", each, taken, where) for each in (before, after)]
    return xp.stack(sums, -3)


@cache
def _amounts(freight: Freight) -> np.ndarray:
    """Return each way's amounts on the links of each earner, `[way, earner, kind]`."""
    net, names = ways(freight), earners(freight)
    legs = np.array([[amounts(link, new) for link in freight.links] for new in (False, True)])
    own = np.array([[float(link.earner == name) for link in freight.links] for name in names])
    of_way = legs[net.new.astype(int)]
    found: np.ndarray = np.einsum(
        "wl,el,wlk->wek", net.passed, own.reshape(len(names), len(freight.links)), of_way
    )
    return found
