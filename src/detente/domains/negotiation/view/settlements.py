"""The negotiation in the report: how the rounds go, where each issue lands, and how often it does not settle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ....audit.records import PERCENTS, Judgement
from ....audit.sentences import number, percent
from ....report.figure import Figure
from ....report.glossary import TALKS
from ....report.sections import source_line
from ....report.view import View
from ....report.words import slug
from ....study.expression import Expression, Reference
from ....world.sources import TableSource, sources
from ...columns import label
from ...domain import Problem
from ..course import Course
from ..facts import FOLDER, NUMBERS, TABLE, ranges
from ..issues import Issue, Talks
from .issue_figures import bands, course, spread

MEASURES = {
    "settlement": "where it settles",
    "settlement_low": "last rounds, lowest",
    "settlement_high": "last rounds, highest",
    "weighted_mean": "mean of first positions",
    "condorcet": "Condorcet election",
    "weighted_median": "median of first positions",
}
"""In the order shown."""
SOME = 20
"""Draws in which an issue must settle for their quantiles to be shown."""


@dataclass(frozen=True)
class Number:
    """One number of an actor, as read, with what it rests on."""

    meaning: str
    read_as: str
    source: str


@dataclass(frozen=True)
class Issued:
    """Everything that the report says of one issue."""

    issue: Issue
    words: tuple[str, ...]
    course: Figure | None
    rounds: Figure | None
    """Where the weighted mean lies by round, over draws."""
    bands: Figure | None
    rows: tuple[tuple[str, Mapping[int, float]], ...]
    numbers: tuple[Number, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return what is drawn."""
        return tuple(one for one in (self.course, self.rounds, self.bands) if one)


def issues(judgement: Judgement) -> tuple[Issued, ...]:
    """Return what the report says of each issue; nothing where a study has none."""
    if not any(cell.outcome == "rounds_settle" for cell in judgement.problem.cells):
        return ()
    talks = judgement.problem.of(Talks)
    return tuple(_view(judgement, issue) for issue in talks.issues) if talks else ()


def _view(judgement: Judgement, issue: Issue) -> Issued:
    settles = judgement.column(f"rounds_settle[{issue.name}]")
    shown = [name for name in MEASURES if name != "settlement" or np.nansum(settles) >= SOME]
    found = {MEASURES[name]: judgement.quantiles(f"{name}[{issue.name}]", PERCENTS) for name in shown}
    solved, source = judgement.solved[FOLDER][issue.name], source_line(judgement)
    held = Course.read(solved["centre"]) if solved["centre"] else None
    known = bool(np.isfinite(settles).any())
    return Issued(
        issue=issue,
        words=(_share(judgement, settles), *((_centre(issue, held),) if held else ())),
        course=course(f"rounds-{slug(issue.name)}", issue, held, source) if held else None,
        rounds=spread(f"spread-{slug(issue.name)}", issue, _means(solved["means"]), source)
        if known and solved["means"]
        else None,
        bands=bands(f"landing-{slug(issue.name)}", issue, found, source) if known else None,
        rows=tuple(found.items()),
        numbers=tuple(_numbers(judgement.problem, issue)),
    )


def _means(kept: Mapping[str, list[float]]) -> dict[int, np.ndarray]:
    """Return quantiles of the weighted mean of positions, `[round]` by percent."""
    return {int(percent): np.array(values) for percent, values in kept.items()}


def _share(judgement: Judgement, settles: np.ndarray) -> str:
    """Say in how many draws the rounds settle, and in how many that is not known."""
    talks = judgement.problem.of(Talks)
    assert talks is not None
    known = settles[np.isfinite(settles)]
    moving, lost = int((known == 0).sum()), len(settles) - len(known)
    said = f"In {moving:,} of {len(settles):,} draws ({percent(moving / len(settles))}) the rounds do not settle "
    said += f"within {talks.rounds}: some actors go on changing places. "
    said += (
        "There the outcome settlement is unknown, and what can be said is between which values the weighted "
    )
    said += "mean of positions lies in the later half of the rounds."
    if lost:
        said += f" In {lost:,} draws a number of an actor was out of its range, so that nothing is known."
    return said


def _centre(issue: Issue, held: Course) -> str:
    """Say how the rounds end at the centre."""
    late = held.mean[len(held.mean) // 2 :]
    if held.settled >= 0:
        end = f"the rounds settle in round {held.settled}, at {number(float(late[-1]), issue.unit)}"
    else:
        again = held.period
        how = f"positions come again every {again} rounds" if again else "the rounds do not settle"
        ends = (number(float(end), issue.unit) for end in (late.min(), late.max()))
        end = f"{how}, with the weighted mean between {' and '.join(ends)}"
    return f"At the centre of the assumptions {end}, where {_points(issue)}."


def _points(issue: Issue) -> str:
    return ", ".join(f"{at:g} is “{name.replace('_', ' ')}”" for name, at in issue.points)


def _numbers(problem: Problem, issue: Issue) -> Iterable[Number]:
    """Yield each number of each actor with its range and source."""
    columns = {column.name: column for column in problem.columns}
    for seat in issue.seats:
        for what in NUMBERS:
            one: Expression = getattr(seat, what)
            tree = one.tree
            column = columns.get(tree.column) if isinstance(tree, Reference) else None
            text = column.distribution.brief(column.unit) if column else one.text
            meaning = column.meaning if column and "[" in column.name else f"{what} of {seat.who}"
            yield Number(meaning[:1].upper() + meaning[1:], text, column.source if column else seat.source)


def view(judgement: Judgement) -> View | None:
    """Return what the report says of each issue; None where a study has none."""
    found = issues(judgement)
    if not found:
        return None
    drawn = tuple(figure for one in found for figure in one.figures)
    known = provenance(judgement)
    links = (("settlements", "where disputes land"),)
    return View("negotiation/view/negotiation.html", found, links, drawn, part=TALKS, sources=known)


def provenance(judgement: Judgement) -> tuple[TableSource, ...]:
    """Return the source of the embedded table of actors, where a study draws from it."""
    used = any(label(one.name) in ranges() for one in judgement.problem.columns)
    return tuple(one for one in sources(FOLDER) if used and one.table == TABLE)
