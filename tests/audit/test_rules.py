import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.audit.rules import best_rule, break_even
from detente.chance.kinds import Choice, Uniform

from .laboratory import column

X = column("x", Uniform(0, 1))


def rule(values, truth, of=X):
    values, truth = np.asarray(values, float), np.asarray(truth, np.int8)
    return best_rule(of, values, np.argsort(values, kind="stable"), truth)


@given(st.integers(0, 2**32 - 1), st.integers(3, 9))
@settings(max_examples=60)
def test_no_threshold_errs_less_than_the_one_found(seed, levels):
    random = np.random.default_rng(seed)
    values = random.integers(0, levels, 200) / levels
    truth = (random.random(200) < 0.2 + 0.6 * values).astype(np.int8)
    found = rule(values, truth)
    by_hand = min(
        int((truth != (values > cut)).sum()) if above else int((truth != (values < cut)).sum())
        for cut in np.unique(values)[:-1] + 0.5 / levels
        for above in (True, False)
    )
    assert found.errors == by_hand
    side = values > found.at if found.side == "above" else values < found.at
    assert int((truth != side).sum()) == found.errors


def test_a_threshold_is_found_where_it_is():
    values = np.linspace(0, 1, 1001)
    found = rule(values, values < 0.25)
    assert (found.side, found.errors, found.restates) == ("below", 0, True)
    assert found.at == pytest.approx(0.2495)
    assert break_even(found).sentence == "It holds where the x (x) is below 0.2495."


def test_a_few_errors_are_forgiven_only_in_proportion_to_the_rarer_truth():
    values = np.linspace(0, 1, 10_000)
    truth = (values > 0.9).astype(np.int8)
    truth[[10, 500, 2000]] = 1
    assert rule(values, truth).restates
    truth[3000:3012] = 1
    assert not rule(values, truth).restates
    assert rule(values, truth).decides


def test_unknown_draws_do_not_count():
    values = np.linspace(0, 1, 1000)
    truth = (values > 0.5).astype(np.int8)
    truth[::3] = -1
    found = rule(values, truth)
    assert found.errors == 0
    assert found.known == 666


def test_fifteen_draws_of_the_rarer_truth_are_too_few():
    values = np.linspace(0, 1, 1000)
    assert rule(values, np.arange(1000) < 15) is None
    assert rule(values, np.arange(1000) < 16).errors == 0


def test_the_variants_of_a_choice_form_a_set():
    choice = column("c", Choice(("fixed", "own", "none"), (1, 1, 1)))
    places = np.arange(300) % 3
    found = rule(places, places != 1, choice)
    assert (found.side, found.variants, found.errors) == ("for", ("fixed", "none"), 0)
    assert break_even(found).sentence == "It holds for fixed or none of the c (c)."


def test_a_constant_column_has_no_rule():
    assert rule(np.ones(100), np.arange(100) % 2) is None
