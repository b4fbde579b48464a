"""Gas lines in the report: what each world's lines are worth to whom, and the numbers behind."""

from __future__ import annotations

from collections.abc import Mapping

from ....audit.records import Judgement
from ....report import figures
from ....report.sections import source_line
from ....report.view import Gains
from ....report.words import slug

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


def _matters(values: Mapping[int, float]) -> bool:
    return any(abs(values[end]) > LEAST for end in (25, 50, 75))
