"""A map of a freight network: land, links by mode, terminals. No borders."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt

from ....report.figure import Chart
from ..facts import Freight, land

WIDTH = 760
TALLEST = 480
KINDS = {
    "railway": ("#3a4f8f", [1, 0]),
    "road": ("#8a6d1b", [1, 0]),
    "ship": ("#6fa3cc", [1, 0]),
    "transfer": ("#777777", [1, 0]),
    "opened or renewed": ("#d1603d", [5, 2]),
}
"""Colour and dash of each kind of link, in the order of the legend."""
NAMES = {"rail": "railway", "road": "road", "sea": "ship", "transfer": "transfer"}
GROUND, WATER, INK, GREY = "#e7e2d3", "#f4f8fb", "#333333", "#666666"
SOURCE = "Land: Natural Earth, public domain. Ships' courses: searoute. Other links: straight lines. No borders drawn."
ROOM = 0.06
"""Empty room about what is shown, as a share of its size."""
FLAT = WIDTH / TALLEST
"""Least width of a map, in heights."""
LEAST = 1.0
"""Least half-width and half-height of a map [degrees]."""
CLOSE = 0.4
"""A second map shows what opens if that is no larger than so much of the whole."""
NEAR = (117.0, 31.0, 146.0, 49.0)
"""Where a finer outline of land is there: west, south, east, north [degrees]."""
Place = tuple[float, float]
LETTER, LINE, GAP = 5.9, 12.0, 6.0
"""Width of a letter, height of a line, and distance from the point [px]."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Window:
    """A part of the world, and its size on paper: degrees of longitude are drawn as long as at its middle."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def about(cls, places: Sequence[Place]) -> Window:
        """Return the window that holds places, with some room."""
        lons, lats = zip(*places, strict=True)
        wide = max((max(lons) - min(lons)) * (0.5 + ROOM), LEAST)
        high = max((max(lats) - min(lats)) * (0.5 + ROOM), LEAST)
        x, y = (max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2
        squeeze = math.cos(math.radians(y))
        wide = max(wide, FLAT * high / squeeze)
        high = max(high, 0.35 * wide * squeeze)
        return cls(x - wide, max(y - high, -85.0), x + wide, min(y + high, 85.0))

    @property
    def scale(self) -> tuple[float, float]:
        """Return pixels a degree of longitude, and of latitude."""
        squeeze = math.cos(math.radians((self.south + self.north) / 2))
        across = min(WIDTH / (self.east - self.west), TALLEST * squeeze / (self.north - self.south))
        return across, across / squeeze

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height [px]."""
        across, up = self.scale
        return round(across * (self.east - self.west)), round(up * (self.north - self.south))

    def on_paper(self, place: Place) -> Place:
        """Return where a place is drawn [px], from the left and from the top."""
        across, up = self.scale
        return (place[0] - self.west) * across, (self.north - place[1]) * up

    def holds(self, place: Place) -> bool:
        """Tell whether a place lies in the window."""
        return self.west <= place[0] <= self.east and self.south <= place[1] <= self.north


def map_of(freight: Freight, title: str = "The freight network", source: str = SOURCE) -> Chart:
    """Draw a network on land; beside it, larger, what opens, where that is a small part of the whole."""
    whole = Window.about([*freight.places, *(place for course in freight.courses for place in course)])
    opened = [freight.places[freight.terminals.index(end)] for end in _opened(freight)]
    close = Window.about(opened) if opened else whole
    whole_map: Chart
    if close.east - close.west > CLOSE * (whole.east - whole.west):
        whole_map = _panel(freight, whole, {}).properties(
            title=alt.TitleParams(title, subtitle=source, anchor="start", color=INK, subtitleColor=GREY)
        )
        return whole_map
    frame = alt.TitleParams("what opens or is renewed, from nearer", anchor="start", fontSize=12, color=INK)
    panels: list[Any] = [_panel(freight, whole, {}, close), _panel(freight, close, {"title": frame})]
    head = alt.TitleParams(title, anchor="start", fontSize=15, color=INK)
    whole_map = alt.vconcat(*panels, _caption(source), spacing=12, title=head)  # type: ignore[assignment]
    return whole_map


def _caption(text: str) -> alt.Chart:
    """Draw a line of text."""
    line = alt.Chart(alt.InlineData(values=[{}])).mark_text(align="left", fontSize=9, color=GREY)
    placed_line: alt.Chart = line.encode(text=alt.value(text), x=alt.value(0), y=alt.value(6))
    return placed_line.properties(width=WIDTH, height=12)


def _opened(freight: Freight) -> list[str]:
    """Return the terminals of links that open or are renewed."""
    return list(dict.fromkeys(end for link in freight.links if link.opens or link.old for end in link.ends))


def _panel(freight: Freight, window: Window, more: dict[str, Any], inner: Window | None = None) -> Any:
    """Draw one map, with a frame where another shows more of it."""
    wide, high = window.size
    layers: list[Any] = [_ground(window), _links(freight, window)]
    if inner:
        layers.append(_frame(window, inner))
    layers += _terminals(freight, window, crowded=inner)
    chart: Any = alt.layer(*layers).properties(width=wide, height=high, **more)
    return chart


def _shape(form: str, parts: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": form, "coordinates": parts}, **properties}


def _drawn(rows: Any, **mark: Any) -> alt.Chart:
    """Draw shapes whose coordinates are pixels."""
    data = alt.InlineData(values=rows)
    shapes: alt.Chart = alt.Chart(data).mark_geoshape(clip=True, **mark)
    return shapes.project(type="identity", scale=1, translate=[0, 0])


def _ground(window: Window) -> Any:
    """Draw water and land."""
    wide, high = window.size
    water = [_shape("Polygon", [[[0, 0], [wide, 0], [wide, high], [0, high], [0, 0]]])]
    near = (
        NEAR[0] <= window.west
        and NEAR[1] <= window.south
        and window.east <= NEAR[2]
        and window.north <= NEAR[3]
    )
    rings = [[list(window.on_paper(place)) for place in (*ring, ring[0])] for ring in land(near)]
    return alt.layer(
        _drawn(water, fill=WATER, stroke="#cccccc", strokeWidth=0.5),
        _drawn([_shape("Polygon", [ring]) for ring in rings], fill=GROUND, stroke="#cfc8b4", strokeWidth=0.5),
    )


def _links(freight: Freight, window: Window) -> alt.Chart:
    """Draw every link on its course, ships first."""
    place = dict(zip(freight.terminals, freight.places, strict=True))
    rows = []
    for number, link in enumerate(freight.links):
        course = freight.courses[number] if freight.courses else ()
        line = [list(window.on_paper(one)) for one in course or [place[end] for end in link.ends]]
        kind = "opened or renewed" if link.opens or link.old else NAMES[link.mode]
        rows.append(_shape("LineString", line, kind=kind))
    known = [kind for kind in KINDS if any(row["kind"] == kind for row in rows)]
    rows.sort(key=lambda row: row["kind"] != "ship")
    colours, dashes = zip(*[KINDS[kind] for kind in known], strict=True)
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolStrokeWidth=3, labelFontSize=11)
    chart: alt.Chart = _drawn(rows, filled=False, strokeWidth=1.8).encode(
        stroke=alt.Stroke("kind:N", scale=alt.Scale(domain=known, range=list(colours)), legend=legend),
        strokeDash=alt.StrokeDash("kind:N", scale=alt.Scale(domain=known, range=list(dashes)), legend=legend),
    )
    return chart


def _frame(window: Window, inner: Window) -> alt.Chart:
    """Draw the outline of another window."""
    (left, top), (right, bottom) = (
        window.on_paper((inner.west, inner.north)),
        window.on_paper((inner.east, inner.south)),
    )
    ring = [[left, top], [right, top], [right, bottom], [left, bottom], [left, top]]
    return _drawn([_shape("LineString", ring)], filled=False, stroke="#999999", strokeWidth=1)


def _terminals(freight: Freight, window: Window, crowded: Window | None) -> list[alt.Chart]:
    """Draw terminals, with names where there is room; those that another map shows are not named."""
    inside = [number for number, place in enumerate(freight.places) if window.holds(place)]
    gates = {terminal for _, terminal, _ in freight.gateways}
    dots = [dict(zip("xy", window.on_paper(freight.places[number]), strict=True)) for number in inside]
    inside = [number for number in inside if not (crowded and crowded.holds(freight.places[number]))]
    inside.sort(key=lambda number: freight.terminals[number] not in gates)
    wanted = [Label(freight.name(freight.terminals[k]), *window.on_paper(freight.places[k])) for k in inside]
    rows = [
        {"x": one.x, "y": one.y, "name": one.text}
        for one in placed(wanted, [(dot["x"], dot["y"]) for dot in dots], window.size)
    ]
    wide, high = window.size
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, wide]), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[high, 0]), axis=None)
    circle = (
        alt.Chart(alt.InlineData(values=dots)).mark_circle(size=26, color=INK, opacity=1).encode(x=x, y=y)
    )
    names = alt.Chart(alt.InlineData(values=rows)).encode(x=x, y=y, text="name:N")
    font: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": 10.5}
    halo = names.mark_text(stroke=GROUND, strokeWidth=3, strokeOpacity=0.8, strokeJoin="round", **font)
    return [circle, halo, names.mark_text(color=INK, **font)]


@dataclass(frozen=True)
class Label:
    """A text at a point [px]; once placed, `x` is its left end and `y` its middle."""

    text: str
    x: float
    y: float

    @property
    def box(self) -> Box:
        """Return left, top, right, bottom of a placed label."""
        return self.x, self.y - LINE / 2, self.x + LETTER * len(self.text), self.y + LINE / 2


def placed(
    labels: Sequence[Label], points: Sequence[tuple[float, float]], size: tuple[int, int]
) -> list[Label]:
    """Return the labels that fit, the first ones first: right of their point, left of it, below, or above.

    None covers another, a point, or the edge of a picture of that size; those that would are left out.
    """
    dots = [(x - 3, y - 3, x + 3, y + 3) for x, y in points]
    found: list[Label] = []
    for label in labels:
        taken = [*(one.box for one in found), *dots]
        fits = [one for one in _choices(label) if _free(one.box, taken, size)]
        found += fits[:1]
    return found


def _choices(label: Label) -> list[Label]:
    wide = LETTER * len(label.text)
    offsets = [(GAP, 0.0), (-GAP - wide, 0.0), (-wide / 2, 1.7 * GAP), (-wide / 2, -1.7 * GAP)]
    offsets += [(GAP, GAP), (GAP, -GAP), (-GAP - wide, GAP), (-GAP - wide, -GAP)]
    return [replace(label, x=label.x + x, y=label.y + y) for x, y in offsets]


def _free(box: Box, taken: Sequence[Box], size: tuple[int, int]) -> bool:
    left, top, right, bottom = box
    inside = left >= 0 and top >= 0 and right <= size[0] and bottom <= size[1]
    return inside and not any(
        left < other[2] and other[0] < right and top < other[3] and other[1] < bottom for other in taken
    )
