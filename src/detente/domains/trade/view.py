"""Who gains and who loses: real income by economy in every world."""

from __future__ import annotations

from ...audit.records import Judgement
from ...report import figures
from ...report.sections import source_line
from ...report.view import Gains, View
from ...report.words import slug

REAL_INCOME, START = "real_income", "start"
NOTHING = 1e-9
"""A world in which nobody's real income moves by more is not shown here: its moves are about something else."""


def gains(judgement: Judgement) -> tuple[Gains, ...]:
    """Return who gains and who loses in each world but the start world, economies in the world's order.

    Worlds that are not shown by themselves are left out.
    """
    recorded = set(judgement.columns)
    cells = [
        cell
        for cell in judgement.problem.cells
        if cell.outcome == REAL_INCOME
        and cell.case != START
        and len(cell.labels) == 1
        and cell.name in recorded
    ]
    found = []
    for case in judgement.problem.cases:
        here = {cell.labels[0]: cell.name for cell in cells if cell.case == case.name}
        if not here:
            continue
        economies = [one for one in judgement.problem.world.economies if one in here]
        quantiles = {economy: judgement.quantiles(here[economy]) for economy in economies}
        if all(abs(values[end]) < NOTHING for values in quantiles.values() for end in (5, 95)):
            continue
        if not case.shown:
            continue
        meaning = case.meaning or case.name
        figure = figures.incomes(
            f"incomes-{slug(case.name)}", _title(meaning), quantiles, source_line(judgement)
        )
        found.append(Gains(case.name, meaning, quantiles, figure))
    return tuple(found)


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]


def view(judgement: Judgement) -> View | None:
    """Return who gains and who loses, world by world; None where no world says."""
    found = gains(judgement)
    drawn = tuple(world.figure for world in found if world.figure)
    links = (("worlds", "who gains, who loses"),)
    return View("trade/view.html", found, links, drawn) if found else None
