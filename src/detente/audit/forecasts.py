"""What a study gave the events that came after it, scored."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..domains.columns import named
from ..domains.domain import BoundForecast, Problem
from ..runs.table import Table
from ..runs.truth import looking
from ..study.evaluate import UNKNOWN, Lookup, evaluate, judge
from .records import Forecast


def scored(problem: Problem, table: Table) -> tuple[Forecast, ...]:
    """Return each forecast with its Brier score: the squared distance of its chance from 1 or 0 (Brier 1950).

    The chance is the mean over draws where it is known; of a comparison, the share of them in which it holds.
    """
    return tuple(_scored(problem, one, table) for one in problem.forecasts)


def _scored(problem: Problem, one: BoundForecast, table: Table) -> Forecast:
    recorded = table.read(sorted(set(named(problem, one.cells, one.chance))))
    chances = _chances(one, looking(problem, one.cells, recorded))
    chance = float(np.nanmean(chances)) if np.isfinite(chances).any() else float("nan")
    return Forecast(one.event, chance, (chance - float(one.event.happened)) ** 2)


def _chances(one: BoundForecast, look_up: Lookup) -> np.ndarray:
    """Return the chance in each draw, NaN where it is not known."""
    if not one.chance.is_comparison:
        return np.asarray(evaluate(one.chance, look_up, np), float)
    truth = judge(one.chance, look_up, np).truth
    return np.where(truth == UNKNOWN, np.nan, truth.astype(float))


def mean_score(found: Sequence[Forecast]) -> float:
    """Return the mean Brier score: 0 is perfect, 0.25 is what always saying one half gets."""
    return float(np.mean([one.score for one in found])) if found else float("nan")
