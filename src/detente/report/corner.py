"""The corner of a claim, drawn: where in two assumptions it goes the other way, and what density costs."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np

from ..audit.reasons import Corner, Restriction
from ..audit.records import Judgement
from ..runs.truth import judged
from .figure import Figure, Row, sized
from .figures import LINES
from .words import axis

CELLS = 14
"""Cells along each side of the picture of a corner."""
TAIL = 0.5
"""Per cent of the draws at either end that are put into the outermost cells."""
HEIGHT = 300
OUTLINE = (("white", 5), ("black", 2))
"""Colours and widths [px] of the corner's edges, the lower first: seen on pale and dark cells, and on dark pages."""
BANDS = ("0 to 20 %", "20 to 40 %", "40 to 60 %", "60 to 80 %", "80 to 100 %")
HOLDING = ["#e9f2f1", "#bfded9", "#8cc6bf", "#54aca2", "#1d7d72"]
FAILING = ["#f7ebe7", "#ecc7ba", "#e0a08c", "#d1785a", "#b0451f"]


def corner_figures(judgement: Judgement, name: str, label: str, source: str) -> tuple[Figure, ...]:
    """Return the pictures of a claim's corner, none where it has none; `label` starts the names of their data."""
    found = judgement.verdicts[name].corner
    if found is None:
        return ()
    sides = [one for one in found.limits if not one.variants][:2]
    drawn = [tradeoff(f"tradeoff-{label}", found, source)]
    if len(sides) == 2:
        claim = next(one for one in judgement.problem.claims if one.id == name)
        truth = judged(judgement.problem, claim, judgement.table, judgement.run.draws).truth
        read = judgement.table.read([side.column for side in sides])
        x, y = (read[side.column] for side in sides)
        drawn.insert(0, place(f"corner-{label}", found, sides[0], sides[1], (x, y, truth), source))
    return tuple(drawn)


def place(
    name: str,
    found: Corner,
    across: Restriction,
    up: Restriction,
    drawn: tuple[np.ndarray, np.ndarray, np.ndarray],
    source: str,
) -> Figure:
    """Draw the share of draws with the rarer outcome over two assumptions, and the corner's edges.

    `drawn` holds both assumptions and the truth (1, 0, -1 for unknown), `[draw]` each.
    """
    x, y, truth = (part[drawn[2] >= 0] for part in drawn)
    edges = [_edges(side) for side in (x, y)]
    rows = _cells(np.clip(x, *edges[0][[0, -1]]), np.clip(y, *edges[1][[0, -1]]), truth == found.holds, edges)
    does = "holds" if found.holds else "fails"
    scales = [alt.Scale(domain=[float(one[0]), float(one[-1])], nice=False, zero=False) for one in edges]
    shade = alt.Color(
        "band:N",
        title=f"{does} in",
        scale=alt.Scale(domain=list(BANDS), range=HOLDING if found.holds else FAILING),
        legend=alt.Legend(symbolType="square", symbolStrokeWidth=0),
    )
    heat = alt.Chart(alt.InlineData(values=[dict(row) for row in rows])).mark_rect(stroke=None)
    heat = heat.encode(
        x=alt.X("x:Q", title=axis(across.column, across.unit), scale=scales[0], axis=alt.Axis(tickCount=5)),
        x2="x2:Q",
        y=alt.Y("y:Q", title=axis(up.column, up.unit), scale=scales[1], axis=alt.Axis(tickCount=5)),
        y2="y2:Q",
        color=shade,
    )
    edge = alt.Chart(alt.InlineData(values=[_box(across, up, edges)]))
    edge_of = edge.encode(x="x:Q", x2="x2:Q", y="y:Q", y2="y2:Q")
    lines = [edge_of.mark_rect(filled=False, stroke=colour, strokeWidth=wide) for colour, wide in OUTLINE]
    title = f"Where it {does}: share of the draws at each place (%), and the edges of the corner"
    return Figure(name, title, source, sized(alt.layer(heat, *lines), HEIGHT), tuple(rows))


def tradeoff(name: str, found: Corner, source: str) -> Figure:
    """Draw what each step of peeling gains in density and loses in coverage, and the box that is told."""
    rows: list[dict[str, Any]] = [
        {
            "coverage": step.coverage,
            "density": step.density,
            "share_of_draws": step.size,
            "assumptions": step.restricted,
        }
        for step in found.curve
    ]
    base = alt.Chart(alt.InlineData(values=[row | {"assumptions": str(row["assumptions"])} for row in rows]))
    percents = alt.Axis(format="~p", tickCount=5)
    points = base.mark_point(filled=True, size=35, opacity=0.9).encode(
        x=alt.X("coverage:Q", axis=percents, scale=alt.Scale(domain=[0, 1])),
        y=alt.Y("density:Q", axis=percents, scale=alt.Scale(domain=[0, 1])),
        color=alt.Color(
            "assumptions:N",
            title="assumptions restricted",
            scale=alt.Scale(domain=["0", "1", "2", "3"], range=LINES),
            legend=alt.Legend(orient="top"),
        ),
    )
    told = alt.Chart(alt.InlineData(values=[{"coverage": found.coverage, "density": found.density}]))
    ring = told.mark_point(size=160, strokeWidth=2, color="black").encode(x="coverage:Q", y="density:Q")
    outcome = "draws in which it holds" if found.holds else "failures"
    title = f"From all draws to a small box: how many of all {outcome} it keeps (coverage, %), and what share of its "
    title += "own draws they are (density, %); ringed, the one told"
    return Figure(name, title, source, sized(alt.layer(points, ring), 220), tuple(rows))


def _edges(values: np.ndarray) -> np.ndarray:
    low, high = (float(end) for end in np.percentile(values, (TAIL, 100 - TAIL)))
    return np.linspace(low, high, CELLS + 1)


def _cells(x: np.ndarray, y: np.ndarray, hits: np.ndarray, edges: list[np.ndarray]) -> list[Row]:
    """Return the share of hits in each cell that has draws."""
    draws, *_ = np.histogram2d(x, y, bins=edges)
    found, *_ = np.histogram2d(x[hits], y[hits], bins=edges)
    return [
        {
            "x": float(edges[0][i]),
            "x2": float(edges[0][i + 1]),
            "y": float(edges[1][j]),
            "y2": float(edges[1][j + 1]),
            "draws": int(draws[i, j]),
            "share": float(found[i, j] / draws[i, j]),
            "band": BANDS[min(int(len(BANDS) * found[i, j] / draws[i, j]), len(BANDS) - 1)],
        }
        for i, j in np.argwhere(draws > 0)
    ]


def _box(across: Restriction, up: Restriction, edges: list[np.ndarray]) -> dict[str, float]:
    """Return the edges of a corner, the picture's own where it has none."""
    ends: dict[str, float] = {}
    for key, side, its in (("x", across, edges[0]), ("y", up, edges[1])):
        first, last = float(its[0]), float(its[-1])
        ends[key] = first if side.low is None else min(max(side.low, first), last)
        ends[f"{key}2"] = last if side.high is None else min(max(side.high, first), last)
    return ends
