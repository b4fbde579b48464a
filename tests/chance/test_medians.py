"""One middle: the median, the same for words, checks, flips and the page."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from detente.chance.cube import median as middle
from detente.chance.kinds import Beta, Choice, Discrete, Gamma, LogNormal, Normal, Triangular, Uniform
from detente.chance.medians import beta_median, gamma_median
from detente.domains.records import Column

SHAPES = st.floats(0.05, 2000)


def column(distribution):
    return Column("x", "x", 0, distribution, "1", "judgement", "x", True)


def test_the_leak_of_the_readme_has_one_middle():
    """The median of a triangular number on 0, 0.05, 0.3: 0.3 - sqrt(0.3 * 0.25 / 2)."""
    assert middle(column(Triangular(0, 0.05, 0.3))) == pytest.approx(0.1063508327, abs=1e-9)
    assert middle(column(Triangular(0, 0.25, 0.3))) == pytest.approx(0.1936491673, abs=1e-9)


@pytest.mark.parametrize(
    "law",
    [
        Uniform(3, 9),
        Triangular(1, 1, 4),
        Triangular(1, 4, 4),
        Normal(2, 5),
        LogNormal(1, 2),
        Beta(2, 7, -1, 5),
        Beta(7, 0.4),
        Gamma(10, 4.501),
        Gamma(0.3, 2),
        Discrete((3.0, 1.0, 2.0), (0.2, 0.3, 0.5)),
    ],
)
def test_the_middle_is_where_half_of_the_draws_lie_below(law):
    assert middle(column(law)) == pytest.approx(float(law.ppf(np.array([0.5]))[0]), rel=1e-11)


def test_the_middle_of_a_choice_is_its_likeliest_variant():
    assert middle(column(Choice(("a", "b", "c"), (0.2, 0.5, 0.3)))) == 1


@given(SHAPES)
def test_medians_of_gamma_numbers(shape):
    assert gamma_median(shape) == pytest.approx(special.gammaincinv(shape, 0.5), rel=1e-10)


@given(SHAPES, SHAPES)
def test_medians_of_beta_numbers(a, b):
    assert beta_median(a, b) == pytest.approx(special.betaincinv(a, b, 0.5), rel=1e-9, abs=1e-13)
