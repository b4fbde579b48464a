"""The peace process in the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ....audit.records import Judgement
from ....report.glossary import PEACE
from ....report.view import View
from ..facts import PHASES, Spell, Thaw, thaws
from ..options import PeaceOption


@dataclass(frozen=True)
class Shown:
    """The peace process: the phase, earlier thaws, and what draws say of a return."""

    now: Spell
    thaws: tuple[Thaw, ...]
    rows: tuple[tuple[str, str, Mapping[int, float], float], ...]
    """Schedule, year of the weights, quantiles and mean of the chance of no return."""
    years: float


def view(judgement: Judgement) -> View | None:
    """Return what the report says of the study's peace process; None where there is none."""
    option = judgement.problem.of(PeaceOption)
    if option is None:
        return None
    cells = [cell for cell in judgement.problem.cells if cell.outcome == "no_return"]
    means = judgement.table.means([cell.name for cell in cells])
    rows = tuple(
        (cell.labels[0], cell.labels[1], judgement.quantiles(cell.name), means[cell.name]) for cell in cells
    )
    shown = Shown(option.coded[-1], thaws(option.coded, PHASES), rows, option.years)
    return View("peace/view/peace.html", shown, (("peace", "does it go back"),), part=PEACE)
