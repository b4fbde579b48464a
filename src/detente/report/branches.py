"""Branches drawn from left to right: edges, what stands on them, and what stands at their ends."""

from __future__ import annotations

from typing import Any

import altair as alt

from .colours import FOR
from .figure import Chart

STEP, ROW, MARGIN = 170, 34, 120
"""Width of a step, height of an end, and room on the right for words [px]."""
LEAST_HEIGHT = 120


def layers(
    points: list[dict[str, Any]],
    lines: list[dict[str, Any]],
    names: list[dict[str, Any]],
    depth: int,
    ends: int,
    title: str = "",
) -> Chart:
    """Return edges (`edge`, `x`, `y`, `on`), words on them (`x`, `y`, `move`) and nodes (`x`, `y`, `who`,
    and their `colour` if they have one).

    Edges whose `on` is `played` are bold.
    """
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.2, depth + 0.6]))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(reverse=True))
    width = alt.condition("datum.on == 'played'", alt.value(3.5), alt.value(1))
    colour = alt.condition("datum.on == 'played'", alt.value(FOR), alt.value("#888888"))
    edge = alt.Chart(alt.InlineData(values=lines)).mark_line()
    edge = edge.encode(x=x, y=y, detail="edge:N", strokeWidth=width, color=colour)
    node = alt.Chart(alt.InlineData(values=[{"colour": "#444444"} | point for point in points]))
    node = node.mark_circle(size=60, opacity=1).encode(x=x, y=y, color=alt.Color("colour:N", scale=None))
    who = alt.Chart(alt.InlineData(values=points)).mark_text(align="left", dx=6, dy=-7, fontSize=11)
    behind = alt.Chart(alt.InlineData(values=points))
    behind = behind.mark_text(align="left", dx=6, dy=-7, fontSize=11, stroke="white", strokeWidth=4)
    words = [one.encode(x=x, y=y, text="who:N") for one in (behind, who)]
    drawn = [edge, node, *words]
    if names:
        move = alt.Chart(alt.InlineData(values=names)).mark_text(fontSize=11, dy=-5, color="#444444")
        drawn.append(move.encode(x=x, y=y, text="move:N"))
    whole = alt.layer(*drawn).properties(width=STEP * depth + MARGIN, height=max(LEAST_HEIGHT, ROW * ends))
    return whole.properties(title=title) if title else whole
