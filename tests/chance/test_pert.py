"""PERT against its closed forms, and against integrals of its density."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate

from detente.chance.kinds import Pert, read
from detente.chance.written import Written
from detente.ground.faults import Place, StudyError
from detente.study.assume import assumption, literal
from detente.study.tree import tree

ENDS = st.tuples(*[st.floats(-1e3, 1e3)] * 3).map(sorted).filter(lambda ends: ends[2] - ends[0] > 1e-3)


@settings(deadline=None, max_examples=50)
@given(ENDS)
def test_its_mean_is_that_of_malcolm_and_others(ends):
    low, mode, high = ends
    pert = Pert(low, mode, high)
    assert pert.frozen.mean() == pytest.approx((low + 4 * mode + high) / 6, rel=1e-9, abs=1e-9 * (high - low))
    assert low <= pert.median() <= high
    below = float(pert.below(np.array([pert.median()]))[0])
    assert below == pytest.approx(0.5, abs=1e-6)


def test_its_density_is_a_whole_peaks_at_the_mode_and_gives_the_mean():
    pert = Pert(10, 20, 60)
    assert integrate.quad(lambda x: float(pert.density(np.array(x))), 10, 60)[0] == pytest.approx(1)
    mean = integrate.quad(lambda x: x * float(pert.density(np.array(x))), 10, 60)[0]
    assert mean == pytest.approx((10 + 80 + 60) / 6)
    grid = np.linspace(10, 60, 5001)
    assert grid[np.argmax(pert.density(grid))] == pytest.approx(20, abs=0.02)


def test_an_even_one_is_even():
    pert, u = Pert(0, 5, 10), np.linspace(0.01, 0.99, 99)
    assert pert.median() == pytest.approx(5)
    np.testing.assert_allclose(pert.ppf(u) + pert.ppf(1 - u), 10)
    assert pert.frozen.std() == pytest.approx(10 / math.sqrt(28))  # a sixth would be 1.67, this is 1.89


def told(written):
    root, faults = tree(f"{{is: x, source: s, {written}}}", "f.yaml")
    found = assumption("x", root, Place("f.yaml"), faults)
    return [fault.what for fault in faults] or (found.distribution, found.unit)


def test_it_is_read_with_its_unit_and_comes_back_from_a_record():
    assert told("pert: {low: 5, mode: 8 USD bn, high: 20}") == (Pert(5, 8, 20), "USD bn")
    assert told("pert: {low: 0, mode: 8 %, high: 20 %}") == (Pert(0, 0.08, 0.2), "share")
    assert read(repr(Pert(5.0, 8.0, 20.0))) == Pert(5, 8, 20)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("{low: 5, mode: 4, high: 20}", "pert of 'x': low, likeliest and high are not in order"),
        ("{low: 5, mode: 5, high: 5}", "pert of 'x': low, likeliest and high are not in order"),
        ("{low: -1e308, mode: 0, high: 1.7e308}", "too large"),
        ("{low: 5, mode: 8 %, high: 20 %}", "has % and"),
        ("{low: 5, high: 20}", "a PERT distribution has low, mode and high"),
        ("{low: 5, mode: 8, top: 20}", "a PERT distribution has low, mode and high"),
        ("{low: 5, mode: far, high: 20}", "'far' is not a plain number"),
        ("{low: 5, mode: true, high: 20}", "a number is wanted here"),
        ("{low: 5 km, mode: 8 USD, high: 20}", "numbers in km and USD"),
    ],
)
def test_what_makes_none_is_told(written, words):
    (what,) = told(f"pert: {written}")
    assert words in what


def test_words_of_another_kind_are_not_passed_over():
    (what,) = told("uniform: 1 to 2, on: 0 to 5")
    assert what == "`on` of 'x' belongs to `beta`, and means nothing beside `uniform`"
    (what,) = told("beta: [2, 3], at: {mining: 3}")
    assert what == "`at` of 'x' belongs to `from`, and means nothing beside `beta`"


def test_a_plain_number_takes_no_unit():
    root, _ = tree("[0.5 km, 25 %]", "f.yaml")
    written = Written(root, {}, literal)
    assert written.plain(root.value[1]) == 0.25
    with pytest.raises(StudyError, match="a plain number is wanted here, not one in km"):
        written.plain(root.value[0])
