"""The figures of an issue: its rounds at the centre, and where draws put it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np

from ....report.colours import FOR
from ....report.colours import apart as coloured
from ....report.figure import Chart, Figure, Row, sized
from ..course import Course
from ..equations import CAPITULATION, COMPROMISE, CONFRONTATION, STAY
from ..issues import Issue

DONE = {
    STAY: "stays",
    CONFRONTATION: "loses to",
    COMPROMISE: "compromises with",
    CAPITULATION: "gives in to",
}
MEAN = "weighted mean"
DASHES = [[1, 0], [7, 7], [2, 3], [9, 3, 2, 3]]
"""In turns, so that those of one country, or two neighbours in the list who walk one way, are told apart."""
STANDING = "#8a939b"
"""The colour of those who never move."""
HEIGHT, LINE = 330, 15
"""Of the picture of rounds, and of a line of names beside it [px]."""
MOVED = 1e-3
"""Share of the scale by which an actor must move to be drawn as one that moves."""


def course(name: str, issue: Issue, held: Course, source: str) -> Figure:
    """Draw each actor's position by round at the centre of the assumptions, and the weighted mean."""
    positions, rounds = held.positions, range(len(held.positions))
    who = [seat.who for seat in issue.seats]
    rows: list[Row] = [
        {"round": at, "actor": one, "position": float(positions[at, k]), "move": _move(held, who, at, k)}
        for k, one in enumerate(who)
        for at in rounds
    ]
    rows += [{"round": at, "actor": MEAN, "position": float(held.mean[at]), "move": ""} for at in rounds]
    room = MOVED * (issue.ends[1] - issue.ends[0])
    moving = [one for k, one in enumerate(who) if np.ptp(positions[:, k]) > room]
    title = f"{_title(issue.asks)}: who stands where, round by round, at the centre of the assumptions"
    chart = alt.layer(_lines(issue, rows, moving), _names(issue, rows, [*moving, MEAN], rounds[-1]))
    return Figure(name, title, source, sized(chart, HEIGHT + 40), tuple(rows))


def _move(held: Course, who: Sequence[str], at: int, k: int) -> str:
    """Say how an actor came to where it stands in a round."""
    if at == 0:
        return "begins"
    kind, to = int(held.kind[at - 1, k]), int(held.to[at - 1, k])
    return DONE[kind] if kind == STAY else f"{DONE[kind]} {who[to]}"


def _lines(issue: Issue, rows: Sequence[Row], moving: Sequence[str]) -> Chart:
    """Draw those who move in colours, those who stand in grey, and the mean thick."""
    shown = [*moving, MEAN]
    legend = alt.Legend(orient="top", columns=3, labelLimit=140, symbolType="stroke", symbolStrokeWidth=2.5)
    colour = alt.Color(
        "actor:N",
        title=None,
        scale=alt.Scale(domain=shown, range=[*coloured(moving), FOR]),
        legend=legend,
    )
    last = max(row["round"] for row in rows)
    x = alt.X(
        "round:Q",
        title="round",
        axis=alt.Axis(tickMinStep=1, format="d", values=list(range(0, last + 1, max(1, last // 5)))),
    )
    y = alt.Y("position:Q", title=None, axis=points(issue), scale=_scale(issue))
    dash = alt.StrokeDash(
        "actor:N",
        title=None,
        scale=alt.Scale(
            domain=shown, range=[DASHES[place % len(DASHES)] for place in range(len(moving))] + [[1, 0]]
        ),
        legend=legend,
    )
    base = alt.Chart(_data([row for row in rows if row["actor"] in moving])).encode(x=x, y=y, color=colour)
    still = alt.Chart(_data([row for row in rows if row["actor"] not in shown])).mark_line(
        strokeWidth=1.5, color=STANDING
    )
    mean = alt.Chart(_data([row for row in rows if row["actor"] == MEAN])).mark_line(strokeWidth=4)
    found: Chart = alt.layer(
        still.encode(x=x, y=y, detail="actor:N"),
        base.mark_line(strokeWidth=2).encode(strokeDash=dash),
        base.mark_point(filled=True, size=18, opacity=1),
        mean.encode(x=x, y=y, color=colour),
    )
    return found


def _names(issue: Issue, rows: Sequence[Row], named: Sequence[str], last: int) -> Chart:
    """Write the names of those who stand beside their lines, a line of text apart."""
    low, high = issue.ends
    stays = sorted(
        (row["position"], row["actor"]) for row in rows if row["round"] == last and row["actor"] not in named
    )
    places = apart([at for at, _ in stays], LINE * (high - low) / HEIGHT, high)
    labels: list[Row] = [
        {"round": last, "position": at, "actor": name} for at, (_, name) in zip(places, stays, strict=True)
    ]
    chart: alt.Chart = (
        alt.Chart(_data(labels))
        .mark_text(align="left", dx=6, fontSize=12)
        .encode(x="round:Q", y=alt.Y("position:Q", scale=_scale(issue)), text="actor:N")
    )
    return chart


def apart(places: Sequence[float], gap: float, top: float) -> list[float]:
    """Return ascending places moved as little up or down as keeps them a gap apart, the last at the top or below.

    >>> apart([0, 1, 1.5], 1, 2)
    [0, 1, 2]
    >>> apart([0, 2, 2], 1, 2)
    [0, 1, 2]
    """
    found: list[float] = []
    for at in places:
        found.append(max(at, found[-1] + gap) if found else at)
    for place in reversed(range(len(found))):
        limit = found[place + 1] - gap if place + 1 < len(found) else top
        found[place] = min(found[place], limit)
    return found


def spread(name: str, issue: Issue, found: Mapping[int, np.ndarray], source: str) -> Figure:
    """Draw the weighted mean of positions by round over draws: the middle, half and nine tenths of them."""
    rows: list[Row] = [
        {"round": at, **{f"p{end}": float(values[at]) for end, values in found.items()}}
        for at in range(len(found[50]))
    ]
    base = alt.Chart(_data(rows)).encode(x=alt.X("round:Q", title="round", axis=alt.Axis(tickMinStep=1)))

    def area(low: str, high: str, opacity: float) -> Chart:
        y = alt.Y(f"{low}:Q", title=None, scale=_scale(issue), axis=points(issue))
        drawn: Chart = base.mark_area(color=FOR, opacity=opacity).encode(y=y, y2=high)
        return drawn

    middle = base.mark_line(color=FOR, strokeWidth=2.5).encode(y=alt.Y("p50:Q", scale=_scale(issue)))
    title = f"{_title(issue.asks)}: the weighted mean of positions by round, over the draws"
    layers = alt.layer(area("p5", "p95", 0.2), area("p25", "p75", 0.35), middle)
    return Figure(name, title, source, sized(layers, HEIGHT - 90), tuple(rows))


def bands(name: str, issue: Issue, found: Mapping[str, Mapping[int, float]], source: str) -> Figure:
    """Draw quantiles of where the issue lands, by the rounds and by simpler rules."""
    rows: list[dict[str, Any]] = [
        {"measure": measure, **{f"p{percent}": value for percent, value in values.items()}}
        for measure, values in found.items()
    ]
    known = [row for row in rows if np.isfinite(row["p50"])]
    y = alt.Y(
        "measure:N",
        sort=[row["measure"] for row in known],
        title=None,
        axis=alt.Axis(ticks=False, domain=False, grid=True, labelLimit=190),
    )
    x = alt.X("p5:Q", title=issue.unit or None, axis=points(issue), scale=_scale(issue))
    base = alt.Chart(_data(known)).encode(y=y)
    marks = alt.Chart(_data([{"at": at} for _, at in issue.points]))
    layers = alt.layer(
        marks.mark_rule(strokeWidth=1, strokeDash=[4, 3]).encode(x="at:Q"),
        base.mark_rule(strokeWidth=1.5, color=FOR).encode(x=x, x2="p95:Q"),
        base.mark_bar(height=9, color=FOR).encode(x="p25:Q", x2="p75:Q"),
        base.mark_point(filled=True, size=55, opacity=1, color=FOR).encode(x="p50:Q"),
    )
    title = f"{_title(issue.asks)}: where it lands over the draws"
    return Figure(name, title, source, sized(layers, 24 * len(known) + 45), tuple(rows))


def points(issue: Issue) -> alt.Axis:
    """Return an axis whose ticks are the named points of the issue's scale."""
    unit = f" {issue.unit}" if issue.unit else ""
    words = "".join(
        f"datum.value == {at} ? '{name.replace('_', ' ')} ({at:g}{unit})' : " for name, at in issue.points
    )
    return alt.Axis(values=[at for _, at in issue.points], labelExpr=f"{words}''", labelLimit=130)


def _scale(issue: Issue) -> alt.Scale:
    return alt.Scale(domain=list(issue.ends), nice=False, zero=False)


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]


def _data(rows: Sequence[Row]) -> alt.InlineData:
    return alt.InlineData(values=[dict(row) for row in rows])
