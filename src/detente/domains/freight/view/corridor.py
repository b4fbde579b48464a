"""The freight network in the report, where a world opens its links."""

from __future__ import annotations

from ....audit.records import Judgement
from ....report.figure import Figure, Row, framed
from ....report.sections import source_line
from ....report.view import View, facts
from ..domain import Freight
from ..facts import load
from ..moves import RailLink
from .map import map_of


def view(judgement: Judgement) -> View | None:
    """Return the map of the corridor; None where no world opens it."""
    drawn = freight_map(judgement)
    if drawn is None:
        return None
    known, ranges = facts(judgement, Freight())
    links = (("corridor", "the corridor"),)
    return View("freight/view/freight.html", drawn, links, (drawn,), sources=known, ranges=ranges)


def freight_map(judgement: Judgement) -> Figure | None:
    """Draw the freight network where a world opens its links; None elsewhere."""
    moves = [one.move for case in judgement.problem.cases for one in case.written]
    if not any(isinstance(move, RailLink) for move in moves):
        return None
    title = "The freight network, and what opens: land, railways, roads and ships' courses"
    rows: list[Row] = [
        {"from": link.ends[0], "to": link.ends[1], "mode": link.mode, "opens": bool(link.opens or link.old)}
        for link in load().links
    ]
    drawing = framed(map_of(load(), ""))
    return Figure("freight-map", title, source_line(judgement), drawing, tuple(rows))
