from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.audit.judge import judge
from detente.audit.peel import Box, Facet, Limit, peel, quasi_p
from detente.chance.kinds import Choice, Discrete, Uniform

from .laboratory import column, no_outcomes, problem

DRAWS = 16_384


def corner(tmp_path, sampled, holds, draws=DRAWS):
    found = judge(problem(sampled, {"it": holds}), no_outcomes, tmp_path, draws=draws)
    return found.verdicts["it"].corner


def test_a_planted_box_is_found(tmp_path):
    # It fails where a > 0.7 and b < 0.4: a box of 0.3 times 0.4 that has all failures and nothing else.
    sampled = tuple(map(column, "abcd"))
    found = corner(tmp_path, sampled, "not (a > 0.7 and b < 0.4)")
    assert not found.holds
    limits = {one.column: one for one in found.limits}
    assert set(limits) == {"a", "b"}
    assert limits["a"].low == pytest.approx(0.7, abs=0.02) and limits["a"].high is None
    assert limits["b"].high == pytest.approx(0.4, abs=0.02) and limits["b"].low is None
    assert found.coverage > 0.93 and found.density > 0.93
    assert found.size == pytest.approx(0.12, abs=0.01)
    assert found.base == pytest.approx(0.12, abs=0.005)
    assert max(one.chance for one in found.limits) < 1e-10
    assert found.sentence.startswith("It fails in ") and "% of all failures. " in found.sentence
    assert found.sentence.endswith("It is counted on the 8,192 draws that did not help to find it.")
    assert "the a (a) is above 0." in found.sentence and "the b (b) is below 0." in found.sentence


def test_a_box_with_two_ends_and_an_outcome_that_holds(tmp_path):
    sampled = tuple(map(column, "abc"))
    found = corner(tmp_path, sampled, "a > 0.3 and a < 0.5 and b > 0.2")
    assert found.holds
    ends = next(one for one in found.limits if one.column == "a")
    assert ends.low == pytest.approx(0.3, abs=0.02) and ends.high == pytest.approx(0.5, abs=0.02)
    assert "is between 0." in ends.words and "It holds in" in found.sentence


def test_three_assumptions_are_restricted_at_most(tmp_path):
    sampled = tuple(map(column, "abcde"))
    found = corner(tmp_path, sampled, "not (a > 0.4 and b > 0.4 and c > 0.4 and d > 0.4 and e > 0.4)")
    assert 2 <= len(found.limits) <= 3
    assert found.density > 2 * found.base


def test_a_variant_and_tied_values_can_be_restricted(tmp_path):
    sampled = (
        column("c", Choice(("one", "two", "three"), (1, 1, 1))),
        column("n", Discrete((1.0, 2.0, 3.0, 4.0), (1, 1, 1, 1))),
        column("a"),
    )

    def rule(values):
        return {"gain[USA,cut]": np.where((values["c"] == 1) & (values["n"] >= 3), -1.0, 1.0)}

    made = problem(sampled, {"it": "gain[USA, cut] > 0"})
    found = judge(made, rule, tmp_path, draws=DRAWS).verdicts["it"].corner
    limits = {one.column: one for one in found.limits}
    assert limits["c"].variants == ("two",)
    assert limits["n"].low == 2.5
    assert found.coverage == 1 and found.density == 1
    assert "the c (c) is two" in found.sentence


def test_the_curve_goes_from_all_draws_to_dense_boxes(tmp_path):
    found = corner(tmp_path, tuple(map(column, "abcd")), "not (a > 0.7 and b < 0.4)")
    first, last = found.curve[0], found.curve[-1]
    assert (first.coverage, first.size, first.restricted) == (1, 1, 0)
    assert last.density > 0.9
    assert all(one.size >= two.size for one, two in pairwise(found.curve))
    assert all(one.coverage >= two.coverage for one, two in pairwise(found.curve))


def test_nothing_is_said_where_nothing_decides_or_too_little_goes_the_other_way(tmp_path):
    def luck(values):
        return {"gain[USA,cut]": np.random.default_rng(3).random(len(values["a"])) - 0.5}

    made = problem(tuple(map(column, "ab")), {"it": "gain[USA, cut] > 0"})
    assert judge(made, luck, tmp_path / "luck", draws=4096).verdicts["it"].corner is None
    assert corner(tmp_path / "rare", tuple(map(column, "ab")), "a + b > 0.05") is None


def test_a_claim_that_restates_has_no_corner(tmp_path):
    assert corner(tmp_path, tuple(map(column, "ab")), "a > 0.3") is None


def test_unknown_draws_are_in_no_box(tmp_path):
    def rule(values):
        bad = (values["a"] > 0.7) & (values["b"] < 0.4)
        return {"gain[USA,cut]": np.where(values["c"] < 0.05, np.nan, np.where(bad, -1.0, 1.0))}

    made = problem(tuple(map(column, "abc")), {"it": "gain[USA, cut] > 0"})
    found = judge(made, rule, tmp_path, draws=DRAWS).verdicts["it"].corner
    assert {one.column for one in found.limits} == {"a", "b"}
    assert found.density > 0.9


# Peeling


@given(st.integers(0, 2**32 - 1), st.integers(2, 9))
@settings(max_examples=30, deadline=None)
def test_each_step_loses_draws_and_raises_the_share_of_hits(seed, levels):
    random = np.random.default_rng(seed)
    facets = [
        Facet(random.random(400)),
        Facet(random.integers(0, levels, 400).astype(float)),
        Facet(random.integers(0, 3, 400).astype(float), is_choice=True),
    ]
    hits = random.random(400) < 0.2 + 0.6 * (facets[0].values > 0.5) * (facets[2].values == 1)
    boxes = peel(facets, hits, 20)
    for one, two in pairwise(boxes):
        assert two.draws < one.draws
        assert two.hits / two.draws > one.hits / one.draws
    for box in boxes:
        assert box.counted(facets, hits) == box
        assert box.draws >= 20


def test_the_order_of_draws_does_not_matter():
    random = np.random.default_rng(4)
    values = random.random((3, 1000))
    hits = (values[0] > 0.6) & (values[1] < 0.5)
    order = random.permutation(1000)
    straight = peel([Facet(one) for one in values], hits, 20)
    mixed = peel([Facet(one[order]) for one in values], hits[order], 20)
    assert [box.limits for box in straight] == [box.limits for box in mixed]


def test_any_rising_change_of_scale_finds_the_same_draws():
    random = np.random.default_rng(5)
    values = random.random((2, 1000))
    hits = values.sum(axis=0) > 1.4
    straight = peel([Facet(one) for one in values], hits, 20)
    bent = peel([Facet(np.exp(5 * one)) for one in values], hits, 20)
    assert [(box.draws, box.hits) for box in straight] == [(box.draws, box.hits) for box in bent]


def test_quasi_p_is_the_binomial_tail():
    # 10 draws in the box, 8 of them hits; without the restriction 20 draws, half hits: P(X >= 8) = 56 / 1024.
    facets = [Facet(np.arange(20.0))]
    hits = np.r_[np.ones(8), np.zeros(2), np.ones(2), np.zeros(8)].astype(bool)
    box = Box({0: Limit(high=9.5)}, 10, 8)
    assert quasi_p(box, 0, facets, hits) == pytest.approx(56 / 1024)


def test_a_limit_keeps_what_lies_within():
    assert Limit(1, 2).inside(np.array([1.0, 1.5, 2.0])).tolist() == [False, True, False]
    assert Limit(kept=(0, 2)).inside(np.array([0.0, 1.0, 2.0])).tolist() == [True, False, True]


def test_a_uniform_end_lies_between_draws(tmp_path):
    found = corner(tmp_path, (column("a", Uniform(10, 20)), column("b")), "a + 10 * b < 26", draws=4096)
    assert all(10 < one.low < 20 for one in found.limits if one.column == "a")
