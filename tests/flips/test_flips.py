import dataclasses

import numpy as np
import pytest

from detente.audit.judge import judge
from detente.chance.kinds import Choice, Dirichlet, LogNormal, Normal, Uniform
from detente.domains.records import Correlation
from detente.flips.flips import flips
from detente.flips.kept import with_flips
from detente.flips.tried import ROUND
from detente.runs.draws import Draws
from tests.audit.laboratory import column, columns, no_outcomes, problem

BUDGET = 768


class Sought:
    """The flips of claims over columns, and what was asked of the models on the way."""

    def __init__(self, folder, sampled, claims, evaluate=no_outcomes, budget=BUDGET, draws=1024, seed=1):
        self.asked = []

        def watched(values):
            self.asked.append({name: np.array(column) for name, column in values.items()})
            return evaluate(values)

        self.problem = problem(sampled, claims)
        judgement = judge(self.problem, evaluate, folder, draws=draws, seed=seed)
        sample = Draws(self.problem.columns, draws, seed)
        self.verdicts = judgement.verdicts
        self.found = flips(self.problem, judgement.verdicts, watched, judgement.table, sample, budget=budget)

    def __getitem__(self, name):
        return self.found.of[name]


def normals(*moments):
    return tuple(column(name, Normal(*one)) for name, one in zip("abcdefgh", moments, strict=False))


# Closed forms and published examples


@pytest.mark.parametrize(
    ("moments", "holds", "index"),
    [
        # Resistance less load: the difference of the means over the deviation (Hasofer and Lind 1974).
        (((200, 20), (100, 10)), "a - b > 0", 100 / np.hypot(20, 10)),
        # The same written otherwise: the index does not depend on how the limit state is written.
        (((200, 20), (100, 10)), "a / b > 1", 100 / np.hypot(20, 10)),
        # A product, as of a strength and a section modulus; this and the next by a scan over all directions.
        (((38, 3.8), (54, 2.7)), "a * b > 1140", 4.2614),
        # Cubes about means far from the edge, on which plain HL-RF steps are known to swing.
        (((10, 5), (9.9, 5)), "a^3 + b^3 > 18", 2.2260),
        # An ellipse: the shortest half axis is along b.
        (((0, 1), (0, 1)), "a^2 + 2 * b^2 < 9", 3 / np.sqrt(2)),
        # A saddle with two nearest points.
        (((0, 1), (0, 1)), "a * b < 2", 2.0),
        # Either comparison may fail: the nearer one counts.
        (((0, 1), (0, 1), (0, 1)), "a < 2 and b + c < 2", np.sqrt(2)),
        # Both must fail: (2, 1, 1) is the nearest point at which they do.
        (((0, 1), (0, 1), (0, 1)), "a < 2 or b + c < 2", np.sqrt(6)),
    ],
)
def test_the_distance_is_the_reliability_index(tmp_path, moments, holds, index):
    flip = Sought(tmp_path, normals(*moments), {"it": holds})["it"][0]
    assert flip.found
    assert not flip.holds
    assert index * 0.999 <= flip.distance <= index * 1.01
    assert flip.not_before <= flip.distance
    assert len(flip.moves) <= len(moments)


def test_other_distributions_count_through_normal_numbers(tmp_path):
    # The logarithms differ by 1, with deviations 0.3 and 0.4.
    sampled = (column("a", LogNormal(1, 0.3)), column("b", LogNormal(0, 0.4)))
    flip = Sought(tmp_path, sampled, {"it": "a > b"})["it"][0]
    assert flip.distance == pytest.approx(1 / 0.5, rel=0.01)


def test_assumptions_that_do_not_matter_stay_at_the_centre(tmp_path):
    noise = tuple(column(f"n{place}") for place in range(30))
    sought = Sought(tmp_path, (*normals((0, 1), (0, 1)), *noise), {"it": "a + b < 2"})
    flip = sought["it"][0]
    assert flip.distance == pytest.approx(np.sqrt(2), rel=0.01)
    assert {one.column for one in flip.moves} == {"a", "b"}
    assert [one.distance for one in flip.moves] == pytest.approx([1, 1], abs=0.2)


def test_a_claim_that_fails_at_the_centre_is_sought_to_hold(tmp_path):
    flip = Sought(tmp_path, normals((0, 1), (0, 1)), {"it": "a + b > 2"})["it"][0]
    assert flip.holds
    assert flip.distance == pytest.approx(np.sqrt(2), rel=0.01)
    assert flip.sentence.startswith("It holds 1.4 standard deviations from the centre, if ")


# Steps, variants, draws that cannot be solved


def step(values):
    return {"gain[USA,cut]": np.where(values["a"] + values["b"] > 2.5, -1.0, 1.0)}


def test_a_step_is_found_from_the_draws(tmp_path):
    flip = Sought(tmp_path, normals((0, 1), (0, 1)), {"it": "gain[USA,cut] > 0"}, step)["it"][0]
    assert 2.5 / np.sqrt(2) <= flip.distance <= 2.5 / np.sqrt(2) * 1.08


# Choices: nothing but yes and no, whatever the draws

DRAWN = ((256, 1), (1024, 2), (2048, 3))


def over_draws(folder, sampled, evaluate):
    """Return the flip of a claim about a choice in runs of other draws."""
    found = []
    for draws, seed in DRAWN:
        out = folder / f"{draws}-{seed}"
        claims = {"it": "gain[USA,cut] > 0"}
        found.append(Sought(out, sampled, claims, evaluate, 2 * BUDGET, draws, seed)["it"][0])
    return found


def chosen(*payoffs):
    """Return 1 where the first payoff is the greatest, -1 elsewhere."""
    return {"gain[USA,cut]": np.where(np.argmax(np.stack(payoffs), axis=0) == 0, 1.0, -1.0)}


def test_an_edge_aslant_is_found_whatever_the_draws(tmp_path):
    # The second is chosen where 2a + b - c + d/2 > 2: at 2 / |(2, 1, -1, 0.5)| from the centre, off every axis.
    def choice(v):
        return chosen(np.full_like(v["a"], 2.0), 2 * v["a"] + v["b"] - v["c"] + 0.5 * v["d"])

    noise = tuple(column(f"n{place}", Normal(0, 1)) for place in range(20))
    flips_ = over_draws(tmp_path, (*normals((0, 1), (0, 1), (0, 1), (0, 1)), *noise), choice)
    for one in flips_:
        assert 0.8 <= one.distance <= 0.8 * 1.05


def test_an_edge_behind_a_pocket_is_found_or_the_pocket(tmp_path):
    # The second is chosen beyond a + b = 1.8, the third in a diamond about (0.45, 0.45), that no ray need meet.
    def choice(v):
        a, b = v["a"], v["b"]
        return chosen(np.ones_like(a), a + b - 0.8, 1.2 - np.abs(a + b - 0.9) - 2 * np.abs(a - b))

    noise = tuple(column(f"n{place}", Normal(0, 1)) for place in range(20))
    for one in over_draws(tmp_path, (*normals((0, 1), (0, 1)), *noise), choice):
        assert np.hypot(0.35, 0.35) <= one.distance <= 1.8 / np.sqrt(2) * 1.05


def test_a_choice_far_out_is_found_alike_from_any_draws(tmp_path):
    # No step along one assumption turns it, so that draws must lead there; the edge is then felt.
    flips_ = over_draws(
        tmp_path,
        normals((0, 1), (0, 1), (0, 1)),
        lambda v: chosen(np.full_like(v["a"], 2.6), v["a"] + v["b"]),
    )
    for one in flips_:
        assert 2.6 / np.sqrt(2) <= one.distance <= 2.6 / np.sqrt(2) * 1.05


def test_a_claim_that_never_turns_says_what_was_searched(tmp_path):
    sampled = (column("a"), column("b"))
    found = Sought(
        tmp_path, sampled, {"it": "gain[USA,cut] < 3"}, lambda v: {"gain[USA,cut]": v["a"] + v["b"]}
    )
    flip = found["it"][0]
    assert not flip.found
    assert flip.distance is None
    assert flip.moves == ()
    assert flip.tried > 3
    assert "No flip was found: of " in flip.sentence


TWO = Choice(("mild", "harsh"), (0.6, 0.4))


def test_a_variant_has_a_flip_of_its_own(tmp_path):
    # Under mild a must reach 2, under harsh 1.
    sampled = (*normals((0, 1), (0, 1)), column("c", TWO))
    sought = Sought(tmp_path, sampled, {"it": "a + b * 0.1 < 2 - c"})
    mild, harsh = sought["it"]
    assert (mild.variant, mild.under) == ("", "")
    assert mild.distance == pytest.approx(2 / np.hypot(1, 0.1), rel=0.02)
    assert (harsh.variant, harsh.under) == ("c", "harsh")
    assert harsh.distance == pytest.approx(1 / np.hypot(1, 0.1), rel=0.02)
    assert harsh.sentence.startswith("Under harsh instead of mild (the c), it fails ")


def test_a_variant_may_turn_a_claim_alone(tmp_path):
    sampled = (*normals((0, 1), (0, 1)), column("c", TWO))
    sought = Sought(tmp_path, sampled, {"it": "a + b < 2 - 3 * c"})
    numbers, switch = sought["it"]
    assert numbers.distance == pytest.approx(np.sqrt(2), rel=0.01)
    assert (switch.variant, switch.under, switch.distance, switch.moves) == ("c", "harsh", 0.0, ())
    assert switch.sentence == "Under harsh instead of mild (the c), it fails with every number at the centre."


def test_what_cannot_be_solved_is_no_flip(tmp_path):
    # Beyond a = 1 nothing is solved; the nearest flip that is known lies on the other side.
    def half(values):
        return {"gain[USA,cut]": np.where(values["a"] > 1, np.nan, 4 - values["a"] ** 2 - 0.5 * values["b"])}

    flip = Sought(tmp_path, normals((0, 1), (0, 1)), {"it": "gain[USA,cut] > 0"}, half)["it"][0]
    assert flip.found
    # With s = a^2 the square of the distance is s + 4 (4 - s)^2, least at s = 31/8.
    assert flip.distance == pytest.approx(np.sqrt(31 / 8 + 1 / 16), rel=0.01)
    assert {one.column: one.value for one in flip.moves}["a"] < 0


def test_a_centre_that_cannot_be_solved_is_said(tmp_path):
    def outer(values):
        return {"gain[USA,cut]": np.where(np.abs(values["a"]) < 0.1, np.nan, values["a"] + values["b"])}

    flip = Sought(tmp_path, normals((0, 1), (0, 1)), {"it": "gain[USA,cut] > 0"}, outer)["it"][0]
    assert not flip.found
    assert flip.sentence == "No flip was sought: it cannot be told with all assumptions at the centre."


def test_claims_that_restate_an_assumption_have_none(tmp_path):
    sought = Sought(tmp_path, normals((0, 1), (0, 1)), {"one": "a < 1", "none": None, "it": "a + b < 1"})
    assert list(sought.found.of) == ["it"]


# The proof, the cost, the bits


def test_the_models_were_run_at_the_point_as_it_is_told(tmp_path):
    shares = columns("d", Dirichlet(("x", "y", "z"), (1.0, 1.0, 1.0)))
    sampled = (*normals((0, 1)), column("b", Uniform(0, 1)), *shares)
    sought = Sought(tmp_path, sampled, {"it": "0.3 * a + b + 2 * d[x] < 2.2"})
    flip = sought["it"][0]
    asked = {name: np.concatenate([one[name] for one in sought.asked]) for name in sought.asked[0]}
    told = {one.column: one.value for one in flip.moves}
    centre = {one.column: one.centre for one in flip.moves}
    assert "d[x]" in told
    row = np.flatnonzero(np.all([asked[name] == value for name, value in told.items()], axis=0))[0]
    assert 0.3 * asked["a"][row] + asked["b"][row] + 2 * asked["d[x]"][row] >= 2.2
    for name in ("a", "b"):
        assert told[name] == pytest.approx(float(f"{told[name]:.4g}"), rel=1e-12)
        assert abs(told[name] - centre[name]) > 0
    assert asked["d[x]"][row] + asked["d[y]"][row] + asked["d[z]"][row] == pytest.approx(1)


@pytest.mark.parametrize(("mean", "deviation"), [(200.0, 20.0), (0.3337, 0.0021), (1e6, 1e5)])
def test_what_is_told_turns_the_claim_and_its_distance_is_that_of_the_rounded_values(
    tmp_path, mean, deviation
):
    sampled = (column("a", Normal(mean, deviation)), column("b", Normal(mean, deviation)))
    flip = Sought(tmp_path, sampled, {"it": f"a + b < {2 * mean + 3 * deviation}"})["it"][0]
    told = {one.column: one.value for one in flip.moves}
    assert told["a"] + told["b"] >= 2 * mean + 3 * deviation
    coordinates = [(one - mean) / deviation for one in told.values()]
    assert flip.distance == pytest.approx(np.linalg.norm(coordinates), rel=1e-4)


def test_a_search_that_has_settled_asks_for_no_more(tmp_path):
    sampled = tuple(column(f"x{place}", Normal(0, 1)) for place in range(6))
    sought = Sought(tmp_path, sampled, {"it": "x0 + x1 < 2"}, budget=2_560)
    assert sought["it"][0].distance == pytest.approx(np.sqrt(2), rel=0.01)
    assert len(sought.asked) <= 8


def test_calls_of_the_models_do_not_grow_with_the_claims(tmp_path):
    sampled = tuple(column(f"x{place}", Normal(0, 1)) for place in range(6))
    many = {f"c{k}": f"x{k % 6} + x{(k + 1) % 6} * x{(k + 2) % 6} < {1 + k / 10}" for k in range(24)}
    few = Sought(tmp_path / "few", sampled, {"c0": many["c0"]})
    all_of_them = Sought(tmp_path / "many", sampled, many)
    assert len(few.asked) <= BUDGET // ROUND
    assert len(all_of_them.asked) <= BUDGET // ROUND
    assert all(len(one["draw"]) == ROUND for one in all_of_them.asked)
    assert all_of_them.found.points <= BUDGET
    assert all(all_of_them[name][0].found for name in many)


def test_a_larger_budget_is_used(tmp_path):
    sampled = tuple(column(f"x{place}") for place in range(6))
    claims = {f"c{k}": f"x0 * x1 * x2 * x3 < {0.2 + k / 50}" for k in range(18)}
    small = Sought(tmp_path / "small", sampled, claims, budget=512)
    large = Sought(tmp_path / "large", sampled, claims, budget=4_096)
    assert len(small.asked) <= 4 < len(large.asked) <= 32
    assert sum(large[name][0].distance for name in claims) < sum(small[name][0].distance for name in claims)


def test_the_same_bits_come_out_twice(tmp_path):
    sampled = (*normals((0, 1), (0, 1)), column("c", TWO), *(column(f"n{k}") for k in range(10)))
    claims = {"it": "exp(0.3 * a) + b * n0 < 2 - 0.3 * c", "other": "a * b < 1"}
    one, two = (Sought(tmp_path / name, sampled, claims) for name in "ab")
    assert dataclasses.replace(one.found, seconds=0.0) == dataclasses.replace(two.found, seconds=0.0)


def test_more_dimensions_than_the_budget_bears_are_screened_by_the_draws(tmp_path):
    noise = tuple(column(f"n{place}") for place in range(300))
    sought = Sought(tmp_path, (*normals((0, 1), (0, 1)), *noise), {"it": "a + b < 2"}, budget=512)
    assert sought.found.points <= 512
    assert sought["it"][0].distance == pytest.approx(np.sqrt(2), rel=0.05)


def test_the_flip_of_a_sum_is_where_the_correlation_leads(tmp_path):
    # The nearest point of a + b = 3 is a = b = 1.5, at 3 / sqrt(2 + 2 r) of independent numbers.
    tie = Correlation(("a", "b"), 0.6, "a survey", False)
    sample = problem(
        normals((0, 1), (0, 1), (0, 1)), {"below": "a + b < 3", "one": "b + 0.5 * c < 2"}, (tie,)
    )
    verdicts = with_flips(judge(sample, no_outcomes, tmp_path, draws=4096), no_outcomes, 768).verdicts
    (flip,) = verdicts["below"].flips
    assert flip.distance == pytest.approx(3 / np.sqrt(2 + 2 * tie.pearson), rel=0.02)
    assert {one.column for one in flip.moves} == {"a", "b"}
    for one in flip.moves:
        assert one.value == pytest.approx(1.5, abs=0.25)
        assert one.distance == pytest.approx(one.value, rel=2e-3)  # told values are rounded outwards
    assert "(those that move together counted so)" in flip.sentence
    # What b moves with is nothing to this claim: b and c go 2 / sqrt(1.25) off, and a goes along with b.
    (flip,) = verdicts["one"].flips
    assert flip.distance == pytest.approx(2 / np.sqrt(1.25), rel=0.03)
    assert {one.column for one in flip.moves} >= {"b", "c"}
