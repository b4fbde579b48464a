"""The peace process, as the stages ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ...chance.table import counted
from ...study.records import Assumption
from ..columns import column_of
from ..domain import Domain, Problem, Reading
from ..records import Column
from ..sheets import Row, Sheet
from .facts import PHASES
from .options import SCHEDULES, TABLE, PeaceOption, peace_of
from .outcomes import AXES, OUTCOMES


class Peace(Domain):
    """Phases that follow each other, and whether they go back."""

    name = "peace"
    meaning = "whether a peace process goes on or back"
    options = ("peace",)
    axes = (*AXES, "phase")
    outcomes = OUTCOMES
    tables = (TABLE,)
    offers = {
        "steps": "detente.domains.peace.courses:steps",
        "lifted": "detente.domains.peace.courses:lifted",
    }
    solver = "detente.domains.peace.courses:courses"
    view = "detente.domains.peace.view.peace:view"

    def read(self, reading: Reading) -> PeaceOption | None:
        """Return the process that the study asks for."""
        return peace_of(reading.study, reading.faults)

    def columns(self, assumption: Assumption, reading: Reading) -> list[Column]:
        """Return a column a transition that can be: gamma numbers, whose shares of a row's sum are Dirichlet.

        No settlement has been observed: what gives its chance is a pseudo-count, and judgement.
        """
        option = reading.of(PeaceOption)
        found: list[Column] = []
        for phase, row in enumerate(option.alpha[:-1] if option else ()):
            for after, weight in enumerate(row):
                if option and weight > 0:
                    column = column_of(assumption, option.column(phase, after), len(found), counted(weight))
                    found.append(replace(column, judged=column.judged or after == len(row) - 1))
        return found

    def sheets(self, problem: Problem) -> Iterable[Sheet]:
        """Return a table an outcome, a row for each schedule and year of weights."""
        titles = {"no_return": "Does peace hold", "settled": "Is it settled"}
        for sheet in super().sheets(problem):
            rows = [
                Row(f"{schedule.replace('_', ' ')}, partners of {year}", "", row.cells)
                for row in sheet.rows
                for schedule, year in [row.name.split(", ")]
            ]
            title = titles.get(sheet.id.removeprefix("peace-"), "How long it takes")
            yield replace(sheet, title=title, words=sheet.words.replace("`", ""), rows=tuple(rows))

    def labels(self, axis: str, reading: Reading) -> tuple[str, ...]:
        """Return phases, schedules of lifting bans, or the years whose weights are compared."""
        option = reading.of(PeaceOption)
        if axis == "phase" or option is None:
            return PHASES if axis == "phase" else ()
        return SCHEDULES if axis == "schedule" else tuple(map(str, option.capability))
