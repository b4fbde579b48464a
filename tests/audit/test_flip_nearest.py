import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.audit.flip_nearest import Linear, farthest, nearest
from detente.audit.flip_space import Space
from detente.chance.kinds import LogNormal, Normal, Uniform

from .laboratory import column


def space(*distributions):
    return Space(tuple(column(f"x{place}", one) for place, one in enumerate(distributions)))


def linear(space, margins, slopes):
    return Linear(
        space.features(np.zeros(len(space.moving))), np.array(margins), np.array(slopes, dtype=float)
    )


def one(place, holds):
    return frozenset({(place, holds)})


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(-3, 3).filter(lambda x: abs(x) > 0.3), min_size=1, max_size=6), st.floats(0.1, 4))
def test_of_normal_numbers_it_is_the_foot_of_the_perpendicular(slopes, margin):
    # The margin is m + s.u: its distance from 0 is m / |s| (Hasofer and Lind 1974).
    known = space(*[Normal(0, 1)] * len(slopes))
    point = nearest(known, linear(known, [margin], [slopes]), one(0, False), np.zeros(len(slopes)))
    far = margin / np.linalg.norm(slopes)
    if far < 3:
        assert far <= np.linalg.norm(point) + 1e-3
        assert np.linalg.norm(point) <= far * 1.03 + 1e-3  # 4 % of the square may be left out


def test_several_comparisons_are_met_at_once():
    # u1 >= 1 and u2 >= 2 are met nearest at (1, 2).
    known = space(Normal(0, 1), Normal(0, 1))
    both = frozenset({(0, True), (1, True)})
    point = nearest(known, linear(known, [-1.0, -2.0], np.eye(2)), both, np.zeros(2))
    assert point == pytest.approx([1, 2], abs=1e-3)


def test_a_lognormal_number_goes_as_its_logarithm():
    known = space(LogNormal(0, 0.5))
    point = nearest(known, linear(known, [-1.0], [[1.0]]), one(0, True), np.zeros(1))
    assert point[0] == pytest.approx(np.log(2) / 0.5, abs=0.01)


def test_a_range_that_ends_too_soon_has_no_nearest_point_but_a_farthest_one():
    known = space(Uniform(0, 1), Normal(0, 1))
    model = linear(known, [2.0], [[1.0, 0.0]])
    assert nearest(known, model, one(0, False), np.zeros(2)) is None
    assert farthest(known, model, one(0, False), 3.0) == pytest.approx([-3, 0], abs=0.1)


def test_a_flat_model_leads_nowhere():
    known = space(Normal(0, 1))
    model = linear(known, [2.0], [[0.0]])
    assert nearest(known, model, one(0, False), np.zeros(1)) is None
    assert farthest(known, model, one(0, False), 3.0) is None


def test_a_corrected_model_is_right_at_both_points():
    known = space(Normal(0, 1), Normal(0, 1))
    model = linear(known, [1.0], [[1.0, 1.0]])
    at = np.array([1.0, 2.0])
    found = model.corrected(at, np.array([0.5]), np.ones(2))
    assert found.says(at) == pytest.approx([0.5])
    assert found.says(np.zeros(2)) == pytest.approx([1.0])
