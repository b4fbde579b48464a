"""The Condorcet election by both rules, against cases done by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains.negotiation.election import elect, first_of, victory

RULES = ["markov", "conditional"]


@pytest.mark.parametrize("rule", RULES)
def test_two_options_are_decided_by_their_weights(rule):
    found = elect(np.array([[0.0, 9.0]]), np.array([[2.0, 1.0]]), rule)
    assert found.chance[0] == pytest.approx([2 / 3, 1 / 3])
    assert found.expected[0] == pytest.approx(3) and found.likeliest[0] == 0


def test_three_equals_in_a_row():
    """p(0, 1) = 1/3, p(0, 2) = 1/2. Conditional: 1/12, 2/9, 1/12. Markov: 3a = 2a + (1 - a)/3, so a = 1/4."""
    x, weight = np.array([[0.0, 1.0, 2.0]]), np.ones((1, 3))
    p = victory(x, weight)[0]
    assert p[0] == pytest.approx([1 / 2, 1 / 3, 1 / 2])
    assert elect(x, weight, "markov").chance[0] == pytest.approx([1 / 4, 1 / 2, 1 / 4])
    assert elect(x, weight, "conditional").chance[0] == pytest.approx([3 / 14, 4 / 7, 3 / 14])


@pytest.mark.parametrize("rule", RULES)
def test_actors_at_one_position_are_one_option(rule):
    apart = elect(np.array([[0.0, 9.0]]), np.array([[2.0, 1.0]]), rule)
    both = elect(np.array([[0.0, 9.0, 0.0]]), np.array([[1.5, 1.0, 0.5]]), rule)
    assert both.chance[0] == pytest.approx([*apart.chance[0], 0.0])
    assert first_of(np.array([[0.0, 9.0, 0.0]]))[0].tolist() == [True, True, False]


@pytest.mark.parametrize("rule", RULES)
def test_the_only_one_that_cares_wins(rule):
    found = elect(np.array([[0.0, 5.0, 9.0]]), np.array([[0.0, 1.0, 0.0]]), rule)
    assert found.chance[0] == pytest.approx([0, 1, 0])


@pytest.mark.parametrize("rule", RULES)
def test_one_position_is_elected(rule):
    assert elect(np.full((2, 3), 4.0), np.ones((2, 3)), rule).expected == pytest.approx([4, 4])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 7), st.sampled_from(RULES))
def test_chances_add_up_and_are_the_long_run(seed, actors, rule):
    random = np.random.default_rng(seed)
    x, weight = random.uniform(0, 10, (3, actors)), random.uniform(0, 1, (3, actors))
    found, p = elect(x, weight, rule), victory(x, weight)
    np.testing.assert_allclose(found.chance.sum(1), 1)
    np.testing.assert_allclose(p + p.swapaxes(1, 2), 1)
    if rule == "markov":
        q = found.chance
        again = (p * (q[:, :, None] + q[:, None, :])).sum(2) / actors
        np.testing.assert_allclose(again, q, atol=1e-12)


def test_another_rule_is_refused():
    with pytest.raises(ValueError, match="no rule 'loudest'"):
        elect(np.ones((1, 2)), np.ones((1, 2)), "loudest")
