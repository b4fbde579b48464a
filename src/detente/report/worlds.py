"""Who gains and who loses: real income by economy in every world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..audit.records import Judgement
from ..domains.entry.records import GameOption, name_of
from . import figures
from .figure import Figure
from .sections import slug, source_line

REAL_INCOME, START = "real_income", "start"
NOTHING = 1e-9
"""A world in which nobody's real income moves by more is not shown here: its moves are about something else."""


@dataclass(frozen=True)
class Gains:
    """Quantiles of the change of real income in one world [share], by economy and percent."""

    case: str
    meaning: str
    quantiles: Mapping[str, Mapping[int, float]]
    figure: Figure | None


def gains(judgement: Judgement) -> tuple[Gains, ...]:
    """Return who gains and who loses in each world but the start world, economies in the world's order.

    Of the worlds that a game makes, those that one power has entered.
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
    game = judgement.problem.of(GameOption)
    crowded = {name_of(entered) for entered in game.sets if len(entered) > 1} if game else set()
    entered = {name_of((power,)): f"once {power} has entered" for power in game.powers} if game else {}
    found = []
    for case in judgement.problem.cases:
        here = {cell.labels[0]: cell.name for cell in cells if cell.case == case.name}
        if not here:
            continue
        economies = [one for one in judgement.problem.world.economies if one in here]
        quantiles = {economy: judgement.quantiles(here[economy]) for economy in economies}
        if all(abs(values[end]) < NOTHING for values in quantiles.values() for end in (5, 95)):
            continue
        if case.name in crowded:
            continue
        meaning = entered.get(case.name) or case.meaning or case.name
        figure = figures.incomes(
            f"incomes-{slug(case.name)}", _title(meaning), quantiles, source_line(judgement)
        )
        found.append(Gains(case.name, meaning, quantiles, figure))
    return tuple(found)


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]
