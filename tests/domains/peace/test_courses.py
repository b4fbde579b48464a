"""The peace process in a study's draws: chances that add up, and what moves them."""

import numpy as np
import pytest

from detente.domains.gas.worlds import number_of
from detente.domains.peace.courses import courses, standing
from detente.domains.peace.posterior import mean
from tests.domains.entry.studies import STUDY, draws, problem

CLAIM = """claims:
  back: {says: It is., holds: "no_return[all_first, 2016] > no_return[all_first, 1994] and
    years_to_settlement[in_steps, 2016] < years_to_settlement[all_first, 2016] and settled[in_steps, 2016] > 0"}
"""
COUNT = 4


@pytest.fixture(scope="module")
def bound():
    head = STUDY.partition("claims:\n")[0]
    return problem(head + CLAIM)


def at(bound, odds):
    values = draws(bound, COUNT)
    return courses(bound, values | {"odds": np.full(COUNT, odds)}, COUNT)


def test_an_odds_ratio_of_one_makes_weight_and_lifting_indifferent(bound):
    found = at(bound, 1.0)
    np.testing.assert_allclose(
        found["no_return[all_first,2016]"], found["no_return[all_first,1994]"], rtol=1e-12
    )
    steps, late = (found[f"years_to_settlement[{one},2016]"] for one in ("in_steps", "all_first"))
    np.testing.assert_allclose(steps, late, rtol=1e-12)


def test_odds_above_one_favour_heavy_partners_and_lifting_in_steps(bound):
    up, down = at(bound, 2.0), at(bound, 0.5)
    assert (up["no_return[all_first,2016]"] > up["no_return[all_first,1994]"]).all()
    assert (down["no_return[all_first,2016]"] < down["no_return[all_first,1994]"]).all()
    assert (up["years_to_settlement[in_steps,2016]"] < up["years_to_settlement[all_first,2016]"]).all()
    for column in up.values():
        assert (column > 0).all()


def test_no_return_is_that_of_the_chain_step_by_step(bound):
    option = bound.options["peace"]
    alpha = np.array(option.alpha)
    values = draws(bound, 1) | {"odds": np.ones(1)}
    for phase in range(3):
        for after in range(4):
            if alpha[phase, after] > 0:
                values[option.column(phase, after)] = alpha[phase, after][None]
    chain = mean(alpha)
    chain[0] = np.eye(4)[0]
    state = np.eye(4)[option.now]
    for _ in range(10):
        state = state @ chain
    assert courses(bound, values, 1)["no_return[all_first,2016]"][0] == pytest.approx(1 - state[0], rel=1e-12)


def test_standing_is_in_standard_deviations_of_the_years_compared(bound):
    option, value = bound.options["peace"], number_of(bound, draws(bound, 1))
    found = [float(standing(option, value, year)) for year in option.capability]
    assert np.mean(found) == pytest.approx(0, abs=1e-12) and np.std(found) == pytest.approx(1)
    now = list(option.capability)[-1]
    assert standing(option, value, now, ("RUS",)) > standing(option, value, now)
