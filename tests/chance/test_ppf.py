import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from detente.chance.cube import values
from detente.chance.kinds import (
    Beta,
    Choice,
    Dirichlet,
    Discrete,
    FromTable,
    Gamma,
    LogNormal,
    Normal,
    Path,
    Triangular,
    Uniform,
)
from detente.ground.faults import RunError
from detente.runs.draws import Draws

from ..audit.laboratory import column, columns

U = np.linspace(0.001, 0.999, 999)
REFERENCES = [
    (Uniform(5, 20), stats.uniform(5, 15)),
    (Triangular(1, 2, 6), stats.triang(0.2, 1, 5)),
    (Triangular(1, 1, 6), stats.triang(0, 1, 5)),
    (Triangular(1, 6, 6), stats.triang(1, 1, 5)),
    (Normal(2, 3), stats.norm(2, 3)),
    (LogNormal(0.5, 0.7), stats.lognorm(0.7, scale=np.exp(0.5))),
    (Beta(2, 5, -1, 3), stats.beta(2, 5, -1, 4)),
    (Gamma(10, 4.5), stats.gamma(10, scale=1 / 4.5)),
]


@pytest.mark.parametrize(("distribution", "reference"), REFERENCES, ids=lambda one: type(one).__name__)
def test_quantiles_are_those_of_scipy(distribution, reference):
    assert distribution.ppf(U) == pytest.approx(reference.ppf(U), rel=1e-9)


@pytest.mark.parametrize("distribution", [one for one, _ in REFERENCES], ids=lambda one: type(one).__name__)
def test_the_corners_of_the_cube_give_finite_values(distribution):
    found = values((column("x", distribution),), np.array([[0.0], [1.0]]))["x"]
    assert np.isfinite(found).all()
    assert found[0] < found[1]


def test_a_triangle_without_width_is_its_value():
    assert Triangular(3, 3, 3).ppf(U).tolist() == [3.0] * len(U)


@given(st.lists(st.floats(0.1, 10), min_size=1, max_size=6))
def test_choices_come_as_often_as_they_weigh(weights):
    names = tuple(f"v{place}" for place in range(len(weights)))
    u = (np.arange(10_000) + 0.5) / 10_000
    places = Choice(names, tuple(weights)).ppf(u)
    shares = np.bincount(places.astype(int), minlength=len(weights)) / len(u)
    assert shares == pytest.approx(np.array(weights) / sum(weights), abs=2e-4)


def test_discrete_values_rise_with_u_whatever_their_order():
    assert Discrete((2, 1), (0.75, 0.25)).ppf(np.array([0.1, 0.2499, 0.2501, 0.9])).tolist() == [1, 1, 2, 2]


def test_dirichlet_shares_sum_to_one_with_the_right_moments():
    weights = (2.0, 3.0, 5.0)
    parts = columns("x", Dirichlet(("a", "b", "c"), weights))
    drawn = Draws(parts, 16_384, 1).values(0, 16_384)
    shares = np.array(list(drawn.values()))
    reference = stats.dirichlet(weights)
    assert shares.sum(axis=0) == pytest.approx(1, abs=1e-12)
    assert shares.mean(axis=1) == pytest.approx(reference.mean(), abs=2e-4)
    assert np.cov(shares) == pytest.approx(reference.cov(), abs=2e-4)


def test_dirichlet_with_tiny_weights_stays_a_share():
    parts = columns("x", Dirichlet(("a", "b"), (1e-3, 1e-3)))
    drawn = values(parts, np.array([[0.0, 0.0], [0.5, 0.5]]))
    assert np.isfinite(drawn["x[a]"]).all()
    assert drawn["x[a]"] + drawn["x[b]"] == pytest.approx(1)


def test_a_path_has_the_moments_of_an_ornstein_uhlenbeck_process():
    path = Path(mean=8, start=10, sd=1.5, half_life=2, first=2018, last=2024)
    drawn = Draws(columns("p", path), 16_384, 1).values(0, 16_384)
    for year in (2019, 2020, 2024):
        left = 0.5 ** ((year - 2018) / 2)
        assert drawn[f"p[{year}]"].mean() == pytest.approx(8 + 2 * left, abs=0.01)
        assert drawn[f"p[{year}]"].std() == pytest.approx(1.5 * np.sqrt(1 - left**2), rel=0.01)
    one_year = np.corrcoef(drawn["p[2023]"], drawn["p[2024]"])[0, 1]
    spread = [np.sqrt(1 - 0.5**years) for years in (5, 6)]
    assert one_year == pytest.approx(np.sqrt(0.5) * spread[0] / spread[1], abs=0.01)


def test_a_path_is_kept_within_its_bounds():
    path = Path(mean=8, start=10, sd=3, half_life=2, first=2018, last=2024, low=5, high=12)
    drawn = Draws(columns("p", path), 256, 1).values(0, 256)["p[2024]"]
    assert drawn.min() == 5
    assert drawn.max() == 12


def test_two_vector_assumptions_do_not_mix():
    both = (*columns("x", Dirichlet(("a", "b"), (1, 1))), *columns("y", Dirichlet(("a", "b"), (9, 1))))
    drawn = Draws(both, 1024, 1).values(0, 1024)
    assert drawn["x[a]"].mean() == pytest.approx(0.5, abs=0.01)
    assert drawn["y[a]"].mean() == pytest.approx(0.9, abs=0.01)


def test_what_cannot_be_drawn_is_said():
    with pytest.raises(RunError, match="cannot draw from triangular from low"):
        FromTable("elasticities").ppf(U)
