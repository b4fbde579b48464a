import jax.numpy as jnp
import numpy as np
import pytest

from detente.domains import pytrees  # noqa: F401  (double precision)
from detente.ground.fixed_point import Settings, solve


def contraction(seed, width=6, lanes=3):
    random = np.random.default_rng(seed)
    matrix = random.normal(size=(lanes, width, width))
    matrix *= 0.9 / np.abs(np.linalg.eigvals(matrix)).max(1)[:, None, None]
    return matrix, random.normal(size=(lanes, width))


def test_it_finds_the_fixed_points_of_linear_maps():
    matrix, shift = contraction(1)
    found = solve(
        lambda point: jnp.einsum("lij,lj->li", matrix, point) + shift, jnp.zeros((3, 6)), Settings(1e-12, 200)
    )
    exact = np.linalg.solve(np.eye(6) - matrix, shift[:, :, None])[:, :, 0]
    np.testing.assert_allclose(found.point, exact, rtol=0, atol=1e-10)
    assert (found.residual <= 1e-12).all()


def test_mixing_takes_fewer_sweeps_than_plain_iteration():
    matrix, shift = contraction(2)
    sweep = lambda point: jnp.einsum("lij,lj->li", matrix, point) + shift  # noqa: E731
    mixed = solve(sweep, jnp.zeros((3, 6)), Settings(1e-11, 400, depth=8))
    plain, sweeps = np.zeros((3, 6)), 0
    while np.abs(np.asarray(sweep(plain)) - plain).max() > 1e-11:
        plain, sweeps = np.asarray(sweep(plain)), sweeps + 1
    assert int(mixed.sweeps.max()) < sweeps / 3


@pytest.mark.parametrize("start", [0.2, 0.7])
def test_a_lane_without_a_fixed_point_keeps_its_residual(start):
    def sweep(point):
        return jnp.stack([jnp.cos(point[0]), point[1] + 1.0 + point[1] ** 2])

    found = solve(sweep, jnp.full((2, 1), start), Settings(1e-12, 60))
    assert float(found.residual[0]) <= 1e-12
    assert float(found.point[0, 0]) == pytest.approx(0.7390851332151607, abs=1e-11)
    assert not float(found.residual[1]) <= 0.5


def test_a_lane_that_becomes_nan_stops_and_leaves_the_others():
    def sweep(point):
        return jnp.stack([jnp.cos(point[0]), point[1] * jnp.nan])

    found = solve(sweep, jnp.ones((2, 1)), Settings(1e-12, 60))
    assert int(found.sweeps[1]) == 1
    assert np.isnan(found.residual[1])
    assert float(found.point[0, 0]) == pytest.approx(0.7390851332151607, abs=1e-11)


def test_a_start_that_is_the_answer_takes_one_sweep_and_stays():
    found = solve(lambda point: point * 0.5, jnp.zeros((2, 3)), Settings())
    assert list(found.sweeps) == [1, 1]
    assert (found.point == 0).all()


def test_a_lane_does_not_see_its_neighbours():
    rates = np.array([[0.5], [0.99], [0.1]])
    one = solve(lambda x: rates * jnp.sin(x) + 1, jnp.ones((3, 4)), Settings(1e-12, 100))
    rates = np.array([[0.5], [0.2], [0.97]])
    other = solve(lambda x: rates * jnp.sin(x) + 1, jnp.ones((3, 4)), Settings(1e-12, 100))
    assert np.asarray(one.point[0]).tobytes() == np.asarray(other.point[0]).tobytes()
    assert int(one.sweeps[0]) == int(other.sweeps[0])
