import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.domains.peace import alone, posterior
from detente.domains.peace.prior import prior
from detente.ground.faults import DataError

ALPHA = np.array([[9.8, 1.3, 3.3, 0.0], [0.7, 1.9, 1.5, 0.0], [4.4, 1.0, 6.2, 0.5], [0.0, 0.0, 0.0, 1.0]])
KNOWN = alone.Uncertain(ALPHA, (0.5, 2.0), (0.5, 2.0))


def run(known=KNOWN, weights=None, lifted=(0.0, 1 / 3, 2 / 3, 1.0), draws=4000):
    return alone.courses(known, weights or {1994: -0.8, 2016: 1.4}, {"in_steps": lifted}, 2, 5, draws, 3)


def test_draws_of_the_posterior_have_its_moments():
    uniform = np.random.default_rng(1).random((20_000, 4, 4))
    found = posterior.draws(ALPHA, uniform)
    mean = ALPHA / ALPHA.sum(axis=1, keepdims=True)
    total = ALPHA.sum(axis=1, keepdims=True)
    spread = np.sqrt(mean * (1 - mean) / (total + 1))
    assert np.allclose(found.sum(axis=2), 1)
    assert np.abs(found.mean(axis=0) - mean).max() < 4 * spread.max() / np.sqrt(20_000)
    assert np.allclose(found.std(axis=0), spread, atol=0.005)
    assert (found[:, 0, 3] == 0).all() and (found[:, 3, 3] == 1).all()


def test_the_prior_alone_gives_a_settlement():
    found = prior(4, 0.5, 0.25)
    assert found[:, 3].tolist() == [0, 0, 0.25, 1]
    assert found[:3, :3].tolist() == [[0.5] * 3] * 3
    none = run(KNOWN._replace(alpha=np.where(np.arange(4) == 3, prior(4, 0.0, 0.0), ALPHA)))
    course = none["in_steps", 2016]
    assert np.isinf(course.years_to_settlement).all() and (course.settled == 0).all()
    more = ALPHA.copy()
    more[2, 3] = 2.0
    likelier = run(KNOWN._replace(alpha=more))["in_steps", 2016]
    assert likelier.settles_first.mean() > 2 * run()["in_steps", 2016].settles_first.mean()


def test_odds_of_one_make_weights_and_lifting_idle():
    sure = KNOWN._replace(odds_of_weight=(1.0, 1.0), odds_of_lifting=(1.0, 1.0))
    found = run(sure)
    assert np.allclose(found["in_steps", 1994].no_return, found["in_steps", 2016].no_return)


def test_weight_that_helps_makes_return_rarer():
    helps = KNOWN._replace(odds_of_weight=(1.5, 1.5), odds_of_lifting=(1.0, 1.0))
    found = run(helps)
    assert (found["in_steps", 2016].no_return[:, 5] > found["in_steps", 1994].no_return[:, 5]).mean() > 0.99


def test_chances_are_chances_and_only_fall_or_rise():
    course = run()["in_steps", 2016]
    assert (np.diff(course.no_return, axis=1) <= 1e-12).all() and (
        np.diff(course.settled, axis=1) >= -1e-12
    ).all()
    assert course.no_return.min() >= 0 and course.no_return[:, 0].tolist() == [1.0] * 4000
    assert (course.years_to_end <= course.years_to_settlement).all()
    assert ((course.settles_first > 0) & (course.settles_first < 1)).mean() > 0.99


@given(st.floats(0.1, 1), st.floats(1, 10))
def test_ends_of_a_lognormal_are_its_points(low, factor):
    normal = np.array([-alone.Z90, 0, alone.Z90])
    ends = (low, low * factor)
    assert alone.lognormal(ends, normal).tolist() == pytest.approx([low, low * factor**0.5, low * factor])


def test_base_rates():
    held, of, (low, middle, high) = alone.base_rate([1.2, 3.9, 2.6, 1.1, 1.8, 0.1], 5)
    assert (held, of) == (0, 6) and low < middle < high < 0.3
    assert alone.base_rate([1.2, 3.9], 1)[:2] == (2, 2)
    assert alone.base_rate([], 5)[2][1] == pytest.approx(0.5)


def test_a_phase_that_nothing_follows_is_refused():
    with pytest.raises(DataError, match="above 0"):
        posterior.draws(np.zeros((2, 2)), np.full((1, 2, 2), 0.5))


def test_the_same_seed_gives_the_same():
    one, two = run(), run()
    assert (one["in_steps", 2016].no_return == two["in_steps", 2016].no_return).all()
