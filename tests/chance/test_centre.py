import numpy as np
import pytest

from detente.chance.cube import distance
from detente.chance.cube import median as middle
from detente.chance.kinds import (
    Beta,
    Choice,
    Dirichlet,
    Discrete,
    Fixed,
    Gamma,
    LogNormal,
    Normal,
    Path,
    Triangular,
    Uniform,
)
from detente.runs.draws import Draws

from ..audit.laboratory import column, columns

CONTINUOUS = [
    Uniform(5, 20),
    Triangular(0, 0.05, 0.3),
    Triangular(1, 1, 6),
    Triangular(1, 6, 6),
    Normal(2, 3),
    LogNormal(0.5, 0.7),
    Beta(2, 5, -1, 3),
    Gamma(10, 4.5),
]


@pytest.mark.parametrize("distribution", CONTINUOUS, ids=lambda one: type(one).__name__)
def test_distances_of_draws_are_standard_normal(distribution):
    x = column("x", distribution)
    drawn = Draws((x,), 16_384, 1).values(0, 16_384)["x"]
    far = distance(x, drawn)
    assert far.mean() == pytest.approx(0, abs=0.01)
    assert far.std() == pytest.approx(1, abs=0.01)
    assert np.corrcoef(np.argsort(np.argsort(far)), np.argsort(np.argsort(drawn)))[0, 1] > 0.999


@pytest.mark.parametrize("distribution", CONTINUOUS, ids=lambda one: type(one).__name__)
def test_the_centre_is_the_median(distribution):
    x = column("x", distribution)
    drawn = Draws((x,), 16_384, 1).values(0, 16_384)["x"]
    assert (drawn < middle(x)).mean() == pytest.approx(0.5, abs=0.001)
    assert distance(x, np.array([middle(x)]))[0] == 0


def test_a_share_of_a_dirichlet_is_a_beta_number():
    for part in columns("x", Dirichlet(("a", "b", "c"), (2.0, 3.0, 5.0))):
        drawn = Draws(columns("x", part.distribution), 16_384, 1).values(0, 16_384)[part.name]
        assert (drawn < middle(part)).mean() == pytest.approx(0.5, abs=0.01)
        assert distance(part, drawn).std() == pytest.approx(1, abs=0.02)


def test_a_year_of_a_path_is_normal_about_its_own_median():
    path = columns("p", Path(mean=8, start=10, sd=1.5, half_life=2, first=2018, last=2020, high=11))
    assert middle(path[0]) == 10
    assert middle(path[2]) == pytest.approx(9)
    assert distance(path[2], np.array([9 + 1.5 * np.sqrt(0.75)])) == pytest.approx(1)
    assert distance(path[0], np.array([10.0])) == 0


def test_the_centre_of_a_choice_is_its_likeliest_variant_and_rare_ones_are_far():
    choice = column("c", Choice(("fixed", "own", "none"), (0.15, 0.8, 0.05)))
    assert middle(choice) == 1
    far = distance(choice, np.array([0.0, 1.0, 2.0]))
    assert far[1] == 0
    assert far[2] == pytest.approx(1.96, abs=1e-3)
    assert 0 < far[0] < far[2]


def test_discrete_values_lie_at_the_middle_of_their_weight():
    x = column("x", Discrete((2, 1), (0.4, 0.6)))
    assert middle(x) == 1
    assert distance(x, np.array([1.0, 2.0])) == pytest.approx([0, 0.8416212 + 0.5244005])


def test_a_fixed_number_is_never_away():
    assert distance(column("f", Fixed(2)), np.array([2.0, 2.0])).tolist() == [0, 0]
