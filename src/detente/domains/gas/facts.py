"""The embedded gas world: the matrix of 2017, and the base path that follows from the ranges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from ...world.ranges import PERCENT, Range, rows
from ...world.sources import sources
from .lines import LINES, PRESENT, SUPPLY, line
from .plan import Plan, planned
from .records import FEE, Gas, Line, parties_of
from .values import FOLDER, Values, ranges, sea

BASE_YEAR = 2017
STEPS = (0, 5, 10, 15, 21, 27)
"""Node years, counted from the present."""
YEARS = tuple(PRESENT + step for step in STEPS)
MARKETS = ("KOR", "JPN", "TWN", "CHN", "EU28")
ANCHOR = "KOR"
"""The market whose LNG price the path is; others keep their ratio of 2017 to it."""
AT_BORDER = ("EU28",)
"""Markets whose price of 2017 is one at the border, so that no regasification is added."""
TRANSIT = ("PRK", "CHN")
TINY = 1e-9
GAS_PARTIES = (*dict.fromkeys([*(row["owner"] for row in rows(FOLDER, "supplies")), *MARKETS, *TRANSIT]),)
"""Owners of supplies, markets, and countries of transit of the lines that are offered."""
SUPPLIES = tuple(row["supply"] for row in rows(FOLDER, "supplies"))
OWNERS = {
    owner: tuple(row["supply"] for row in rows(FOLDER, "supplies") if row["owner"] == owner)
    for owner in dict.fromkeys(row["owner"] for row in rows(FOLDER, "supplies"))
}
"""Supplies by their owner."""

__all__ = ["LINES", "Gas", "Line", "Plan", "Range", "line", "load", "ranges"]


def years_from(year: int) -> tuple[int, ...]:
    """Return node years of a world whose present is a year, 2018 at the earliest."""
    return tuple(max(year, PRESENT) + step for step in STEPS)


def parties_with(plans: Iterable[Plan]) -> tuple[str, ...]:
    """Return the parties of a world that offers these lines too."""
    return tuple(dict.fromkeys([*GAS_PARTIES, *(country for plan in plans for country in plan.through)]))


def load(
    values: Mapping[str, Any] | None = None,
    lines: Sequence[str | Plan] = (),
    years: Sequence[int] = YEARS,
    path: np.ndarray | None = None,
) -> Gas:
    """Return the embedded gas world, some numbers replaced, with lines by name or by plan.

    `values` are numbers, or arrays of one a draw, by the names of `ranges()`; `path` is the LNG price at the
    ship in each node year `[*draw, year]` [US$/MMBtu], `lng_price` in every year if left out. Money is
    discounted to the first node year. Raises DataError for a name that is not there.
    """
    value = Values(values or {})
    supplies = rows(FOLDER, "supplies")
    names = tuple(row["supply"] for row in supplies)
    owners = tuple(row["owner"] for row in supplies)
    flow = _base_flow(value, supplies, years)
    volume = flow.sum(-1)
    path = value("lng_price")[..., None] if path is None else np.asarray(path, float)
    price = _base_price(value, path, len(years))
    transport, loss, reach = _ways(value, supplies)
    sent = (flow / (1 - loss[..., None, :, :])).sum(-1)
    made = tuple(
        planned(one, value, years[0]) if isinstance(one, Plan) else line(one, value, years[0])
        for one in lines
    )
    parties = tuple(dict.fromkeys([*parties_of(owners, MARKETS, made), *TRANSIT]))
    known = ranges()
    rates = [f"discount_{party}" if f"discount_{party}" in known else "discount_other" for party in parties]
    sellers = tuple(dict.fromkeys(owners))
    conduct = [f"conduct_{one}" if f"conduct_{one}" in known else "conduct_other" for one in sellers]
    cost = value.row([f"cost_{name}" for name in names])
    field = _capacity(value, names, volume, sent)
    provenance = sources(FOLDER)
    return Gas(
        markets=MARKETS,
        supplies=names,
        owners=owners,
        years=tuple(years),
        present=float(years[0]),
        reach=reach,
        base_flow=flow,
        base_price=price,
        elasticity=value("demand_elasticity")[..., None] * np.ones(len(MARKETS)),
        cost=cost,
        slope=cost[..., None, :] / value("supply_elasticity")[..., None, None] / np.maximum(field, 1),
        capacity=field,
        transport=transport,
        loss=loss,
        regasification=value("regasification"),
        conduct=value.row(conduct),
        floor=_floor(value, flow, years),
        arc_elasticity=value("arc_elasticity"),
        rent_share=value("rent_share"),
        repriced=value("repriced"),
        discount=value.row(rates) * PERCENT,
        parties=parties,
        lines=made,
        sources=provenance,
        estimates=tuple(text for table in provenance for text in table.estimates),
    )


def _base_flow(value: Values, supplies: list[dict[str, str]], years: Sequence[int]) -> np.ndarray:
    """Return flows by node year: demand grows by market, and sellers' shares move with what they build."""
    flow = np.zeros((len(supplies), len(MARKETS)))
    at = {origin: k for k, row in enumerate(supplies) for origin in row["origins"].split()}
    for row in rows(FOLDER, "imports"):
        if int(row["year"]) == BASE_YEAR:
            flow[at[row["origin"]], MARKETS.index(row["importer"])] += float(row["bcm"])
    europe = [f"flow_EU28_{row['supply']}" for row in supplies]
    known = ranges()
    sent = value.row([name for name in europe if name in known])
    flow = np.broadcast_to(flow, (*sent.shape[:-1], *flow.shape)).copy()
    flow[..., [k for k, name in enumerate(europe) if name in known], MARKETS.index("EU28")] = sent
    since = np.asarray(years, float) - BASE_YEAR
    names = [f"build_{row['supply']}" for row in supplies if f"build_{row['supply']}" in known]
    built = 1 + PERCENT * value.row(names)[..., None, :]
    built = np.concatenate([built, np.ones((*built.shape[:-1], len(supplies) - len(names)))], -1)
    demand = (1 + PERCENT * value.row([f"growth_{market}" for market in MARKETS])[..., None, :]) ** since[
        :, None
    ]
    weight = flow[..., None, :, :] * (built ** since[:, None])[..., None]
    total = flow.sum(-2)[..., None, :] * demand
    return np.asarray(weight * (total / weight.sum(-2))[..., None, :])


def _base_price(value: Values, path: np.ndarray, count: int) -> np.ndarray:
    """Return grid prices by node year: the path at the ship in each market's ratio of 2017."""
    border = value.row([f"price_{market}" for market in MARKETS])
    ratio = border / border[..., [MARKETS.index(ANCHOR)]]
    added = np.array([market not in AT_BORDER for market in MARKETS]) * value("regasification")[..., None]
    path = np.broadcast_to(path, (*path.shape[:-1], count))
    return np.asarray(path[..., None] * ratio[..., None, :] + added[..., None, :])


def _capacity(value: Values, names: tuple[str, ...], volume: np.ndarray, sent: np.ndarray) -> np.ndarray:
    """Return what each supply can send, `[*draw, year, supply]`: the base path, its spare, and what lies idle."""
    field = (volume > TINY) * (1 + value("spare"))[..., None, None] * sent
    field[..., names.index(SUPPLY)] = value("field_RUE")[..., None]
    idle = [value(f"idle_{name}") if f"idle_{name}" in ranges() else np.zeros(()) for name in names]
    return np.asarray(field + np.stack(np.broadcast_arrays(*idle), -1)[..., None, :])


def _floor(value: Values, flow: np.ndarray, years: Sequence[int]) -> np.ndarray:
    """Return what contracts of 2017 still oblige buyers to take; never more than the base path."""
    left = 0.5 ** ((np.asarray(years, float) - BASE_YEAR) / value("contract_halving")[..., None])
    share = (value("contracted") * value("take_or_pay"))[..., None] * left
    return np.asarray(share[..., None, None] * np.minimum(flow[..., :1, :, :], flow))


def _ways(value: Values, supplies: list[dict[str, str]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return cost, loss and existence of the way from each supply to each market."""
    draws = np.broadcast_shapes(*[number.shape for number in value.found.values()])
    shape = (len(supplies), len(MARKETS))
    cost, loss, reach = np.zeros((*draws, *shape)), np.zeros((*draws, *shape)), np.zeros(shape, bool)
    for s, row in enumerate(supplies):
        for m, market in enumerate(MARKETS):
            length = f"km_{row['supply']}_{market}"
            if row["way"] == "sea":
                nautical, canals = sea(row["supply"], market)
                cost[..., s, m] = (
                    value("liquefaction") + value("regasification") + canals * value("canal")
                ) + value("shipping") * nautical / 1000
                loss[..., s, m] = value("boil_off") * PERCENT * nautical / 1000
            elif length in ranges():
                cost[..., s, m] = value("pipe_operating") * FEE * value(length)
                loss[..., s, m] = value("pipe_loss") * PERCENT * value(length) / 100
            reach[s, m] = row["way"] == "sea" or length in ranges()
    return cost, loss, reach
