import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.chance.kinds import LogNormal, Normal, Uniform
from detente.flips.nearest import least, nearest
from detente.flips.space import Space
from tests.audit.laboratory import column


def space(*distributions):
    return Space(tuple(column(f"x{place}", one) for place, one in enumerate(distributions)))


def found(known, margins, slopes, *way):
    """Return the nearest point for margins that are known at the centre and do not bend."""
    nothing, slopes = np.zeros(len(known.moving)), np.array(slopes, dtype=float)
    return nearest(known, nothing, np.array(margins), slopes, way)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(-3, 3).filter(lambda x: abs(x) > 0.3), min_size=1, max_size=6), st.floats(0.1, 4))
def test_of_normal_numbers_it_is_the_foot_of_the_perpendicular(slopes, margin):
    # The margin is m + s.u: its distance from 0 is m / |s| (Hasofer and Lind 1974).
    point = found(space(*[Normal(0, 1)] * len(slopes)), [margin], [slopes], (0, False))
    far = margin / np.linalg.norm(slopes)
    if far < 3:
        assert far <= np.linalg.norm(point) + 1e-3
        assert np.linalg.norm(point) <= far * 1.03 + 1e-3  # 3 % of the square may be left out


def test_several_comparisons_are_met_at_once():
    # u1 >= 1 and u2 >= 2 are met nearest at (1, 2).
    point = found(space(Normal(0, 1), Normal(0, 1)), [-1.0, -2.0], np.eye(2), (0, True), (1, True))
    assert point == pytest.approx([1, 2], abs=1e-3)


def test_a_lognormal_number_goes_as_its_logarithm():
    known = space(LogNormal(0, 0.5))
    reach = np.sinh(0.5)  # half of what lies between one standard deviation below and above
    point = found(known, [-1.0], [[reach]], (0, True))
    assert point[0] == pytest.approx(np.log(2) / 0.5, abs=0.01)


def test_a_range_that_ends_too_soon_leads_to_its_end():
    known = space(Uniform(0, 1), Normal(0, 1))
    point = found(known, [2.0], [[1.0, 0.0]], (0, False))
    assert point[0] < -4
    assert point[1] == 0


def test_flat_margins_lead_nowhere():
    assert found(space(Normal(0, 1)), [2.0], [[0.0]], (0, False)) is None


def test_the_shortest_vector_over_several_bounds():
    # x + y >= 2 alone is met at (1, 1); with x >= 1.5, too, at (1.5, 0.5).
    assert least(np.array([[1.0, 1.0]]), np.array([2.0])) == pytest.approx([1, 1])
    assert least(np.array([[1.0, 1.0], [1.0, 0.0]]), np.array([2.0, 1.5])) == pytest.approx([1.5, 0.5])
    assert least(np.array([[1.0], [-1.0]]), np.array([1.0, 1.0])) is None
