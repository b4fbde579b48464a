"""A domain's part of the report: what its template shows, its figures and data, and the facts behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..audit.records import Judgement
from ..domains.domain import Domain, loaded
from ..world.ranges import Range
from ..world.sources import TableSource, sources
from .figure import Figure, Row


@dataclass(frozen=True)
class View:
    """What a domain shows of a judgement."""

    template: str
    """Its template, from the folder of domains on: `gas/view/gas.html`; it reads `view.shown`."""
    shown: Any
    links: tuple[tuple[str, str], ...]
    """Anchors and words of the report's line of contents."""
    figures: tuple[Figure, ...] = ()
    tables: tuple[tuple[str, Sequence[Row]], ...] = ()
    """Data that no figure has, by name."""
    part: str = ""
    """The part of the glossary that it needs."""
    sources: tuple[TableSource, ...] = ()
    ranges: Mapping[str, Range] = field(default_factory=dict)
    """Every number of its facts, with ends and source."""

    def data(self) -> Iterator[tuple[str, Sequence[Row]]]:
        """Yield the name and the rows of each table of data."""
        yield from self.tables
        yield from ((figure.name, figure.rows) for figure in self.figures)


@dataclass(frozen=True)
class Gains:
    """Quantiles of what one world changes, by economy or party and percent, and their figure."""

    case: str
    meaning: str
    quantiles: Mapping[str, Mapping[int, float]]
    figure: Figure | None


def views(judgement: Judgement) -> dict[str, View]:
    """Return what each domain shows, by its name, in the order of the page; a domain without anything is left out."""
    found = {
        one.name: loaded(one.view)(judgement) if one.view else plain(judgement, one)
        for one in judgement.problem.domains
    }
    return {name: view for name, view in found.items() if view is not None}


def plain(judgement: Judgement, domain: Domain) -> View | None:
    """Return the quantiles of a domain's outcomes as a table; None where a study has none of them."""
    rows = [
        (cell, judgement.problem.outcome(cell.outcome).meaning, judgement.quantiles(cell.name))
        for cell in judgement.problem.cells_of(domain.name)
    ]
    if not rows:
        return None
    axes = dict.fromkeys((axis for cell, *_ in rows for axis in cell.dims), "")
    table = [
        {
            "outcome": cell.outcome,
            **axes,
            **cell.places,
            "unit": cell.unit,
            **{f"p{end}": one for end, one in ends.items()},
        }
        for cell, _, ends in rows
    ]
    shown = {"name": domain.name, "meaning": domain.meaning, "rows": rows}
    return View("outcomes.html", shown, ((domain.name, domain.meaning),), tables=((domain.name, table),))


def facts(judgement: Judgement, domain: Domain) -> tuple[tuple[TableSource, ...], Mapping[str, Range]]:
    """Return the sources and the numbers of a domain's facts, where a world makes one of its moves."""
    moves = [one.move for case in judgement.problem.cases for one in case.written]
    used = any(isinstance(move, domain.moves) for move in moves)
    return (sources(domain.name), domain.ranges()) if used else ((), {})
