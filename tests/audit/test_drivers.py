import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.audit.drivers import classes, first_order
from detente.chance.kinds import Choice, Normal, Uniform
from detente.runs.draws import Draws

from .laboratory import column


def indices(y, drawn):
    return {name: first_order(classes(values), y, len(drawn)) for name, values in drawn.items()}


def test_a_linear_model_has_the_indices_of_its_coefficients():
    sampled = tuple(column(name, Normal(0, 1)) for name in "abcd")
    drawn = Draws(sampled, 16_384, 1).values(0, 16_384)
    weights = {"a": 4.0, "b": 2.0, "c": 1.0, "d": 0.0}
    found = indices(sum(weights[name] * drawn[name] for name in drawn), drawn)
    for name, weight in weights.items():
        assert found[name].value == pytest.approx(weight**2 / 21, abs=0.01)
    assert [found[name].clear for name in "abcd"] == [True, True, True, False]


def test_ishigamis_function_has_its_published_indices():
    # Ishigami and Homma 1990: a = 7, b = 0.1 give 0.3139, 0.4424, 0.
    sampled = tuple(column(name, Uniform(-np.pi, np.pi)) for name in "xyz")
    drawn = Draws(sampled, 16_384, 1).values(0, 16_384)
    x, y, z = drawn.values()
    found = indices(np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x), drawn)
    assert found["x"].value == pytest.approx(0.3139, abs=0.01)
    assert found["y"].value == pytest.approx(0.4424, abs=0.01)
    assert found["z"].value == pytest.approx(0, abs=0.005)
    assert not found["z"].clear


def test_truth_decided_by_two_numbers_has_the_indices_of_the_triangle():
    # 1[a + b < 1] for uniform a, b: the mean given a is 1 - a, so each index is (1/12) / (1/4) = 1/3.
    drawn = Draws((column("a"), column("b")), 16_384, 1).values(0, 16_384)
    found = indices((drawn["a"] + drawn["b"] < 1).astype(float), drawn)
    assert found["a"].value == pytest.approx(1 / 3, abs=0.005)
    assert found["b"].value == pytest.approx(1 / 3, abs=0.005)


def test_a_choice_is_cut_by_variant():
    drawn = Draws((column("c", Choice(("one", "two", "three"), (1, 1, 2))), column("a")), 16_384, 1).values(
        0, 16_384
    )
    effect = np.array([5.0, 0.0, -5.0])[drawn["c"].astype(int)]
    found = indices(effect + drawn["a"], drawn)
    between = 17.1875  # variance of the effect: mean of squares 18.75 less the square of the mean, 1.25
    assert found["c"].value == pytest.approx(between / (between + 1 / 12), abs=1e-3)
    assert classes(drawn["c"]).count == 3


def test_bias_is_corrected_where_nothing_matters():
    random = np.random.default_rng(5)
    found = [first_order(classes(random.random(1024)), random.random(1024), 1).value for _ in range(300)]
    assert np.mean(found) == pytest.approx(0, abs=0.0006)  # uncorrected: 5 / 1023 = 0.005


def test_noise_stands_out_as_rarely_as_it_should():
    random = np.random.default_rng(6)
    clear = 0
    for _ in range(100):
        y = random.random(256) < 0.2
        clear += any(first_order(classes(random.random(256)), y.astype(float), 5).clear for _ in range(5))
    assert clear <= 4


def test_the_error_matches_the_scatter_between_seeds():
    sampled = (column("a", Normal(0, 1)), column("b", Normal(0, 1)))
    found = []
    for seed in range(40):
        drawn = Draws(sampled, 1024, seed).values(0, 1024)
        found.append(indices((drawn["a"] * drawn["b"] + drawn["a"] > 0.5).astype(float), drawn)["a"])
    scatter = np.std([one.value for one in found], ddof=1)
    assert np.mean([one.spread for one in found]) == pytest.approx(scatter, rel=0.5)


def test_unknown_draws_are_left_out():
    drawn = Draws((column("a"), column("b")), 1024, 1).values(0, 1024)
    y = np.where(drawn["b"] < 0.1, np.nan, drawn["a"])
    found = indices(y, drawn)
    assert found["a"].value == pytest.approx(1, abs=0.05)
    assert not found["b"].clear


@pytest.mark.parametrize("y", [np.ones(256), np.full(256, np.nan), np.r_[1.0, np.full(255, np.nan)]])
def test_what_does_not_vary_has_no_index(y):
    assert first_order(classes(np.arange(256.0)), y, 1) is None


@given(st.lists(st.integers(0, 60), min_size=256, max_size=256))
@settings(max_examples=50)
def test_ties_stay_in_one_class_and_order_is_kept(values):
    values = np.array(values, dtype=float)
    cut = classes(values)
    assert all(len(set(cut.place[values == one])) == 1 for one in set(values))
    assert (np.diff(cut.place[np.argsort(values, kind="stable")]) >= 0).all()


def test_classes_are_of_about_equal_count():
    cut = classes(np.random.default_rng(1).normal(size=16_384))
    counts = np.bincount(cut.place)
    assert cut.count == 26
    assert np.ptp(counts) <= 1
