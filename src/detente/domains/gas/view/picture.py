"""A picture of what a line changes: the buyer's supply by origin, and what its gas costs beside LNG."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np

from ....report.colours import OTHER, apart
from ....report.figure import Chart
from ..pictured import Pictured

WIDTH = 230
SHOWN = 8
"""Sellers with a colour of their own; the rest are `others`."""
OTHERS = "others"
LEAST = 1e-3
"""Smallest flow drawn [bcm a year]."""
COSTS = {
    "gas": "wellhead",
    "running the line": "transport",
    "transit fee": "fee",
    "capital": "capital",
    "cuts": "cuts",
}
LINE = "#222222"
"""The colour of what comes by a new line."""
MARGIN, PRICE, LNG = "margin", "LNG", "LNG's price there"
COLOURS = ["#264653", "#2a9d8f", "#d1603d", "#8ab17d", "#e9c46a", "#c98a1b", "#6d597a"]


def picture(title: str, found: Pictured) -> Chart | None:
    """Draw supply with and without lines, and each line's cost beside LNG's price; None without a line."""
    if not found.lines:
        return None
    both = alt.vconcat(supply(found), stack(found)).resolve_scale(color="independent")
    whole: Chart = both.properties(title=alt.TitleParams(title, anchor="start"))
    return whole


def supply(found: Pictured) -> Chart:
    """Draw the first line's buyer's supply by origin and year, without and with the lines."""
    market = found.markets.index(found.buyers[0])
    without, with_lines = found.flow_without[:, :, market], found.flow_with[:, :, market]
    order = np.argsort(-without.max(0))
    names = [found.supplies[place] for place in order[:SHOWN] if without[:, place].max() > 0]
    rows: list[dict[str, Any]] = []
    for case, flows in (("without", without), ("with", with_lines)):
        for y, year in enumerate(found.years):
            for s, name in enumerate(found.supplies):
                seller = name if name in names else OTHERS
                rows.append({"case": case, "year": year, "seller": seller, "flow": float(flows[y, s])})
            if case == "with":
                rows += [
                    {"case": case, "year": year, "seller": line, "flow": float(found.line_flow[y, k])}
                    for k, line in enumerate(found.lines)
                    if found.buyers[k] == found.markets[market]
                ]
    sellers = [*found.lines, *names, OTHERS]
    rows = [{**row, "place": -sellers.index(row["seller"])} for row in rows if row["flow"] > LEAST]
    sellers = [name for name in sellers if any(row["seller"] == name for row in rows)]
    scale = alt.Scale(domain=sellers, range=_colours(found, sellers))
    bars = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(stroke="white", strokeWidth=0.4)
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("sum(flow):Q", title="bcm a year"),
            color=alt.Color("seller:N", sort=sellers, title=None, scale=scale),
            order=alt.Order("place:Q"),
        )
        .properties(width=WIDTH, height=200)
    )
    who = f"{found.markets[market]}'s gas by origin"
    column = alt.Column("case:N", sort=["without", "with"], title=None)
    panels: Chart = bars.facet(column=column).properties(title=alt.TitleParams(who, anchor="start"))
    return panels


def _colours(one: Pictured, sellers: list[str]) -> list[str]:
    """Return the colours of what is sold: its owner's; a line stands out, and the rest does not."""
    owners = dict(zip(one.supplies, one.owners, strict=True))
    owned = [owners[name] for name in sellers if name in owners]
    found = dict(zip([name for name in sellers if name in owners], apart(owned, paler=True), strict=True))
    return [found.get(name, OTHER if name == OTHERS else LINE) for name in sellers]


def stack(found: Pictured) -> Chart:
    """Draw what each line's gas costs, part by part, and the price that its buyer pays, beside LNG."""
    rows: list[dict[str, Any]] = []
    for place, line in enumerate(found.lines):
        costs = {name: float(found.cost[part][place]) for name, part in COSTS.items()}
        paid = float(found.contract_price[:, place].mean())
        if not np.isfinite(list(costs.values())).all():
            continue
        low = 0.0
        for name, cost in costs.items():
            rows.append({"what": line, "part": name, "low": low, "high": low + cost})
            low += cost
        if paid > low:
            rows.append({"what": line, "part": MARGIN, "low": low, "high": paid})
    market = found.markets.index(found.buyers[0])
    price = float(found.price_without[:, market].mean())
    rows.append({"what": PRICE, "part": LNG, "low": 0.0, "high": price})
    parts_shown = [*COSTS, MARGIN, LNG]
    scale = alt.Scale(domain=parts_shown, range=COLOURS)
    data = alt.InlineData(values=rows)
    bars = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            y=alt.Y("what:N", title=None, sort=[*found.lines, PRICE]),
            x=alt.X("low:Q", title="US$ per MMBtu at the buyer's grid"),
            x2="high:Q",
            color=alt.Color(
                "part:N", title=None, scale=scale, sort=parts_shown, legend=alt.Legend(labelLimit=0)
            ),
        )
    )
    rule = (
        alt.Chart(alt.InlineData(values=[{"price": price}])).mark_rule(strokeDash=[4, 3]).encode(x="price:Q")
    )
    head = alt.TitleParams("What its gas costs, and LNG", anchor="start")
    both: Chart = alt.layer(bars, rule).properties(
        width=2 * WIDTH, height=50 * (len(found.lines) + 1), title=head
    )
    return both
