from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.audit.drivers import classes, first_order
from detente.audit.interactions import with_totals
from detente.audit.polynomials import Space, functions, mid_ranks, thin_to, thinned
from detente.audit.records import Driver
from detente.chance.kinds import Choice, Dirichlet, Normal, Uniform
from detente.runs.draws import Draws

from .laboratory import column, columns


def found(drawn, sampled, margin, truth=None, together=()):
    """Return drivers by name, and fits by what they are on, of a claim with that margin."""
    draws = len(margin)
    truth = (margin > 0).astype(float) if truth is None else truth
    points = thin_to(draws, len(sampled))
    space = Space(tuple(sampled), tuple(thinned(drawn[one.name], points) for one in sampled), points)
    drivers = []
    for one in sampled:
        cut = classes(drawn[one.name])
        on_truth, on_margin = (first_order(cut, y, len(sampled)) for y in (truth, margin))
        ranking = on_truth or on_margin
        drivers.append(
            Driver(
                one.name,
                one.meaning,
                "",
                one.source,
                one.judged,
                on_truth and on_truth.value,
                on_margin and on_margin.value,
                ranking.spread,
                ranking.clear,
            )
        )
    judged = SimpleNamespace(as_numbers=truth, margin=margin)
    drivers, fits = with_totals(space, judged, drivers, together)
    return {one.column: one for one in drivers}, {one.on: one for one in fits}


def drawn_from(sampled, draws=16_384, seed=1):
    return Draws(tuple(sampled), draws, seed).values(0, draws)


def test_a_linear_model_has_no_interactions():
    sampled = [column(name, Normal(0, 1)) for name in "abcd"]
    drawn = drawn_from(sampled)
    drivers, fits = found(drawn, sampled, 4 * drawn["a"] + 2 * drawn["b"] + drawn["c"])
    assert fits["margin"].explained > 0.99 and fits["margin"].told
    for name, weight in (("a", 16), ("b", 4), ("c", 1)):
        total = drivers[name].total_on_margin
        assert total.value == pytest.approx(weight / 21, abs=0.02)
        assert total.low - 0.01 < drivers[name].on_margin < total.high + 0.01
    assert drivers["d"].total_on_margin is None or drivers["d"].total_on_margin.value < 0.005


def test_ishigamis_function_has_its_published_total_indices():
    # Ishigami and Homma 1990: a = 7, b = 0.1 give 0.5576, 0.4424, 0.2437; z alone decides nothing.
    sampled = [column(name, Uniform(-np.pi, np.pi)) for name in "xyz"]
    drawn = drawn_from(sampled)
    x, y, z = drawn.values()
    drivers, fits = found(drawn, sampled, np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x))
    assert fits["margin"].explained > 0.9
    for name, total in (("x", 0.5576), ("y", 0.4424), ("z", 0.2437)):
        assert drivers[name].total_on_margin.value == pytest.approx(total, abs=0.03)
    assert abs(drivers["z"].on_margin) < 0.005


def test_sobols_g_function_has_its_total_indices():
    # Saltelli and Sobol 1995: V_i = 1 / (3 (1 + a_i)^2), and the total of i is V_i times the rest's 1 + V_j.
    a = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
    sampled = [column(f"x{i}") for i in range(8)]
    drawn = drawn_from(sampled)
    factors = [
        (np.abs(4 * values - 2) + one) / (1 + one) for values, one in zip(drawn.values(), a, strict=True)
    ]
    drivers, fits = found(drawn, sampled, np.prod(factors, axis=0))
    own = 1 / (3 * (1 + a) ** 2)
    totals = own * np.prod(1 + own) / (1 + own) / (np.prod(1 + own) - 1)
    assert fits["margin"].told
    for i in range(4):
        assert drivers[f"x{i}"].total_on_margin.value == pytest.approx(totals[i], abs=0.03)


def test_truth_decided_by_two_numbers_has_the_total_indices_of_the_triangle():
    # 1[a + b < 1]: given b the variance is b (1 - b), on average 1/6 of a variance of 1/4.
    sampled = [column("a"), column("b")]
    drawn = drawn_from(sampled)
    drivers, fits = found(drawn, sampled, 1 - drawn["a"] - drawn["b"])
    assert fits["truth"].explained > 0.9
    for name in "ab":
        total = drivers[name].total_on_truth
        assert total.value == pytest.approx(2 / 3, abs=0.04)
        assert total.low < total.value < total.high
        assert total.value > drivers[name].on_truth


def test_a_choice_that_turns_the_sign_of_another_shows_only_in_the_total():
    sampled = [column("c", Choice(("up", "down"), (1, 1))), column("a", Uniform(-1, 1))]
    drawn = drawn_from(sampled)
    drivers, _ = found(drawn, sampled, np.where(drawn["c"] == 0, 1, -1) * drawn["a"])
    for name in "ac":
        assert abs(drivers[name].on_margin) < 0.01
    for name in "ac":
        # Neither decides anything alone, and either decides all once the other is known.
        assert drivers[name].total_on_margin is None or drivers[name].total_on_margin.value > 0.9


def test_shares_of_a_dirichlet_have_one_total_index_together():
    shares = columns("s", Dirichlet(("one", "two", "three"), (2, 3, 5)))
    sampled = [*shares, column("u")]
    drawn = drawn_from(sampled)
    weight = np.sqrt((2 * 8 / (100 * 11)) / (1 / 12))  # so that the share and u have the same variance
    drivers, _ = found(drawn, sampled, drawn["s[one]"] + weight * drawn["u"] - 0.4)
    total = drivers["s[one]"].total_on_margin
    assert total.together == ("s[one]", "s[two]", "s[three]")
    assert total.value == pytest.approx(0.5, abs=0.03)
    assert drivers["u"].total_on_margin.value == pytest.approx(0.5, abs=0.03)
    assert drivers["u"].total_on_margin.together == ()
    assert drivers["s[two]"].total_on_margin in (None, total)


def test_what_a_surrogate_cannot_explain_has_no_total_index_and_it_says_so():
    random = np.random.default_rng(1)
    sampled = [column("a"), column("b")]
    drawn = drawn_from(sampled, 4096)
    drivers, fits = found(drawn, sampled, random.normal(size=4096) + drawn["a"])
    assert drivers["a"].clear
    assert drivers["a"].total_on_margin is None and drivers["a"].total is None
    assert not fits["margin"].told
    assert "less than 70 %" in fits["margin"].sentence


def test_an_echo_of_another_number_is_not_clear():
    random = np.random.default_rng(2)
    sampled = [column("a"), column("b")]
    a = random.random(4096)
    drawn = {"a": a, "b": a + random.random(4096)}
    drivers, _ = found(drawn, sampled, a**2 - 0.3)
    assert drivers["a"].clear and not drivers["a"].echo
    assert drivers["b"].echo and not drivers["b"].clear
    assert drivers["b"].on_margin > 0.3


def test_the_interval_covers_the_total_as_often_as_it_should():
    # a b for a, b normal with mean 1: variance 3, of which 1 + 1 alone and 1 together.
    sampled = [column("a", Normal(1, 1)), column("b", Normal(1, 1))]
    hits = 0
    for seed in range(30):
        drawn = drawn_from(sampled, 1024, seed)
        total = found(drawn, sampled, drawn["a"] * drawn["b"])[0]["a"].total_on_margin
        hits += total.low <= 2 / 3 <= total.high
    assert hits >= 25


def test_unknown_draws_are_left_out_and_too_many_tell_nothing():
    sampled = [column("a"), column("b")]
    drawn = drawn_from(sampled, 4096)
    margin = drawn["a"] * drawn["b"] - 0.2
    few, many = (np.where(drawn["b"] < share, np.nan, margin) for share in (0.05, 0.5))
    truth = np.where(np.isfinite(few), few > 0, np.nan)
    assert found(drawn, sampled, few, truth)[1]["margin"].explained > 0.99
    truth = np.where(np.isfinite(many), many > 0, np.nan)
    assert found(drawn, sampled, many, truth)[1] == {}


@given(st.lists(st.integers(0, 8), min_size=64, max_size=64))
@settings(max_examples=50)
def test_functions_have_mean_0_and_variance_1_or_nearly(values):
    values = np.array(values, dtype=float)
    made = functions(values)
    assert np.allclose(made.mean(axis=1), 0, atol=0.6)
    assert len(made) == 0 or (made.std(axis=1) > 0).all()
    ranks = mid_ranks(values)
    assert ((ranks > 0) & (ranks < 1)).all()
    assert (np.diff(ranks[np.argsort(values, kind="stable")]) >= 0).all()


@pytest.mark.parametrize(
    ("draws", "columns", "points"),
    [(16_384, 240, 1024), (256, 10, 16), (2**20, 500, 1024), (2**20, 4000, 128)],
)
def test_a_surrogate_sees_a_power_of_two_of_each_replicate(draws, columns, points):
    assert thin_to(draws, columns) == points
    assert len(thinned(np.arange(draws), points)) == 16 * points
