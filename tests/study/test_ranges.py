"""Per cent among several numbers, and numbers that make no distribution."""

import math

import pytest

from detente.chance.kinds import Beta, Dirichlet, Discrete, LogNormal, Normal, Path, Triangular, Uniform
from detente.ground.faults import Place
from detente.study.assume import assumption
from detente.study.tree import tree


def told(written):
    """Return the distribution of an assumption, or what its faults say."""
    root, faults = tree(f"{{is: x, source: s, {written}}}", "f.yaml")
    found = assumption("x", root, Place("f.yaml"), faults)
    return [f"{fault.what}; {fault.mend}" for fault in faults] or found.distribution


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("range: -5 to 5 %", Uniform(-0.05, 0.05)),
        ("range: -5 % to 5 %", Uniform(-0.05, 0.05)),
        ("uniform: 5 to 20%", Uniform(0.05, 0.2)),
        ("uniform: 0 to 20 %", Uniform(0, 0.2)),
        ("uniform: -20 to -5 %", Uniform(-0.2, -0.05)),
        ("uniform: -0.5 to 1.5", Uniform(-0.5, 1.5)),
        ("uniform: .5 to 1e2", Uniform(0.5, 100)),
        ("uniform: [0, 5 %]", Uniform(0, 0.05)),
        ("uniform: [-5 %, 5 %]", Uniform(-0.05, 0.05)),
        ("triangular: [0, 5 %, 30 %]", Triangular(0, 0.05, 0.3)),
        ("triangular: [-10 %, 0.0, 30 %]", Triangular(-0.1, 0, 0.3)),
        ("normal: [0, 5 %]", Normal(0, 0.05)),
        ("beta: [2, 3], on: 0 to 50 %", Beta(2, 3, 0, 0.5)),
        ("dirichlet: {a: 70 %, b: 30 %}", Dirichlet(("a", "b"), (0.7, 0.3))),
        ("discrete: {5 %: 1, 10 %: 3}", Discrete((0.05, 0.1), (1, 3))),
        ("discrete: {0: 20 %, 10 %: 80 %}", Discrete((0, 0.1), (0.2, 0.8))),
        (
            "path: {mean: 3 %, sd: 1 %, half_life: 2, years: 2018 to 2020, low: 0}",
            Path(0.03, 0.03, 0.01, 2, 2018, 2020, 0),
        ),
    ],
)
def test_one_sign_counts_for_a_range_and_0_needs_none(written, right):
    assert told(written) == right


def test_a_lognormal_in_per_cent_has_the_median_and_the_range_that_are_written():
    found = told("lognormal: {median: 10 %, 90%: 5 to 20 %}")
    assert found.mu == pytest.approx(math.log(0.1))
    assert [math.exp(found.mu + sign * 1.6448536 * found.sigma) for sign in (-1, 1)] == pytest.approx(
        [0.05, 0.2]
    )


@pytest.mark.parametrize(
    "written",
    [
        "uniform: [-5, 5 %]",
        "uniform: [-5 %, 5]",
        "uniform: 5 % to 20",
        "uniform: 50 % to 1",
        "range: '-5 % to 5'",
        "triangular: [0, 0.05, 30 %]",
        "triangular: [0 %, 5, 30 %]",
        "normal: [3, 5 %]",
        "lognormal: {median: 0.1, 90%: [5 %, 20 %]}",
        "lognormal: {median: 10 %, 90%: [0.05, 0.2]}",
        "lognormal: {median: 0.1, 90%: 5 to 20 %}",
        "dirichlet: {a: 70 %, b: 0.3}",
        "discrete: {0.05: 1, 10 %: 1}",
        "discrete: {1: 20 %, 2: 0.8}",
        "choice: {a: 20 %, b: 80}",
        "path: {mean: 3 %, sd: 0.01, half_life: 2, years: 2018 to 2020}",
    ],
)
def test_a_number_with_the_sign_beside_one_without_is_a_fault(written):
    found = told(written)
    assert len(found) == 1 and "has % and" in found[0] and "write % after each" in found[0]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("uniform: 20 to 5", "the low end is not below"),
        ("uniform: 5 to -5 %", "the low end is not below"),
        ("uniform: 5 to 5", "the low end is not below"),
        ("uniform: -1e308 to 1e308", "too large to reckon with"),
        ("uniform: 0 to 1e999", "too large a number"),
        ("uniform: '0,5 to 1,5'", "a decimal point is meant"),
        ("uniform: −5 to 5", "write the minus sign as -"),
        ("uniform: 5 – 20 %", "write 5 to 20"),
        ("uniform: 5-20", "write 5 to 20"),
        ("uniform: 5 to 20 to 30", "to"),
        ("fixed: '0,5'", "a decimal point is meant"),
        ("fixed: –5", "write the minus sign as -"),
        ("triangular: [1, 9, 2]", "not in order"),
        ("triangular: [2, 1, 9]", "not in order"),
        ("normal: [0, 0]", "not above 0"),
        ("normal: [0, -1]", "not above 0"),
        ("lognormal: [0, 0]", "not above 0"),
        ("lognormal: [1000, 1]", "too large to reckon with"),
        ("lognormal: {median: 3, 90%: [0.5, 2]}", "above 0 and in order"),
        ("lognormal: {median: 0.5, 90%: [0.5, 2]}", "above 0 and in order"),
        ("lognormal: {median: 1, 90%: [-0.5, 2]}", "above 0 and in order"),
        ("lognormal: {median: 1, 90%: [2, 0.5]}", "above 0 and in order"),
        (
            "lognormal: {median: 1, 90%: [0.9, 10]}",
            "its 90 % from 0.3 to 3.33; between 0.9 and 10 the median is 3",
        ),
        ("lognormal: 5", "a lognormal is"),
        ("beta: [0, 1]", "shapes must be above 0"),
        ("beta: [1, 1], on: 5 to 1", "ends in order"),
        ("gamma: [1, 0]", "must be above 0"),
        ("dirichlet: {a: 1}", "two or more"),
        ("dirichlet: {a: 1, b: -1}", "above 0"),
        ("discrete: {1: 0, 2: 1}", "above 0"),
        ("choice: [a, a]", "must differ"),
        ("path: {mean: 8, sd: 0, half_life: 2, years: 2018 to 2020}", "must be above 0"),
        ("path: {mean: 8, sd: 1, half_life: 2, years: 2020 to 2018}", "in order"),
        ("path: {mean: 8, sd: 1, half_life: 2, years: 2018.5 to 2020}", "no years"),
        ("path: {mean: 8, sd: 1, half_life: 2, years: 1 to 99999}", "over 200 years"),
        ("path: {mean: 8, sd: 1, half_life: 2, years: 2018 to 2020, high: 5}", "between low and high"),
        (
            "path: {mean: 8, start: 1, sd: 1, half_life: 2, years: 2018 to 2020, low: 2}",
            "between low and high",
        ),
    ],
)
def test_numbers_that_make_no_distribution_are_a_fault(written, says):
    found = told(written)
    assert isinstance(found, list) and len(found) == 1 and says in found[0], found


def test_a_lognormal_keeps_its_numbers():
    assert told("lognormal: {median: 0.13, 90%: [0.07, 0.24]}") == LogNormal(
        math.log(0.13), math.log(0.24 / 0.07) / 2 / 1.6448536269514722
    )
