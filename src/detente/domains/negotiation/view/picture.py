"""A picture of a negotiation: each actor's position by round, and the mean with its band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np

from ....bind.alone.negotiate import Issue
from ....report.colours import FOR
from ....report.figure import Chart

if TYPE_CHECKING:
    from ..alone import Landed

WIDTH = 460
ACTOR = "#9a9a9a"
MEAN = "grey: actors; green: their weighted mean, with the band of 90 % of draws"
TOGETHER = 0.04
"""Share of the range within which names share a line."""


def picture(title: str, issues: Sequence[Issue], landed: Mapping[str, Landed]) -> Chart:
    """Draw a panel for each issue."""
    panels = [_panel(issue, landed[issue.name]) for issue in issues]
    whole: Chart = alt.vconcat(*panels, title=title, spacing=26).resolve_scale(y="independent")
    return whole


def _panel(issue: Issue, one: Landed) -> Chart:
    """Draw one issue: thin lines of actors with their names at the end, a thick one of the mean."""
    rounds = range(one.rounds.mean.shape[1])
    lines = [
        {"round": at, "position": float(one.rounds.positions[0, at, who]), "actor": name}
        for who, name in enumerate(issue.actors)
        for at in rounds
    ]
    mean = [
        {"round": at, "position": float(one.rounds.mean[0, at]), "low": float(low), "high": float(high)}
        for at, low, high in zip(rounds, one.mean_band[0], one.mean_band[2], strict=True)
    ]
    axis = alt.Axis(orient="right", title=issue.unit or "position")
    x = alt.X("round:Q", axis=alt.Axis(tickMinStep=1, format="d"), title="round")
    y = alt.Y("position:Q", axis=axis, scale=alt.Scale(zero=False))
    actors = alt.Chart(alt.InlineData(values=lines)).mark_line(
        strokeWidth=1, color=ACTOR, point=alt.OverlayMarkDef(color=ACTOR, size=16)
    )
    labels = alt.Chart(alt.InlineData(values=_names(issue, one)))
    band = alt.Chart(alt.InlineData(values=mean)).mark_area(opacity=0.2, color=FOR)
    middle = alt.Chart(alt.InlineData(values=mean)).mark_line(strokeWidth=3, color=FOR)
    found: Chart = alt.layer(
        band.encode(x=x, y=alt.Y("low:Q", axis=axis), y2="high:Q"),
        actors.encode(x=x, y=y, detail="actor:N"),
        middle.encode(x=x, y=y),
        labels.mark_text(align="right", dx=-8, fontSize=10).encode(x=x, y=y, text="actor:N"),
    ).properties(width=WIDTH, height=260, title=alt.TitleParams(issue.asks, subtitle=MEAN))
    return found


def _names(issue: Issue, one: Landed) -> list[dict[str, Any]]:
    """Return the actors' names where they begin, those close together on one line."""
    begin = one.rounds.positions[0, 0]
    groups: list[tuple[list[float], list[str]]] = []
    for at, name in sorted(zip(begin.tolist(), issue.actors, strict=True), key=lambda pair: pair[0]):
        if groups and at - groups[-1][0][0] <= TOGETHER * float(np.ptp(begin)):
            groups[-1][0].append(at)
            groups[-1][1].append(name)
        else:
            groups.append(([at], [name]))
    return [{"round": 0, "position": sum(at) / len(at), "actor": ", ".join(names)} for at, names in groups]
