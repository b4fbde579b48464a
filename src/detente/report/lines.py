"""Gas lines in the report: what each world's lines are worth to whom, and the numbers behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..audit.records import Judgement
from ..domains.freight import facts as freight
from ..domains.freight.moves import RailLink
from ..domains.gas import values as gas_values
from ..domains.gas.moves import OnLine
from ..world.ranges import Range
from ..world.sources import TableSource, sources
from . import figures
from .sections import slug, source_line
from .worlds import START, Gains

VALUE = "gas_value"
LEAST = 0.005
"""A party whose middle draws change by less is left out of the picture [US$ bn]."""


def lines(judgement: Judgement) -> tuple[Gains, ...]:
    """Return, for each world with gas lines, quantiles of the present value of what changes, by party [US$ bn]."""
    found = []
    for case in judgement.problem.cases:
        cells = {
            cell.labels[0]: cell.name
            for cell in judgement.problem.cells
            if cell.outcome == VALUE and cell.case == case.name
        }
        quantiles = {party: judgement.quantiles(name) for party, name in cells.items()}
        shown = {party: values for party, values in quantiles.items() if _matters(values)}
        if not shown:
            continue
        meaning = case.meaning[:1].upper() + case.meaning[1:]
        figure = figures.spreads(
            f"lines-{slug(case.name)}",
            f"{meaning}: what it is worth to each party (US$ bn, present value)",
            "present value of the change (US$ bn)",
            shown,
            source_line(judgement),
        )
        found.append(Gains(case.name, meaning, shown, figure))
    return tuple(found)


@dataclass(frozen=True)
class Share:
    """What a way to divide gives a party: quantiles by percent [US$ bn]."""

    rule: str
    party: str
    values: Mapping[int, float]


def shares(judgement: Judgement) -> tuple[Share, ...]:
    """Return who gets what by the Shapley value and the nucleolus, if the study asks for a split."""
    names = {"shapley": "Shapley value", "nucleolus": "nucleolus"}
    return tuple(
        Share(names[cell.outcome], cell.labels[0], _tidy(judgement.quantiles(cell.name)))
        for cell in judgement.problem.cells
        if cell.outcome in names and cell.case == START
    )


def _tidy(values: Mapping[int, float]) -> dict[int, float]:
    """Return values without the dust that sums leave about zero."""
    return {end: round(value, 9) + 0.0 for end, value in values.items()}


def _matters(values: Mapping[int, float]) -> bool:
    return any(abs(values[end]) > LEAST for end in (25, 50, 75))


def tables(judgement: Judgement) -> tuple[str, ...]:
    """Return the models' worlds that a study uses beside trade's: `gas`, `freight`."""
    moves = [written.move for case in judgement.problem.cases for written in case.written]
    kinds = {"gas": OnLine, "freight": RailLink}
    return tuple(name for name, kind in kinds.items() if any(isinstance(move, kind) for move in moves))


def ranges(judgement: Judgement) -> tuple[tuple[str, tuple[Range, ...]], ...]:
    """Return every number of those worlds, by world."""
    found = {"gas": gas_values.ranges, "freight": freight.ranges}
    return tuple((name, tuple(found[name]().values())) for name in tables(judgement))


def provenance(judgement: Judgement) -> tuple[TableSource, ...]:
    """Return the sources of all tables that a study uses."""
    more = [one for name in tables(judgement) for one in sources(name)]
    return (*judgement.problem.world.sources, *more)
