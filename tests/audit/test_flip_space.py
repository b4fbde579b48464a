import numpy as np
import pytest
from scipy import stats

from detente.audit.draws import Draws
from detente.audit.flip_space import Space
from detente.chance.kinds import Choice, Dirichlet, Discrete, Fixed, Gamma, Path, Triangular, Uniform

from .laboratory import column, columns

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
    values = space.values(point[None], [{}])
    assert space.features(point) == pytest.approx([values["g"][0], values["u"][0]], rel=1e-4)
    assert space.slopes(point)[1] == pytest.approx(stats.norm.pdf(-1.2), rel=1e-2)
