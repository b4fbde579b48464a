import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.audit.judge import judge
from detente.audit.records import FAILS, HOLDS, LEANS, NOT_MODELLED, OPEN, RESTATES, UNDECIDED
from detente.chance.kinds import Choice, Dirichlet, Fixed, Gamma, Normal, Uniform

from .laboratory import column, columns, no_outcomes, problem

DRAWS = 4096


def one(tmp_path, sampled, holds, evaluate=no_outcomes, draws=DRAWS, **options):
    found = judge(problem(sampled, {"it": holds}, **options), evaluate, tmp_path, draws=draws)
    return found.verdicts["it"]


def gain(rule):
    return lambda values: {"gain[USA,cut]": rule(values)}


def test_a_share_that_is_known_exactly_lies_in_its_interval(tmp_path):
    verdict = one(tmp_path, (column("a"), column("b")), "a + b < 0.8")
    assert verdict.interval.low < 0.32 < verdict.interval.high
    assert verdict.interval.high - verdict.interval.low < 0.01
    assert verdict.share == pytest.approx(0.32, abs=0.005)
    assert verdict.word == "leans against"
    assert verdict.bounds == (verdict.share, verdict.share)
    assert verdict.sentence.startswith("Leans against: it is true in 32 % of 4,096 draws (95 % interval 3")


@pytest.mark.parametrize(
    ("limit", "word"), [(0.3, FAILS), (0.8, "leans against"), (1, OPEN), (1.2, LEANS), (1.7, HOLDS)]
)
def test_the_word_follows_the_share(tmp_path, limit, word):
    assert one(tmp_path, (column("a"), column("b")), f"a + b < {limit}").word == word


def test_a_claim_without_a_model_says_why(tmp_path):
    verdict = one(tmp_path, (column("a"),), None)
    assert verdict.word == NOT_MODELLED
    assert verdict.sentence == "Not modelled yet: needs a model."
    assert verdict.share is None


def test_verdicts_come_in_the_order_of_the_study(tmp_path):
    claims = {"z": "a + b < 1", "later": None, "y": "a < b"}
    found = judge(problem((column("a"), column("b")), claims), no_outcomes, tmp_path, draws=256)
    assert list(found.verdicts) == ["z", "later", "y"]


# Unknown draws


def test_unknown_draws_widen_the_bounds(tmp_path):
    # Unknown for c <= 0.1; else true where a + b < 1.6, a share of 0.92.
    def rule(values):
        return np.where(values["c"] <= 0.1, np.nan, 1.6 - values["a"] - values["b"])

    verdict = one(tmp_path, (column("a"), column("b"), column("c")), "gain[USA, cut] > 0", gain(rule))
    assert verdict.unknown == pytest.approx(0.1, abs=0.001)
    assert verdict.bounds == pytest.approx((0.828, 0.928), abs=0.003)
    assert verdict.share == pytest.approx(0.92, abs=0.003)
    assert verdict.interval.low < verdict.bounds.low
    assert verdict.interval.high > verdict.bounds.high
    assert verdict.word == UNDECIDED
    assert "true in 92 % of the draws that could be solved" in verdict.sentence
    assert "In 10 % of draws it could not be told" in verdict.sentence


def test_a_few_unknown_draws_leave_the_word(tmp_path):
    def rule(values):
        return np.where(values["c"] <= 0.01, np.nan, 1.6 - values["a"] - values["b"])

    verdict = one(tmp_path, (column("a"), column("b"), column("c")), "gain[USA, cut] > 0", gain(rule))
    assert verdict.word == HOLDS
    assert "In 1.0 % of draws it could not be told" in verdict.sentence


def test_a_restatement_says_what_it_could_not_tell(tmp_path):
    def rule(values):
        return np.where(values["b"] <= 0.1, np.nan, values["b"] - 0.2)

    verdict = one(tmp_path, (column("a"), column("b")), "gain[USA, cut] > 0", gain(rule))
    assert verdict.word == RESTATES
    assert "In 10 % of draws it could not be told" in verdict.sentence


def test_where_unknowns_could_change_the_word_it_is_undecided(tmp_path):
    def rule(values):
        return np.where(values["a"] + values["b"] < 0.9, np.nan, values["a"] + values["b"] - 1.2)

    verdict = one(tmp_path, (column("a"), column("b")), "gain[USA, cut] > 0", gain(rule))
    assert verdict.word == UNDECIDED
    assert verdict.sentence.startswith("Undecided: ")


def test_a_claim_that_no_draw_could_solve(tmp_path):
    verdict = one(tmp_path, (column("a"),), "gain[USA, cut] > 0", gain(lambda values: values["a"] * np.nan))
    assert verdict.share is None
    assert verdict.word == UNDECIDED
    assert verdict.unknown == 1
    assert "could not be told in any of 4,096 draws" in verdict.sentence
    assert verdict.counterexample is None


def test_one_known_side_is_enough_where_logic_says_so(tmp_path):
    holds = "gain[USA, cut] > 0 or a + b > 0.2"
    verdict = one(tmp_path, (column("a"), column("b")), holds, gain(lambda values: values["a"] * np.nan))
    assert verdict.share == 1
    assert verdict.unknown == pytest.approx(0.02, abs=0.002)


# Restating


def test_one_threshold_that_decides_is_a_restatement_with_its_break_even(tmp_path):
    verdict = one(
        tmp_path,
        (column("a"), column("b")),
        "gain[USA, cut] > 0",
        gain(lambda v: v["a"] - 0.3 + 1e-3 * v["b"]),
    )
    assert verdict.word == RESTATES
    assert verdict.restates.kind == "one"
    assert verdict.restates.columns == ("a",)
    assert verdict.break_even.side == "above"
    assert verdict.break_even.at == pytest.approx(0.2995, abs=0.001)
    assert "It holds where the a (a) is above 0.29" in verdict.sentence
    assert not verdict.is_probability


def test_a_threshold_that_nearly_decides_is_a_break_even_but_no_restatement(tmp_path):
    verdict = one(
        tmp_path,
        (column("a"), column("b")),
        "gain[USA, cut] > 0",
        gain(lambda v: v["a"] - 0.5 + 0.1 * v["b"]),
    )
    assert verdict.word in (LEANS, OPEN)
    assert verdict.restates is None
    assert verdict.break_even.column == "a"
    assert 0.01 < verdict.break_even.errors < 0.1


def test_a_choice_that_decides_is_a_restatement(tmp_path):
    sampled = (column("rule", Choice(("fixed", "own", "none"), (1, 1, 1))), column("b"))
    verdict = one(
        tmp_path,
        sampled,
        "gain[USA, cut] > 0",
        gain(lambda v: np.where(v["rule"] == 1, 1, -1) + 0.5 * v["b"]),
    )
    assert verdict.word == RESTATES
    assert verdict.break_even.variants == ("own",)


def test_a_claim_true_by_its_ranges_is_a_restatement(tmp_path):
    verdict = one(tmp_path, (column("a"), column("b"), column("f", Fixed(3))), "a + b < f")
    assert verdict.word == RESTATES
    assert verdict.restates.kind == "bounds"
    assert set(verdict.restates.columns) == {"a", "b", "f"}
    assert "cannot make it false" in verdict.sentence


def test_a_claim_about_unbounded_numbers_is_not_decided_by_bounds(tmp_path):
    sampled = (column("a", Gamma(10, 4.5), "facts"), column("b", Gamma(5, 1.25), "facts"))
    verdict = one(tmp_path, sampled, "a + b > 0.01")
    assert verdict.word == HOLDS
    assert verdict.interval.low == pytest.approx(0.025 ** (1 / DRAWS))
    assert verdict.interval.high == 1


def test_a_claim_about_outcomes_that_always_holds_is_a_verdict(tmp_path):
    verdict = one(
        tmp_path, (column("a"), column("b")), "gain[USA, cut] > 0", gain(lambda v: v["a"] + 2 * v["b"])
    )
    assert verdict.word == HOLDS
    assert verdict.share == 1
    assert [driver.column for driver in verdict.drivers] == ["b", "a"]
    assert verdict.drivers[0].on_truth is None
    assert verdict.drivers[0].index == pytest.approx(0.8, abs=0.02)
    assert verdict.counterexample is None


def test_a_claim_about_several_assumptions_gets_an_ordinary_verdict(tmp_path):
    verdict = one(tmp_path, (column("a"), column("b")), "a < b")
    assert verdict.word == OPEN
    assert verdict.restates is None


@given(st.floats(0.05, 0.95))
@settings(max_examples=8, deadline=None)
def test_every_threshold_on_one_assumption_is_found(tmp_path_factory, limit):
    verdict = one(tmp_path_factory.mktemp("x"), (column("a"), column("b")), f"a > {limit}", draws=1024)
    assert verdict.word == RESTATES
    assert verdict.break_even.at == pytest.approx(limit, abs=0.01)


# Judgement and probability


@pytest.mark.parametrize(
    ("sources", "share", "badge", "probability"),
    [
        (("judgement", "judgement"), 1.0, True, False),
        (("facts", "facts"), 0.0, False, True),
        (("judgement", "facts"), 0.8216, True, False),
        (("facts", "judgement"), 0.1784, False, False),
    ],
)
def test_the_badge_and_the_word_probability_follow_what_decides(tmp_path, sources, share, badge, probability):
    # Of the truth of 2a + b > 0 normal numbers decide 2 asin(rho^2) / pi: 0.5903 and 0.1282.
    sampled = tuple(column(name, Normal(0, 1), source) for name, source in zip("ab", sources, strict=True))
    verdict = one(tmp_path, sampled, "gain[USA, cut] > 0", gain(lambda v: 2 * v["a"] + v["b"]))
    assert verdict.judged_share == pytest.approx(share, abs=0.02)
    assert bool(verdict.badge) == badge
    assert verdict.is_probability == probability
    assert ("its probability is" in verdict.sentence) == probability


def test_an_assumption_without_influence_does_not_spoil_a_probability(tmp_path):
    sampled = (column("a", Normal(0, 1), "facts"), column("b", Normal(0, 1), "facts"), column("c"))
    verdict = one(tmp_path, sampled, "gain[USA, cut] > 0", gain(lambda v: v["a"] + v["b"]))
    assert verdict.is_probability
    assert [driver.clear for driver in verdict.drivers] == [True, True, False]


def test_what_nothing_clearly_decides_is_a_probability_only_if_all_have_sources(tmp_path):
    # Truth is the parity of two halves: neither number alone tells anything.
    def parity(values):
        return ((values["a"] > 0.5) ^ (values["b"] > 0.5)) - 0.5

    verdict = one(tmp_path, (column("a", source="facts"), column("b")), "gain[USA, cut] > 0", gain(parity))
    assert not any(driver.clear for driver in verdict.drivers)
    assert verdict.judged_share is None
    assert not verdict.is_probability


def test_an_assumption_that_a_claim_does_not_name_is_no_driver_of_it(tmp_path):
    verdict = one(tmp_path, (column("a"), column("b"), column("c")), "a < b")
    assert {driver.column for driver in verdict.drivers} == {"a", "b"}


# Counterexamples


def test_the_nearest_counterexample_lies_where_it_must(tmp_path):
    # a + b > 3 for standard normal numbers is nearest to the centre at (1.5, 1.5), at 3 / sqrt(2).
    sampled = (column("a", Normal(0, 1)), column("b", Normal(0, 1)))
    verdict = one(tmp_path, sampled, "gain[USA, cut] < 3", gain(lambda v: v["a"] + v["b"]), draws=16_384)
    found = verdict.counterexample
    assert not found.holds
    assert found.margin < 0
    assert 3 / math.sqrt(2) <= found.distance <= 3 / math.sqrt(2) + 0.15
    assert found.distance == pytest.approx(math.hypot(*(one.distance for one in found.differences)))
    assert sum(one.value for one in found.differences) >= 3
    assert [one.centre for one in found.differences] == [0, 0]
    assert "in which it fails" in found.sentence


def test_the_draw_of_a_counterexample_can_be_looked_up(tmp_path):
    sampled = (column("a", Uniform(10, 20)), column("b", Choice(("fixed", "own"), (0.7, 0.3))), column("c"))
    rule = gain(lambda v: v["a"] - 13 - 4 * v["b"])
    found = judge(problem(sampled, {"it": "gain[USA, cut] > 0"}), rule, tmp_path, draws=DRAWS)
    example = found.verdicts["it"].counterexample
    assert found.column("gain[USA,cut]")[example.draw] == pytest.approx(example.margin)
    for difference in example.differences:
        assert found.column(difference.column)[example.draw] == difference.value
    assert {one.column for one in example.differences} == {"a", "b"}
    words = {one.column: (one.value_words, one.centre_words) for one in example.differences}
    assert words["b"] in (("own", "fixed"), ("fixed", "fixed"))
    assert words["a"][1] == "15"


def test_a_counterexample_says_in_which_assumptions_it_is_near(tmp_path):
    sampled = tuple(column(name, Normal(0, 1)) for name in "abc")
    rule = gain(lambda v: v["a"] + v["b"])
    some = one(tmp_path / "some", sampled, "gain[USA, cut] < 2", rule).counterexample.sentence
    every = one(tmp_path / "every", sampled[:2], "gain[USA, cut] < 2", rule).counterexample.sentence
    assert "from the centre in the 2 assumptions that decide it most: " in some
    assert "from the centre: " in every


def test_a_claim_that_mostly_fails_is_told_where_it_holds(tmp_path):
    verdict = one(tmp_path, (column("a"), column("b")), "a + b > 1.8")
    assert verdict.counterexample.holds
    assert "in which it holds" in verdict.counterexample.sentence


# Margins


def test_each_comparison_is_summarised(tmp_path):
    holds = "gain[USA, cut] > 0.5 and a < 2 * b"
    verdict = one(tmp_path, (column("a"), column("b")), holds, gain(lambda v: v["a"]))
    first, second = verdict.atoms
    assert (first.text, second.text) == ("gain[USA, cut] > 0.5", "a < 2 * b")
    assert first.mean == pytest.approx(0, abs=1e-3)
    assert first.quantiles == pytest.approx({5: -0.45, 25: -0.25, 50: 0, 75: 0.25, 95: 0.45}, abs=0.005)
    assert first.share == pytest.approx(0.5, abs=0.001)
    assert second.share == pytest.approx(0.75, abs=0.005)
    assert sum(first.counts) == DRAWS
    assert len(first.edges) == len(first.counts) + 1
    assert 0.0 in first.edges
    assert verdict.margin.unit == ""
    assert verdict.margin.quantiles[95] <= min(first.quantiles[95], second.quantiles[95])


def test_lists_and_quantities_are_read_as_the_study_says(tmp_path):
    def two(values):
        return {"gain[USA,cut]": values["a"], "gain[EU28,cut]": values["b"]}

    sampled = (column("a"), column("b"))
    claims = {"least": "min(gain[[USA, EU28], cut]) > limit", "sum": "gain[[USA, EU28], cut].sum > 2 * limit"}
    found = judge(problem(sampled, claims, quantities={"limit": "a * 0 + 0.4"}), two, tmp_path, draws=DRAWS)
    assert found.verdicts["least"].share == pytest.approx(0.36, abs=0.005)
    assert found.verdicts["sum"].share == pytest.approx(1 - 0.32, abs=0.005)


def test_a_vector_assumption_decides_by_its_parts(tmp_path):
    sampled = (*columns("x", Dirichlet(("a", "b", "c"), (1, 1, 1))), column("y"))
    rule = gain(lambda v: v["x[a]"] - v["x[b]"] + 0.1 * v["y"])
    verdict = one(tmp_path, sampled, "gain[USA, cut] > 0", rule)
    assert {driver.column for driver in verdict.drivers[:2]} == {"x[a]", "x[b]"}
