"""The peace process of a study: chances of a step in every draw, and what they lead to."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from jaxtyping import Bool, Float

from ...study.expression import Expression
from ..domain import Problem
from ..values import Values, number_of
from . import equations
from .facts import PHASES
from .options import SCHEDULES, PeaceOption
from .solve import Course, Process, solve


def courses(problem: Problem, values: Values, count: int) -> dict[str, np.ndarray]:
    """Return the outcomes of the peace process that a problem names, `[draw]` each; NaN without odds."""
    option, cells = problem.of(PeaceOption), problem.cells_of("peace")
    if option is None or not cells:
        return {}
    value = number_of(problem, values)
    found: dict[tuple[str, ...], tuple[np.ndarray, Course]] = {}
    columns = {}
    for cell in cells:
        if cell.labels not in found:
            schedule, year = cell.labels
            weight = standing(option, value, int(year))
            found[cell.labels] = _course(option, process(option, values, value, count, schedule, weight))
        known, course = found[cell.labels]
        columns[cell.name] = np.where(known, problem.outcome(cell.outcome).function(course, option), np.nan)
    return columns


def process(
    option: PeaceOption,
    values: Values,
    value: Callable[[Expression], np.ndarray],
    count: int,
    schedule: str,
    weight: Float[np.ndarray, "*draw"],
) -> Process:
    """Return the process in every draw, under a schedule and with a weight of partners [standard deviations].

    An odds ratio that is not above 0 is NaN.
    """

    def full(given: np.ndarray) -> np.ndarray:
        return np.broadcast_to(np.asarray(given, float), (count,))

    def ratio(one: Expression) -> np.ndarray:
        drawn = full(value(one))
        return np.where(drawn > 0, drawn, np.nan)

    return Process(
        chance=_chances(option, values, count),
        weight_odds=ratio(option.odds_of_weight),
        weight=full(weight),
        lifting_odds=ratio(option.odds_of_lifting),
        lifted=equations.schedule(schedule, option.lifted),
    )


def standing(
    option: PeaceOption,
    value: Callable[[Expression], np.ndarray],
    year: int,
    entered: tuple[str, ...] = (),
) -> Float[np.ndarray, "*draw"]:
    """Return the partners' weight in a year, in standard deviations from the mean of the years compared.

    Who has entered stands wholly behind the process.
    """
    behind = [np.asarray(value(one), float) for one in option.partners.values()]
    if not behind:
        return np.zeros(())
    here = [
        np.ones_like(one) if name in entered else one
        for name, one in zip(option.partners, behind, strict=True)
    ]
    index = option.capability
    by_year = np.stack([_weighed(index[one], behind) for one in index], axis=-1)
    spread = by_year.std(-1)
    above = _weighed(index[year], here) - by_year.mean(-1)
    found: np.ndarray = np.where(spread == 0, 0.0, above / np.where(spread == 0, 1.0, spread))
    return found


def _weighed(index: tuple[float, ...], behind: list[np.ndarray]) -> np.ndarray:
    return np.asarray(sum(one * share for one, share in zip(index, behind, strict=True)))


def _chances(option: PeaceOption, values: Values, count: int) -> Float[np.ndarray, "draw phase next"]:
    """Return Dirichlet chances of a step: gamma numbers over their sum."""
    found = np.zeros((count, len(PHASES), len(PHASES)))
    found[:, -1, -1] = 1.0
    for phase in range(len(PHASES) - 1):
        for after in range(len(PHASES)):
            column = values.get(option.column(phase, after))
            if column is not None:
                found[:, phase, after] = column
    total: np.ndarray = found.sum(-1, keepdims=True)
    return np.asarray(found / total)


def _course(option: PeaceOption, one: Process) -> tuple[Bool[np.ndarray, " draw"], Course]:
    """Tell in which draws the odds are numbers, and solve the process; where they are none, on even odds."""
    odds = _odds(one)
    known = (np.isfinite(odds) & (odds > 0)).all(1)
    even = one._replace(
        weight_odds=np.where(known, one.weight_odds, 1.0),
        weight=np.where(known, one.weight, 0.0),
        lifting_odds=np.where(known, one.lifting_odds, 1.0),
    )
    return known, solve(even, option.now, round(option.years / option.step))


def _odds(one: Process) -> Float[np.ndarray, "draw phase"]:
    """Return by what the odds of better phases are multiplied."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(equations.odds(one.weight_odds, one.weight, one.lifting_odds, one.lifted))


def lifted(option: PeaceOption, schedule: str) -> Float[np.ndarray, " phase"]:
    """Return the share of the bans that is lifted in each phase, under a schedule."""
    return np.asarray(equations.schedule(schedule, option.lifted))


def steps(
    problem: Problem, values: Values, count: int, schedule: str, sets: list[tuple[str, ...]]
) -> Float[np.ndarray, "draw set phase next"]:
    """Return the chances of a step for each set of powers that have entered."""
    option, value = problem.option(PeaceOption), number_of(problem, values)
    assert schedule in SCHEDULES
    found = []
    for entered in sets:
        weight = standing(option, value, option.latest, entered)
        one = process(option, values, value, count, schedule, weight)
        with np.errstate(invalid="ignore"):
            found.append(equations.tilted(one.chance, _odds(one)))
    return np.stack(found, axis=1)
