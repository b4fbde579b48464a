"""Assumptions that move together: what they decide, where it turns, how far off that is; all in closed form."""

import numpy as np
import pytest
from scipy import stats

from detente.audit.drivers import Target, classes, first_order
from detente.audit.joint import joint, own, parts
from detente.audit.judge import judge
from detente.chance.copula import Copula, squares
from detente.chance.kinds import Normal, Uniform
from detente.domains.records import Correlation
from detente.ground.faults import RunError
from detente.runs.draws import Draws

from .laboratory import column, no_outcomes, problem
from .test_totals import found

DRAWS = 16_384
A, B, C = (
    column(name, Normal(0, 1), source) for name, source in (("a", "judgement"), ("b", "x"), ("c", "x"))
)
TIE = Correlation(("a", "b"), 0.6, "a survey", False)
R = TIE.pearson


def drawn(*columns):
    return Draws(columns, DRAWS, 1, (TIE,)).values(0, DRAWS)


def tied(*columns):
    return Copula.of([one.name for one in columns], (TIE,))


def of_truth(part, at):
    """Return the index for whether a normal number is above `at` of one that explains a part of its variance."""
    both = stats.multivariate_normal([0, 0], [[1, part], [part, 1]]).cdf([-at, -at])
    chance = stats.norm.sf(at)
    return (both - chance**2) / (chance * (1 - chance))


def test_a_sum_of_two_has_the_first_order_indices_of_both():
    # Var(E[a + b | a]) = (1 + r)^2, and Var(a + b) = 2 + 2 r.
    values = drawn(A, B)
    for name in "ab":
        index = first_order(classes(values[name]), values["a"] + values["b"], 2)
        assert index.value == pytest.approx((1 + R) / 2, abs=0.01)


def test_what_moves_with_a_driver_has_an_index_without_deciding_anything():
    values = drawn(A, B)
    index = first_order(classes(values["a"]), values["b"], 2)
    assert index.value == pytest.approx(R**2, abs=0.01)


@pytest.mark.parametrize(("weights", "judged"), [((0, 1), R**2 / 2), ((1, 0), 1 - R**2 / 2), ((1, 1), 0.5)])
def test_a_group_counts_once_and_is_shared_between_judgement_and_sources(weights, judged):
    # For y = b: a first tells r^2 and b adds the rest; b first tells all. The mean of both is r^2 / 2.
    values = drawn(A, B)
    y = weights[0] * values["a"] + weights[1] * values["b"]
    got = joint(parts((A, B), tied(A, B), values), Target.of(y), 2)
    assert got.judged == pytest.approx(judged, abs=0.015)
    assert got.total == pytest.approx(1, abs=0.015)


@pytest.mark.parametrize(
    ("weights", "exact"),
    [((0, 1), (0, 1 - R**2)), ((1, 0), (1 - R**2, 0)), ((1, 1), ((1 - R) / 2, (1 - R) / 2))],
)
def test_what_one_tells_of_its_own_is_what_it_adds_to_the_other(weights, exact):
    # Of a + b, of variance 2 + 2 r, a adds a part of variance 1 - r^2 once b is known.
    values = drawn(A, B)
    y = weights[0] * values["a"] + weights[1] * values["b"]
    cuts = own((A, B), tied(A, B), values)
    found = [first_order(cuts[name], y, 2).value for name in "ab"]
    assert found == pytest.approx(exact, abs=0.01)


def test_a_group_of_one_kind_is_all_of_that_kind():
    values = drawn(A, B)
    for source, share in (("judgement", 1.0), ("x", 0.0)):
        both = tuple(column(name, Normal(0, 1), source) for name in "ab")
        got = joint(parts(both, tied(A, B), values), Target.of(values["a"] + values["b"]), 2)
        assert got.judged == pytest.approx(share * got.total)


def test_a_group_that_decides_nothing_counts_nothing():
    values = drawn(A, B, C)
    assert joint(parts((A, B), tied(A, B, C), values), Target.of(values["c"]), 3) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("margin", "total"),
    [
        (lambda a, b, c: a + b + c, (2 + 2 * R) / (3 + 2 * R)),
        (lambda a, b, c: a * b + c, (1 + R**2) / (2 + R**2)),
    ],
)
def test_numbers_that_move_together_have_one_total_index(margin, total):
    # Var(a + b) = 2 + 2 r, and Var(a b) = 1 + r^2 for normal numbers (Isserlis 1918).
    values = drawn(A, B, C)
    drivers, fits = found(values, (A, B, C), margin(*values.values()), together=(("a", "b"),))
    assert fits["margin"].told
    for name in "ab":
        assert drivers[name].total_on_margin.together == ("a", "b")
        assert drivers[name].total_on_margin.value == pytest.approx(total, abs=0.03)
    assert drivers["c"].total_on_margin.value == pytest.approx(1 - total, abs=0.03)
    assert drivers["c"].total_on_margin.together == ()


def test_distance_goes_along_the_correlation():
    values = {"a": np.array([1.0, 1.0, 0]), "b": np.array([1.0, -1.0, 0]), "c": np.array([0.0, 0, 2])}
    got = squares((A, B, C), tied(A, B, C), lambda names: {name: values[name] for name in names})
    # z' R^-1 z of (1, 1) is 2 / (1 + r), of (1, -1) it is 2 / (1 - r).
    assert got == pytest.approx([2 / (1 + R), 2 / (1 - R), 4])
    alone = squares((A, C), tied(A, B, C), lambda names: {name: values[name] for name in names})
    assert alone == pytest.approx([1, 1, 4])


def test_a_study_of_two_that_move_together_is_judged_in_closed_form(tmp_path):
    # P(a + b > 1) with a + b normal of variance 2 + 2 r; the nearest failure of a + b < 3 is at 3 / sd.
    sd = np.sqrt(2 + 2 * R)
    sample = problem((A, B, C), {"above": "a + b > 1", "below": "a + b < 3", "else": "c > 0.3"}, (TIE,))
    judgement = judge(sample, no_outcomes, tmp_path, draws=DRAWS)
    above, below = judgement.verdicts["above"], judgement.verdicts["below"]
    assert above.share == pytest.approx(stats.norm.sf(1 / sd), abs=0.003)
    assert below.share == pytest.approx(stats.norm.cdf(3 / sd), abs=0.003)
    far = below.counterexample.distance
    assert 3 / sd <= far < 3 / sd + 0.1
    assert "those that move together counted so" in below.counterexample.sentence
    assert {one.column: one.moves_with[0][:2] for one in above.drivers} == {"a": ("b", 0.6), "b": ("a", 0.6)}
    for one in above.drivers:
        assert one.index == pytest.approx(of_truth((1 + R) / 2, 1 / sd), abs=0.01)
        assert one.own == pytest.approx(of_truth((1 - R) / 2, 1 / sd), abs=0.01)
    assert above.judged_share == pytest.approx(0.5, abs=0.02)
    assert judgement.verdicts["else"].drivers[0].moves_with == ()
    assert judgement.verdicts["else"].drivers[0].own is None
    assert judgement.summary()["correlations"] == [
        {"between": ["a", "b"], "rank": 0.6, "source": "a survey", "judged": False}
    ]


def test_two_judged_numbers_of_which_one_decides_count_as_one(tmp_path):
    # y = b + c in equal parts; a and b are judged and move together. Judgement decides half of what is decided.
    sampled = (A, column("b", Normal(0, 1)), C)
    tie = Correlation(("a", "b"), 0.9, "x", False)
    sample = problem(sampled, {"y": "a * 0 + b + c > 0"}, (tie,))
    verdict = judge(sample, no_outcomes, tmp_path, draws=DRAWS).verdicts["y"]
    clear = {one.column: one.index for one in verdict.drivers if one.clear}
    assert set(clear) == {"a", "b", "c"}
    assert (clear["a"] + clear["b"]) / sum(clear.values()) > 0.6
    assert verdict.judged_share == pytest.approx(0.5, abs=0.03)


def test_a_share_is_no_probability_where_the_correlation_is_judged(tmp_path):
    sampled = (column("a", Uniform(0, 1), "x"), column("b", Uniform(0, 1), "x"))
    for source, known in (("a survey", True), ("judgement", False)):
        tie = Correlation(("a", "b"), 0.5, source, not known)
        sample = problem(sampled, {"y": "a + b > 0.8"}, (tie,))
        verdict = judge(sample, no_outcomes, tmp_path / source, draws=4096).verdicts["y"]
        assert verdict.is_probability is known


def test_a_rule_or_box_in_one_says_what_moves_with_it(tmp_path):
    tie = Correlation(("a", "b"), 0.95, "x", False)
    sample = problem((A, B, C), {"y": "b + 0.05 * c + a * 0 > 0"}, (tie,))
    verdict = judge(sample, no_outcomes, tmp_path, draws=4096).verdicts["y"]
    assert verdict.break_even.column == "b"
    assert verdict.break_even.sentence.endswith(
        "b moves with a (rank 0.95), whose doing part of this may be."
    )
    assert "b moves with a (rank 0.95)" in verdict.corner.sentence


def test_another_correlation_is_another_run(tmp_path):
    judge(problem((A, B), {"y": "a > b"}, (TIE,)), no_outcomes, tmp_path, draws=256)
    other = Correlation(("a", "b"), 0.5, "a survey", False)
    with pytest.raises(RunError, match=r"rank correlation of a ~ b is 0\.6, not 0\.5"):
        judge(problem((A, B), {"y": "a > b"}, (other,)), no_outcomes, tmp_path, draws=256)
