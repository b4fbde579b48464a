"""Negotiation, as the stages ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...ground.digits import digits
from ...ground.faults import Place
from ...study.expression import Expression, parse
from ...study.records import Assumption
from ..columns import ranged
from ..domain import Domain, Numbered, Outcome, Problem, Reading
from ..middle import at_middle
from ..records import Column
from ..sheets import Row, Sheet
from .facts import FOLDER
from .issues import Issue, Talks
from .options import drawn, negotiation_of
from .outcomes import OUTCOMES, SCALE
from .seat_ranges import check


class Negotiation(Domain):
    """Where a disputed question lands."""

    name = FOLDER
    meaning = "where a disputed question lands: challenges, offers and rounds among actors"
    options = (FOLDER,)
    axes = ("issue",)
    outcomes = OUTCOMES
    tables = (FOLDER,)
    solver = "detente.domains.negotiation.settlements:settlements"
    kept = "detente.domains.negotiation.rounds:rounds"
    view = "detente.domains.negotiation.view.settlements:view"

    def read(self, reading: Reading) -> Talks | None:
        """Return the negotiation that the study asks for."""
        return negotiation_of(reading.study, reading.faults)

    def columns(self, assumption: Assumption, reading: Reading) -> list[Column]:
        """Return a column for each number of an actor that the study does not write itself."""
        return ranged(assumption, drawn(reading.study))

    def labels(self, axis: str, reading: Reading) -> tuple[str, ...]:
        """Return the issues."""
        talks = reading.of(Talks)
        return tuple(one.name for one in talks.issues) if talks else ()

    def unit(self, outcome: Outcome, labels: Sequence[Any], reading: Reading) -> str:
        """Return that of the issue's scale, for what lies on one."""
        if outcome.unit != SCALE:
            return outcome.unit
        talks = reading.of(Talks)
        issues = {one.name: one for one in talks.issues} if talks else {}
        issue = issues.get(labels[0]) if labels and isinstance(labels[0], str) else None
        return issue.unit if issue else ""

    def recorded(self, reading: Reading, named: bool) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Yield everything about each issue."""
        for outcome in self.outcomes:
            for issue in self.labels("issue", reading):
                yield outcome.name, (issue,)

    def rests_on(self, option: Any) -> Iterable[Expression]:
        """Return the numbers of actors, and what chooses the rule of offers."""
        chosen = (parse(option.variant, Place("")),) if option.variant else ()
        return (*chosen, *option.expressions)

    def sheets(self, problem: Problem) -> Iterable[Sheet]:
        """Return where each issue lands on its scale."""
        talks, cells = problem.of(Talks), problem.by_name
        issues = talks.issues if talks else ()
        outcomes = ("settlement_low", "settlement_high", "weighted_mean", "weighted_median", "condorcet")
        rows = [
            Row(issue.name, issue.asks, tuple(cells.get(f"{one}[{issue.name}]") for one in outcomes))
            for issue in issues
        ]
        head = ("rounds end between", "and", "weighted mean", "weighted median", "Condorcet")
        scales = "; ".join(f"{issue.name} from {_scale(issue)}" for issue in issues)
        words = f"Where each issue lands on its scale: {scales}."
        yield Sheet("disputes", "Where disputes land", words, head, tuple(rows), "plain")

    def echo(self, problem: Problem) -> list[str]:
        """Return what each issue is: its scale, and who stands where with what weight."""
        talks, value = problem.of(Talks), at_middle(problem)
        lines = ["", "Issues, with the assumptions at their middle"] if talks else []
        for issue in talks.issues if talks else ():
            points = ", ".join(f"{at:g} {name.replace('_', ' ')}" for name, at in issue.points)
            lines.append(f"  {issue.name}: {issue.asks} ({points})")
            for seat in issue.seats:
                at, weight = value(seat.position), value(seat.capability) * value(seat.salience)
                lines.append(f"      {seat.who} at {at:.3g}, weight {weight:.3g}")
        return lines

    def check(self, option: Any, reading: Reading, value: Numbered) -> None:
        """Check that actors stand on their scales."""
        check(reading, option)


def _scale(issue: Issue) -> str:
    """Say the named points of an issue's scale."""
    unit = f" {issue.unit}" if issue.unit not in ("", "1") else ""
    points = [f"{digits(at)}{unit} ({name.replace('_', ' ')})" for name, at in issue.points]
    return " over ".join(points[:-1]) + f" to {points[-1]}"
