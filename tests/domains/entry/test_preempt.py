import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ground.faults import DataError
from tests.domains.entry.second.preempt import SENTENCES, Ending, Timing, follow, lead, on_grid, preemption

ORACLE = Timing(0.1, 20, 0.2, 0, 3, 0, 1.5)


def test_the_oracles_dates_and_rents():
    found = preemption(ORACLE)
    assert found.follower[0] == pytest.approx(6.931472, abs=5e-7)
    assert found.leader[0] == pytest.approx(3.465736, abs=5e-7)
    assert found.first[0] == pytest.approx(1.102124, abs=5e-7)
    assert found.value[0] == pytest.approx(5.0, abs=1e-9)
    assert found.unhurried[0] == pytest.approx(6.642, abs=5e-4)
    assert found.burnt[0] == pytest.approx(0.25, abs=0.01)
    assert found.ending[0] == Ending.PREEMPTION and not found.joint[0]


@given(
    *[st.floats(0.02, 0.3), st.floats(1, 100), st.floats(0.02, 0.5)],
    *[st.floats(0.1, 5), st.floats(0.1, 5), st.floats(-1, 1), st.floats(-1, 1)],
)
def test_rents_are_equal_where_the_race_decides(rate, cost, fall, alone, together, before, left):
    alone = together + alone
    race = Timing(*np.atleast_1d(rate, cost, fall, before, alone, left, together))
    found = preemption(race)
    assert int(found.ending[0]) in SENTENCES
    assert found.first[0] <= found.leader[0] + 1e-9
    if found.ending[0] == Ending.PREEMPTION:
        scale = max(abs(found.value[0]), cost)
        assert lead(race, found.first, found.follower)[0] == pytest.approx(
            follow(race, found.first, found.follower)[0], abs=1e-9 * scale
        )
        assert found.value[0] <= found.unhurried[0] + 1e-9 * scale


def test_the_grid_comes_to_the_closed_form():
    dates = np.arange(0, 10, 1e-4)
    follower = preemption(ORACLE).follower
    place = on_grid(lead(ORACLE, dates, follower)[None], follow(ORACLE, dates, follower)[None])
    assert dates[place[0]] == pytest.approx(1.102124, abs=1e-4)
    assert on_grid(np.zeros((1, 3)), np.ones((1, 3))).tolist() == [-1]


def test_the_leaders_own_date_is_the_best_of_a_grid():
    dates = np.linspace(0, 6.9, 6_901)
    follower = preemption(ORACLE).follower
    assert dates[lead(ORACLE, dates, follower).argmax()] == pytest.approx(3.465736, abs=1e-3)


def test_other_endings():
    at_once = preemption(ORACLE._replace(cost=8.0))
    assert at_once.ending[0] == Ending.AT_ONCE and at_once.first[0] == 0
    never = preemption(ORACLE._replace(alone=-1.0, together=-1.0))
    assert never.ending[0] == Ending.NEVER and np.isinf(never.first[0])
    calm = preemption(ORACLE._replace(alone=1.6, together=1.5, left=1.4))
    assert calm.ending[0] == Ending.NO_RACE and calm.first[0] == calm.leader[0]


def test_joint_waiting_can_be_an_equilibrium_too():
    """Where being first brings little and costs the old flow, both may wait (Fudenberg and Tirole, part B)."""
    found = preemption(Timing(0.1, 20, 0.2, 0.9, 2.0, 0.0, 1.5))
    assert found.joint[0]


def test_draws_are_independent_and_bad_numbers_refused():
    rng = np.random.default_rng(1)
    costs = rng.uniform(5, 40, 100)
    whole = preemption(ORACLE._replace(cost=costs))
    assert whole.first[17] == preemption(ORACLE._replace(cost=costs[17])).first[0]
    for bad in ({"rate": 0.0}, {"fall": -0.1}, {"cost": 0.0}):
        with pytest.raises(DataError, match="above 0"):
            preemption(ORACLE._replace(**bad))
