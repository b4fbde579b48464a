"""Gas lines in the report: who gains, what their gas costs, what transit earns, and what a cut costs whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ....audit.records import Judgement
from ....report.figure import Figure, Row, framed
from ....report.glossary import GAS
from ....report.sections import source_line
from ....report.view import Gains, View, facts
from ....report.words import slug
from ..domain import Gas
from ..pictured import Pictured
from .lines import lines
from .picture import picture

TERMS = ("line_flow", "line_price", "lng_break_even")
OF_PARTIES = ("transit_income", "cut_loss")
ENDS = (5, 50, 95)
LEAST = 0.0005
"""Parties whose numbers are smaller in nine draws of ten are left out [US$ bn]."""


@dataclass(frozen=True)
class Line:
    """Quantiles, by percent, of what a world's lines carry and cost, and of what parties get and lose."""

    case: str
    meaning: str
    terms: Mapping[str, Mapping[int, float]]
    parties: tuple[tuple[str, Mapping[str, Mapping[int, float]]], ...]


@dataclass(frozen=True)
class Shown:
    """Everything that the report says of gas lines."""

    worth: tuple[Gains, ...]
    """Who gains by each world's lines."""
    pictures: tuple[Figure, ...]
    margins: tuple[tuple[str, str, float], ...]
    """Supply, market and calibrated margin [US$/MMBtu]."""
    terms: tuple[Line, ...]


def view(judgement: Judgement) -> View | None:
    """Return what the report says of a study's gas lines; None where it has none."""
    solved = at_centre(judgement)
    shown = Shown(tuple(lines(judgement)), gas_pictures(judgement, solved), margins(solved), terms(judgement))
    if not (shown.worth or shown.pictures or shown.terms):
        return None
    drawn = (*(one.figure for one in shown.worth if one.figure), *shown.pictures)
    known, ranges = facts(judgement, Gas())
    links = (("lines", "gas lines"),) if shown.worth else (("gas-terms", "gas lines"),)
    return View("gas/view/gas.html", shown, links, drawn, tuple(tables(shown)), GAS, known, ranges)


def at_centre(judgement: Judgement) -> dict[str, Pictured]:
    """Return the worlds that were solved with every assumption at its centre, one a set of lines."""
    return {name: Pictured.read(one) for name, one in judgement.solved.get(Gas.name, {}).items()}


def gas_pictures(judgement: Judgement, solved: Mapping[str, Pictured]) -> tuple[Figure, ...]:
    """Draw, for each set of lines, the buyer's gas by origin and what a line's gas costs."""
    found = []
    for name, one in solved.items():
        drawn = picture("", one)
        if drawn is not None:
            meaning = next(case.meaning for case in judgement.problem.cases if case.name == name)
            title = f"{meaning[:1].upper()}{meaning[1:]}: the buyer's gas by origin, "
            title += (
                "without and with it (bcm a year), and what a unit costs over its life beside LNG (US$/MMBtu)"
            )
            drawing = framed(drawn)
            found.append(Figure(f"gas-{slug(name)}", title, source_line(judgement), drawing, _flows(one)))
    return tuple(found)


def margins(solved: Mapping[str, Pictured]) -> tuple[tuple[str, str, float], ...]:
    """Return what calibration leaves between price and cost, by supply and market, first year [US$/MMBtu]."""
    for found in solved.values():
        return tuple(
            (supply, market, float(found.margin[s, m]))
            for s, supply in enumerate(found.supplies)
            for m, market in enumerate(found.markets)
            if np.isfinite(found.margin[s, m]) and found.flow_without[0, s, m] > LEAST
        )
    return ()


def _flows(found: Pictured) -> tuple[Row, ...]:
    """Return flows by year, supply and market, without and with the lines [bcm a year]."""
    rows: list[Row] = []
    for y, year in enumerate(found.years):
        for m, market in enumerate(found.markets):
            for s, supply in enumerate(found.supplies):
                flows = (float(found.flow_without[y, s, m]), float(found.flow_with[y, s, m]))
                if max(flows) > 0:
                    row = {"year": year, "market": market, "supply": supply}
                    rows.append({**row, "without": flows[0], "with": flows[1]})
        for k, line in enumerate(found.lines):
            carried = float(found.line_flow[y, k])
            rows.append({"year": year, "market": "", "supply": line, "without": 0.0, "with": carried})
    return tuple(rows)


def terms(judgement: Judgement) -> tuple[Line, ...]:
    """Return, for each world with gas lines, what they carry and cost, who earns by transit and who loses by a cut."""
    found = []
    for case in judgement.problem.cases:
        cells = [cell for cell in judgement.problem.cells if cell.case == case.name]
        own = {one.outcome: judgement.quantiles(one.name, ENDS) for one in cells if one.outcome in TERMS}
        if not own:
            continue
        parties: dict[str, dict[str, Mapping[int, float]]] = {}
        for one in cells:
            if one.outcome in OF_PARTIES:
                parties.setdefault(one.labels[0], {})[one.outcome] = judgement.quantiles(one.name, ENDS)
        shown = tuple((party, values) for party, values in parties.items() if _matters(values))
        found.append(Line(case.name, case.meaning, own, shown))
    return tuple(found)


def _matters(values: Mapping[str, Mapping[int, float]]) -> bool:
    return any(abs(one[end]) > LEAST for one in values.values() for end in ENDS)


def tables(shown: Shown) -> Iterable[tuple[str, list[Row]]]:
    """Yield data that no figure has: margins, and the lines' terms."""
    if shown.margins:
        yield "gas-margins", [{"supply": s, "market": m, "margin": value} for s, m, value in shown.margins]
    rows: list[Row] = []
    for line in shown.terms:
        every = [(name, "", values) for name, values in line.terms.items()]
        every += [(name, party, ends) for party, given in line.parties for name, ends in given.items()]
        rows += [
            {"world": line.case, "outcome": name, "party": party, **{f"p{end}": ends[end] for end in ENDS}}
            for name, party, ends in every
        ]
    if rows:
        yield "gas-lines", rows
