"""The figures: one function each, from numbers to a chart with its title, its source and its data."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from ..audit.records import PERCENTS, AtomSummary, Driver
from ..audit.sentences import companions
from .colours import AGAINST, FOR, JUDGED, actor, apart
from .figure import Figure, Row, sized
from .words import axis, constant, scale_of, scaled

LINES = ["#2a9d8f", "#d1603d", "#5a6fbf", "#c98a1b"]
"""Colours of lines, told apart by the colour-blind."""
TOGETHER, PALE = 0.02, 0.35
"""An assumption is drawn, too, if with its interactions it decides this much; how dark that bar is."""
TOP = 10
"""Drivers drawn; the data file holds them all."""


def margin(name: str, atom: AtomSummary, source: str) -> Figure | None:
    """Draw how the margin of a comparison spreads over the draws; None where it is one number or unknown."""
    bars = list(zip(atom.edges, atom.edges[1:], atom.counts, strict=False))
    total = sum(atom.counts)
    if not total or constant(atom):
        return None
    rows = [{"from": low, "to": high, "draws": count, "unit": atom.unit} for low, high, count in bars]
    drawn: list[dict[str, Any]] = [
        {
            "from": scaled(low, atom.unit),
            "to": scaled(high, atom.unit),
            "share": count / total,
            "side": "holds" if low + high > 0 else "fails",
        }
        for low, high, count in bars
    ]
    low, high = min(0.0, drawn[0]["from"]), max(0.0, drawn[-1]["to"])
    x = alt.X(
        "from:Q",
        title=axis("margin; above 0 it holds", atom.unit),
        scale=alt.Scale(domain=[low, high], nice=False, zero=False),
        axis=alt.Axis(tickCount=6),
    )
    colour = alt.Color(
        "side:N", scale=alt.Scale(domain=["holds", "fails"], range=[FOR, AGAINST]), legend=None
    )
    bar = alt.Chart(_data(drawn)).mark_rect(stroke=None)
    bar = bar.encode(
        x=x,
        x2="to:Q",
        y=alt.Y("share:Q", title="share of draws", axis=_percents()),
        y2=alt.datum(0),
        color=colour,
    )
    zero = alt.Chart(_data([{"at": 0}])).mark_rule(strokeWidth=2, strokeDash=[4, 3]).encode(x="at:Q")
    title = (
        f"How far “{atom.text}” holds or fails, over all draws ({scale_of(atom.unit).strip() or 'no unit'})"
    )
    return Figure(name, title, source, sized(alt.layer(bar, zero), 200), tuple(rows))


def drivers(name: str, found: Sequence[Driver], source: str) -> Figure | None:
    """Draw which assumptions decide a claim, the largest first; None where none stands out.

    A full bar is what each decides alone, the pale one behind it what it decides with its interactions.
    """
    rows = [_driver_row(one) for one in found]
    shown: list[dict[str, Any]] = [
        {
            "name": one.column,
            "index": max(0.0, one.index),
            "total": max(0.0, one.index, one.total.value) if one.total else None,
            "by": "judgement" if one.judged else "a source",
        }
        for one in found
        if one.clear or (one.total and one.total.low > TOGETHER)
    ]
    shown = sorted(shown, key=lambda one: -max(one["index"], one["total"] or 0.0))[:TOP]
    if not shown:
        return None
    what = "truth" if found[0].on_truth is not None else "margin"
    order: list[str] = [one["name"] for one in shown]
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=170, ticks=False, domain=False))
    said = f"share of the variance of the {what}"
    x = alt.X(
        "index:Q",
        title=said,
        axis=_percents(),
        scale=alt.Scale(domainMin=0),
    )
    colour = alt.Color(
        "by:N",
        title="rests on",
        scale=alt.Scale(domain=["judgement", "a source"], range=[JUDGED, FOR]),
        legend=alt.Legend(orient="top", symbolOpacity=1),
    )
    bars = alt.Chart(_data(shown)).encode(y=y, color=colour)
    chart = alt.layer(
        bars.mark_bar(height=14, opacity=PALE).encode(x=alt.X("total:Q", title=said)),
        bars.mark_bar(height=14).encode(x=x),
    )
    title = f"What decides the claim: share of the variance of its {what} due to each assumption alone (%)"
    if any(one["total"] for one in shown):
        title += ", and with its interactions (pale)"
    return Figure(name, title, source, sized(chart, 22 * len(shown) + 90), tuple(rows))


def _driver_row(one: Driver) -> Row:
    """Return a driver as the data file has it."""
    row: dict[str, Any] = {
        "assumption": one.column,
        "meaning": one.meaning,
        "share_of_variance_of_truth": one.on_truth,
        "share_of_variance_of_margin": one.on_margin,
        "standard_error": one.spread,
        "stands_out": one.clear,
        "echo": one.echo,
        "moves_with": companions(one.moves_with),
        "of_its_own": one.own,
        "resting_on": "judgement" if one.judged else "a source",
    }
    for what, total in (("truth", one.total_on_truth), ("margin", one.total_on_margin)):
        row[f"total_of_{what}"] = total.value if total else None
        row[f"total_of_{what}_low"] = total.low if total else None
        row[f"total_of_{what}_high"] = total.high if total else None
    shared = one.total.together if one.total else ()
    return row | {"total_together_with": " ".join(shared)}


def incomes(name: str, world: str, found: Mapping[str, Mapping[int, float]], source: str) -> Figure | None:
    """Draw who gains and who loses real income in a world: quantiles by economy; None where none is known."""
    title = f"{world}: who gains and who loses real income (%)"
    return spreads(name, title, "change of real income (%)", found, source, scale=100)


def spreads(
    name: str,
    title: str,
    axis_title: str,
    found: Mapping[str, Mapping[int, float]],
    source: str,
    *,
    scale: float = 1,
) -> Figure | None:
    """Draw quantiles of gains and losses by name, the largest gain first; None where none is known."""
    rows: list[dict[str, Any]] = [
        {"economy": economy, **{f"p{percent}": values[percent] for percent in PERCENTS}}
        for economy, values in found.items()
    ]
    drawn: list[dict[str, Any]] = [
        {
            "economy": row["economy"],
            **{key: scale * value for key, value in row.items() if key != "economy"},
        }
        for row in rows
        if math.isfinite(row["p50"])
    ]
    if not drawn:
        return None
    order: list[str] = [row["economy"] for row in sorted(drawn, key=lambda row: -row["p50"])]
    y = alt.Y("economy:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, grid=True))
    x = alt.X("p5:Q", title=axis_title, axis=alt.Axis(tickCount=6), scale=alt.Scale(zero=True))
    colours = alt.Scale(domain=order, range=[actor(name) for name in order])
    base = alt.Chart(_data(drawn)).encode(y=y, color=alt.Color("economy:N", scale=colours, legend=None))
    zero = alt.Chart(_data([{"at": 0}])).mark_rule(strokeWidth=1.5, strokeDash=[4, 3]).encode(x="at:Q")
    layers = alt.layer(
        zero,
        base.mark_rule(strokeWidth=1.5).encode(x=x, x2="p95:Q"),
        base.mark_bar(height=9).encode(x="p25:Q", x2="p75:Q"),
        base.mark_point(filled=True, size=55, opacity=1).encode(x="p50:Q"),
    )
    return Figure(name, title, source, sized(layers, 24 * len(drawn) + 45), tuple(rows))


def chances(name: str, title: str, axis_title: str, rows: Sequence[Row], source: str) -> Figure | None:
    """Draw chances over time, a line a name; rows hold `name`, `x` and `chance`. None where nothing is known."""
    drawn = [dict(row) for row in rows if math.isfinite(row["chance"])]
    if not drawn:
        return None
    names = list(dict.fromkeys(row["name"] for row in drawn))
    colour = alt.Color(
        "name:N",
        title=None,
        scale=alt.Scale(domain=names, range=apart(names)),
        legend=alt.Legend(orient="top"),
    )
    base = alt.Chart(_data(drawn)).encode(
        x=alt.X("x:Q", title=axis_title),
        y=alt.Y("chance:Q", title="chance", axis=_percents(), scale=alt.Scale(domain=[0, 1])),
        color=colour,
    )
    layers = alt.layer(base.mark_line(strokeWidth=2), base.mark_point(filled=True, size=40, opacity=1))
    return Figure(name, title, source, sized(layers, 240), tuple(rows))


def _data(rows: list[dict[str, Any]]) -> alt.InlineData:
    """Return rows as data written into the chart."""
    return alt.InlineData(values=rows)


def _percents() -> alt.Axis:
    """Return an axis of shares, said in per cent."""
    return alt.Axis(format="~p", tickCount=5)
