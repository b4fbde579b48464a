"""The rounds of a negotiation, held again for the report: at the centre, and over draws round by round."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...chance.cube import median as middle
from ...ground.plain import plain
from ..columns import named
from ..domain import Problem
from ..recorded import PERCENTS, Recorded
from .course import Course
from .issues import Issue, Talks
from .settlements import rounds_of

PLAYED = 1_024
"""Most draws whose rounds are held again."""


def rounds(problem: Problem, recorded: Recorded) -> Any:
    """Return, for each issue, its `Course` at the centre and its `means` by percent and round; None without issues.

    Either is None where a number of an actor is out of its range.
    """
    talks = problem.of(Talks)
    if talks is None or not any(cell.outcome == "rounds_settle" for cell in problem.cells):
        return None
    return plain(
        {
            issue.name: {"centre": at_centre(problem, issue), "means": by_round(problem, recorded, issue)}
            for issue in talks.issues
        }
    )


def at_centre(problem: Problem, issue: Issue) -> Course | None:
    """Return an issue's rounds with every assumption at its centre; None where a number is out of its range."""
    values = {column.name: np.array([middle(column)]) for column in problem.columns}
    found = rounds_of(problem, issue, values, 1)
    return Course.of(found[0][1].rounds) if found else None


def by_round(problem: Problem, recorded: Recorded, issue: Issue) -> dict[int, np.ndarray] | None:
    """Return quantiles of the weighted mean of positions, `[round]` by percent, over draws spread evenly over the run.

    They are held again from the recorded assumptions; round 0 is where actors begin. None where no draw is known.
    """
    talks = problem.option(Talks)
    names = {name for one in talks.expressions for name in named(problem, {}, one)} | {talks.variant} - {""}
    some = slice(None, None, max(1, recorded.draws // PLAYED))
    values = {name: one[some] for name, one in recorded.read(sorted(names)).items()}
    count = len(range(recorded.draws)[some])
    means = [held.rounds.mean for _, held in rounds_of(problem, issue, values, count)]
    if not means:
        return None
    return dict(zip(PERCENTS, np.percentile(np.concatenate(means), PERCENTS, axis=0), strict=True))
