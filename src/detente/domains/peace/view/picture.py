"""A picture of a peace process: the phases that were, and how likely it is not to go back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np

from ....report.colours import FOR
from ....report.figure import Chart
from ..facts import Spell, Thaw

if TYPE_CHECKING:
    from ..solve import Course

COLOURS = ["#d1603d", "#c98a1b", "#7fc4a8", "#2a7f9d", "#3a4f8f", "#6b3a8f"]
"""From the worst phase to the best."""
LINES = [FOR, "#2a5f9d", "#777777"]
"""Of the two schedules, and of earlier thaws."""
WIDTH = 560


def picture(
    title: str,
    as_of: dt.date,
    phases: Sequence[str],
    coded: Sequence[Spell],
    past: Sequence[Thaw],
    found: Mapping[tuple[str, int], Course],
) -> Chart:
    """Draw the phases by date, and under them the chance of no return by year beside how long thaws have lasted."""
    whole: Chart = alt.vconcat(
        _timeline(as_of, phases, coded), _curves(as_of, past, found), spacing=26, title=title
    ).resolve_scale(color="independent")
    return whole


def _timeline(as_of: dt.date, phases: Sequence[str], coded: Sequence[Spell]) -> alt.Chart:
    """Draw one bar a spell."""
    rows: list[dict[str, Any]] = [
        {"from": str(one.since), "to": str(one.until or as_of), "phase": one.phase, "event": one.event}
        for one in coded
    ]
    colours = [COLOURS[min(place, len(COLOURS) - 1)] for place in range(len(phases))]
    chart = alt.Chart(alt.InlineData(values=rows)).mark_bar(height=14)
    bars: alt.Chart = chart.encode(
        x=alt.X("from:T", title=None, axis=alt.Axis(tickCount=8, format="%Y")),
        x2="to:T",
        y=alt.Y("phase:N", sort=list(reversed(phases)), title=None),
        color=alt.Color("phase:N", scale=alt.Scale(domain=list(phases), range=colours), legend=None),
    ).properties(width=WIDTH, height=24 * len(phases), title=f"phases, coded up to {as_of}")
    return bars


def _curves(as_of: dt.date, past: Sequence[Thaw], found: Mapping[tuple[str, int], Course]) -> Chart:
    """Draw the chance of no return: its mean for each schedule, its band, and past thaws as steps."""
    latest = max(year for _, year in found)
    years = np.arange(next(iter(found.values())).no_return.shape[1])
    lines: list[dict[str, Any]] = []
    band: list[dict[str, Any]] = []
    for (name, year), course in found.items():
        if year != latest:
            continue
        low, high = np.quantile(course.no_return, [0.05, 0.95], axis=0)
        for k in years.tolist():
            lines.append(
                {"year": k, "share": float(course.no_return[:, k].mean()), "what": name.replace("_", " ")}
            )
            band.append(
                {"year": k, "low": float(low[k]), "high": float(high[k]), "what": name.replace("_", " ")}
            )
    ended = [one.years(as_of) for one in past if one.back]
    for k in np.linspace(0, years[-1], 101).tolist() if ended else ():
        share = float(np.mean([one > k for one in ended]))
        lines.append({"year": k, "share": share, "what": "earlier thaws"})
    names = list(dict.fromkeys(row["what"] for row in lines))
    colour = alt.Color(
        "what:N",
        title=None,
        scale=alt.Scale(domain=names, range=LINES[: len(names)]),
    )
    x = alt.X("year:Q", title="years after the date (after its start, for an earlier thaw)")
    y = alt.Y(
        "share:Q", title="chance of no return", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%")
    )
    area = (
        alt.Chart(alt.InlineData(values=band))
        .mark_area(opacity=0.15)
        .encode(x=x, y="low:Q", y2="high:Q", color=colour)
    )
    line = alt.Chart(alt.InlineData(values=lines)).mark_line(strokeWidth=2).encode(x=x, y=y, color=colour)
    title = "chance of no return to the worst phase: mean and 90 % band"
    return alt.layer(area, line).properties(width=WIDTH, height=220, title=title)
