import numpy as np
import pytest
from scipy import stats

from detente.chance.copula import Copula
from detente.chance.kinds import Choice, Dirichlet, Discrete, Fixed, Gamma, Normal, Path, Triangular, Uniform
from detente.flips.space import Space
from detente.runs.draws import Draws
from tests.audit.laboratory import column, columns

ALL = (
    column("u", Uniform(2, 4)),
    column("f", Fixed(7.0)),
    column("c", Choice(("one", "two"), (0.4, 0.6))),
    column("t", Triangular(0, 1, 4)),
    *columns("d", Dirichlet(("x", "y", "z"), (1.0, 2.0, 3.0))),
    *columns("p", Path(2.0, 3.0, 0.5, 1.0, 2020, 2022)),
    column("k", Discrete((1.0, 5.0), (0.5, 0.5))),
)


def test_the_centre_has_medians_and_the_likeliest_variant():
    space = Space(ALL)
    found = space.values(np.zeros((1, len(space.moving))), [space.likeliest])
    assert found["u"] == 3
    assert found["c"] == 1
    assert found["f"] == 7
    assert found["d[x]"] + found["d[y]"] + found["d[z]"] == pytest.approx(1)
    assert found["p[2022]"] == pytest.approx(2 + 1 / 4)
    assert {"c", "f", "p[2020]"}.isdisjoint(space.place)


def test_a_coordinate_is_the_quantile_of_its_column():
    space = Space(ALL)
    point = np.zeros((1, len(space.moving)))
    point[0, space.place["t"]] = 1.5
    found = space.values(point, [{"c": 0}])
    assert stats.triang(0.25, 0, 4).cdf(found["t"][0]) == pytest.approx(stats.norm.cdf(1.5))
    assert found["c"] == 0


def test_draws_come_back_as_points():
    space, sample = Space(ALL), Draws(ALL, 256, 1)
    drawn = sample.values(0, 16)
    variants = [{"c": int(one)} for one in drawn["c"]]
    found = space.values(space.coordinates(sample.cube(0, 16)), variants)
    for name, values in drawn.items():
        assert found[name] == pytest.approx(values)


def test_features_are_values_and_their_slopes_are_those_of_the_quantiles():
    space = Space((column("g", Gamma(3, 2)), column("u", Uniform(0, 1))))
    point = np.array([0.7, -1.2])
    values = space.values(np.stack([point, np.zeros(2), np.ones(2), -np.ones(2)]), [{}] * 4)
    expected = [2 * (its[0] - its[1]) / (its[2] - its[3]) for its in values.values()]
    assert space.features(point[None])[0] == pytest.approx(expected, rel=1e-3)
    reach = (stats.norm.cdf(1) - stats.norm.cdf(-1)) / 2
    assert space.gradient(np.eye(2), point)[1, 1] == pytest.approx(stats.norm.pdf(-1.2) / reach, rel=1e-2)


def test_what_moves_together_has_its_gradient_in_independent_numbers():
    names = ("a", "b")
    space = Space(
        tuple(column(name, Normal(0, 1)) for name in names), Copula(names, np.array([[1, 0.6], [0.6, 1]]))
    )
    points = np.array([[0.3, -0.4]])
    assert space.parted(space.joined(points)) == pytest.approx(points)
    # b's own number is 0.6 of the first independent one and 0.8 of the second.
    assert space.gradient(np.array([[0.0, 1.0]]), points[0]) == pytest.approx(
        np.array([[0.6, 0.8]]), abs=1e-6
    )


def test_values_are_told_with_few_digits_and_the_point_goes_with_them():
    space = Space(
        (column("g", Gamma(3, 2)), column("u", Uniform(0, 1)), column("k", Discrete((0.7, 5.0), (0.5, 0.5))))
    )
    point = np.array([0.71234, -1.2, 0.3])
    told = space.told(point[None], [{}])
    exact = space.values(space.as_told(point, {})[None], [{}])
    for name in "gu":
        assert told[name][0] == float(f"{told[name][0]:.4g}")
        assert exact[name] == pytest.approx(told[name], rel=1e-6)
    assert told["k"][0] == 5.0
    still = space.told(np.array([[0.71234, 0.0, 0.0]]), [{}])
    assert still["u"] == 0.5  # what does not move is not rounded
