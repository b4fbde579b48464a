"""The corridor in the report: its map, what its gas costs, what transit earns, and what a cut costs whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..audit.records import Judgement
from ..chance.cube import median as middle
from ..domains.freight.facts import load
from ..domains.freight.moves import RailLink
from ..domains.gas.moves import lines_of
from ..domains.split.options import SplitOption
from .figure import Figure, Row, framed
from .gas import picture
from .map import map_of
from .sections import slug, source_line

if TYPE_CHECKING:
    from ..domains.gas.corridor import CorridorResult
    from ..domains.gas.worlds import Built

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
class Fee:
    """How much more than its transit income a party gets by its Shapley value: the fee that would give it that."""

    party: str
    case: str
    times: Mapping[int, float]


@dataclass(frozen=True)
class View:
    """Everything that the report says of a corridor."""

    map: Figure | None
    pictures: tuple[Figure, ...]
    margins: tuple[tuple[str, str, float], ...]
    """Supply, market and calibrated margin [US$/MMBtu]."""
    terms: tuple[Line, ...]
    fees: tuple[Fee, ...]


def view(judgement: Judgement) -> View:
    """Return what the report says of a study's corridor; empty where it has none."""
    solved = at_centre(judgement)
    return View(
        freight_map(judgement),
        gas_pictures(judgement, solved),
        margins(solved),
        terms(judgement),
        fees(judgement),
    )


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


def at_centre(judgement: Judgement) -> dict[str, Built]:
    """Solve, with every assumption at its centre, one world a set of lines: price rules leave flows as they are.

    JAX comes with the models, where a study has lines.
    """
    cases = {moves: case for case in reversed(judgement.problem.cases) if (moves := lines_of(case))}
    if not cases:
        return {}
    from ..domains.gas.worlds import built

    at = {column.name: np.array([middle(column)]) for column in judgement.problem.columns}
    return built(judgement.problem, at, [case.name for case in reversed(cases.values())])


def gas_pictures(judgement: Judgement, solved: Mapping[str, Built]) -> tuple[Figure, ...]:
    """Draw, for each set of lines, the buyer's gas by origin and what a line's gas costs."""
    found = []
    for name, one in solved.items():
        drawn = picture("", one.gas, one.result)
        if drawn is not None:
            meaning = next(case.meaning for case in judgement.problem.cases if case.name == name)
            title = f"{meaning[:1].upper()}{meaning[1:]}: the buyer's gas by origin, "
            title += (
                "without and with it (bcm a year), and what a unit costs over its life beside LNG (US$/MMBtu)"
            )
            drawing = framed(drawn)
            found.append(
                Figure(f"gas-{slug(name)}", title, source_line(judgement), drawing, _flows(one.result))
            )
    return tuple(found)


def margins(solved: Mapping[str, Built]) -> tuple[tuple[str, str, float], ...]:
    """Return what calibration leaves between price and cost, by supply and market, first year [US$/MMBtu]."""
    for one in solved.values():
        found = one.result
        return tuple(
            (supply, market, float(found.margin[0, 0, s, m]))
            for s, supply in enumerate(found.supplies)
            for m, market in enumerate(found.markets)
            if np.isfinite(found.margin[0, 0, s, m]) and found.flow_without[0, 0, s, m] > LEAST
        )
    return ()


def _flows(found: CorridorResult) -> tuple[Row, ...]:
    """Return flows by year, supply and market, without and with the lines [bcm a year]."""
    rows: list[Row] = []
    for y, year in enumerate(found.years):
        for m, market in enumerate(found.markets):
            for s, supply in enumerate(found.supplies):
                flows = (float(found.flow_without[0, y, s, m]), float(found.flow_with[0, y, s, m]))
                if max(flows) > 0:
                    row = {"year": year, "market": market, "supply": supply}
                    rows.append({**row, "without": flows[0], "with": flows[1]})
        for k, line in enumerate(found.lines):
            carried = float(found.line_flow[0, y, k])
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


def fees(judgement: Judgement) -> tuple[Fee, ...]:
    """Return, for parties of a split that earn by transit, their Shapley value over their income from the fee."""
    split = judgement.problem.of(SplitOption)
    if split is None:
        return ()
    found = []
    for world in dict.fromkeys(split.worlds):
        for party in split.parties:
            income, share = f"transit_income[{party},{world}]", f"shapley[{party},start]"
            if income not in judgement.columns or share not in judgement.columns:
                continue
            earned, gets = judgement.column(income), judgement.column(share)
            known = np.isfinite(earned) & np.isfinite(gets) & (earned > LEAST)
            if known.any():
                times = gets[known] / earned[known]
                found.append(Fee(party, world, {end: float(np.percentile(times, end)) for end in ENDS}))
    return tuple(found)


def tables(shown: View) -> Iterable[tuple[str, list[Row]]]:
    """Yield the data files: the network's links, the gas by origin, and the lines' terms."""
    drawn = (shown.map, *shown.pictures) if shown.map else shown.pictures
    yield from ((one.name, list(one.rows)) for one in drawn)
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
