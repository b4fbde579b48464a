from dataclasses import replace

import numpy as np
import pytest

from detente.bind.problem import bind
from detente.domains.negotiation import settlements as part
from detente.domains.negotiation.settlements import settlements
from detente.domains.negotiation.solve import negotiate
from detente.study.read import parse_study
from tests.bind.test_negotiation import STUDY

COUNT = 64


@pytest.fixture(scope="module")
def problem():
    return bind(parse_study(STUDY, "talks.yaml"))


@pytest.fixture
def values(problem):
    random = np.random.default_rng(0)
    found = {}
    for column in problem.columns:
        given = column.distribution
        if column.name == "rule":
            found[column.name] = random.integers(0, 2, COUNT).astype(float)
        elif hasattr(given, "mode"):
            found[column.name] = random.triangular(given.low, given.mode, given.high, COUNT)
        else:
            found[column.name] = random.uniform(given.low, given.high, COUNT)
    return found


def test_each_draw_is_the_model_alone_under_its_own_rule(problem, values):
    found = settlements(problem, values, COUNT)
    for draw in range(6):
        weight = values["weight"][draw]
        x = np.array([[values["talks[china_position]"][draw], 0.0, 0.75]])
        c = np.array(
            [[values[f"talks[{who}_capability]"][draw] for who in ("china", "north")] + [2 * weight]]
        )
        s = np.array(
            [[values[f"talks[{who}_salience]"][draw] for who in ("china", "north")] + [1 / (1 + weight)]]
        )
        rule = ("by_kind", "least")[int(values["rule"][draw])]
        alone = negotiate(x, c, s, rounds=8, rule=rule)
        late = alone.mean[0, -1:] if alone.settled[0] >= 0 else alone.mean[0, 4:]
        assert found["weighted_mean[relief_order]"][draw] == pytest.approx(alone.mean[0, 0], abs=1e-12)
        assert found["settlement_low[relief_order]"][draw] == pytest.approx(late.min(), abs=1e-12)
        assert found["settlement_high[relief_order]"][draw] == pytest.approx(late.max(), abs=1e-12)


def test_a_settlement_is_known_just_where_the_rounds_settle(problem, values):
    found = settlements(problem, values, COUNT)
    for issue in ("relief_order", "delay"):
        settled = found[f"rounds_settle[{issue}]"] == 1
        at = found[f"settlement[{issue}]"]
        assert np.isnan(at[~settled]).all()
        assert (at[settled] == found[f"settlement_low[{issue}]"][settled]).all()
        assert (at[settled] == found[f"settlement_high[{issue}]"][settled]).all()
        assert (found[f"settlement_low[{issue}]"] <= found[f"settlement_high[{issue}]"]).all()


def test_two_even_actors_are_where_a_hand_puts_them(problem, values):
    found = settlements(problem, values, COUNT)
    assert found["weighted_mean[delay]"] == pytest.approx(2 * 0.4 / 0.9)
    assert found["weighted_median[delay]"] == pytest.approx(0.0)
    assert found["condorcet[delay]"] == pytest.approx(2 * 0.4 / 0.9)


def test_a_draw_out_of_range_is_unknown_and_leaves_the_others_alone(problem, values):
    before = settlements(problem, values, COUNT)
    values["talks[china_position]"][3] = 1.2
    values["talks[north_salience]"][5] = -0.1
    after = settlements(problem, values, COUNT)
    others = np.delete(np.arange(COUNT), [3, 5])
    for name in before:
        if "relief_order" in name:
            assert np.isnan(after[name][[3, 5]]).all()
            np.testing.assert_array_equal(after[name][others], before[name][others])


def test_a_draw_does_not_depend_on_the_others(problem, values):
    together = settlements(problem, values, COUNT)
    alone = settlements(problem, {name: column[7:8] for name, column in values.items()}, 1)
    for name in alone:
        np.testing.assert_array_equal(alone[name][0], together[name][7])


def test_rounds_are_held_once_a_rule_and_not_once_a_draw(problem, values, monkeypatch):
    calls = []
    monkeypatch.setattr(
        part, "negotiate", lambda *args, **terms: calls.append(1) or negotiate(*args, **terms)
    )
    settlements(problem, values, COUNT)
    assert len(calls) == 2 * 2


def test_a_study_without_issues_has_no_outcomes_of_them(problem):
    bare = replace(problem, options={**problem.options, "negotiation": None})
    assert settlements(bare, {}, 4) == {}
