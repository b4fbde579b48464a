"""Forecasts of a study, scored against what came."""

import numpy as np
import pytest

from detente.audit.forecasts import mean_score
from detente.audit.judge import judge
from tests.domains.entry.studies import STUDY, outcomes, problem


def judged(bound, folder):
    def evaluate(values):
        count = len(next(iter(values.values())))
        cells = {cell.name: np.zeros(count) for cell in bound.cells}
        half = (np.arange(count) % 2).astype(float)
        status = {f"status[{case.name}]": np.zeros(count) for case in bound.cases}
        return cells | outcomes(bound, count) | status | {"entered_by[RUS,1,main]": half}

    return judge(bound, evaluate, folder, draws=256)


@pytest.fixture(scope="module")
def judgement(tmp_path_factory):
    return judged(problem(), tmp_path_factory.mktemp("run"))


def test_the_score_is_the_squared_distance_of_the_mean_chance_from_what_came(judgement):
    (one,) = judgement.forecasts
    assert one.chance == pytest.approx(0.5) and one.score == pytest.approx(0.25)
    assert mean_score(judgement.forecasts) == pytest.approx(0.25)
    assert judgement.summary()["forecasts"][0]["happened"] is True


def test_a_comparison_is_given_the_share_of_draws_in_which_it_holds(tmp_path):
    text = STUDY.replace(
        '"entered_by[RUS, 1, main]"', '"entered_by[RUS, 1, main] > 0.25 and cost > 0 USD bn"'
    )
    (one,) = judged(problem(text), tmp_path).forecasts
    assert one.chance == pytest.approx(0.5) and one.score == pytest.approx(0.25)


def test_a_comparison_that_is_unknown_in_some_draws_is_judged_by_the_others(tmp_path):
    text = STUDY.replace('"entered_by[RUS, 1, main]"', '"log(entered_by[RUS, 1, main] - 0.5) < 0"')
    (one,) = judged(problem(text), tmp_path).forecasts
    assert one.chance == 1


def test_a_list_among_labels_is_read_whole(tmp_path):
    text = STUDY.replace('"entered_by[RUS, 1, main]"', '"game_value[[CHN, RUS, PRK, KOR], main].sum"')
    bound = problem(text)
    cells = [cell for cell in (one.name for one in bound.cells) if cell.startswith("game_value[")]

    def evaluate(values):
        count = len(next(iter(values.values())))
        status = {f"status[{case.name}]": np.zeros(count) for case in bound.cases}
        known = {cell.name: np.zeros(count) for cell in bound.cells} | outcomes(bound, count) | status
        return known | {cell: np.full(count, 0.2) for cell in cells if cell.endswith(",main]")}

    (one,) = judge(bound, evaluate, tmp_path, draws=256).forecasts
    assert one.chance == pytest.approx(0.8)


def test_without_forecasts_there_is_no_score():
    assert np.isnan(mean_score([]))
