import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.flips.space import away


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_value_is_rounded_away_from_the_middle_to_four_digits(value, middle):
    told = away(value, middle)
    assert told >= value - 1e-9 * abs(value) if value > middle else told <= value + 1e-9 * abs(value)
    assert abs(value) < 1e-290 or told == float(f"{told:.4g}")
    assert abs(told - value) <= 1.001e-3 * abs(value)


def test_nothing_and_what_is_not_a_number_stay():
    assert away(0.0, 1.0) == 0.0
    assert math.isinf(away(math.inf, 1.0))
    assert away(0.123456, 0.3) == pytest.approx(0.1234)
