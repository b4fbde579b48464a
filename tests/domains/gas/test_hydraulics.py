"""Hydraulics against the published numbers and the library `fluids`."""

import numpy as np
import pytest
from fluids import Panhandle_B, Weymouth

from detente.domains.gas.hydraulics import (
    BAR,
    BCM,
    KM,
    SECONDS_A_YEAR,
    Gas,
    design,
    panhandle_b,
    reach,
    weymouth,
)

OTHER = Gas(gravity=0.693, temperature=277.15, compressibility=1.0, base=288.7)


def test_published_numbers():
    pipe = (0.340, 90 * BAR, 20 * BAR, 160 * KM, OTHER)
    assert float(weymouth(*pipe)) == pytest.approx(32.07729, abs=1e-5)
    assert float(panhandle_b(*pipe)) == pytest.approx(42.35366, abs=1e-5)


@pytest.mark.parametrize(("ours", "theirs"), [(weymouth, Weymouth), (panhandle_b, Panhandle_B)])
def test_fluids_agrees(ours, theirs):
    random = np.random.default_rng(0)
    for _ in range(20):
        diameter, low, length = random.uniform(0.3, 1.4), random.uniform(20, 60), random.uniform(50, 400)
        high, gravity = low + random.uniform(5, 60), random.uniform(0.55, 0.7)
        found = ours(diameter, high * BAR, low * BAR, length * KM, OTHER._replace(gravity=gravity))
        other = theirs(
            SG=gravity, Tavg=277.15, L=length * KM, D=diameter, P1=high * BAR, P2=low * BAR, Ts=288.7
        )
        assert float(found) == pytest.approx(other, rel=1e-6)


@pytest.mark.parametrize("equation", ["weymouth", "panhandle_b"])
def test_the_reach_is_where_the_pressure_is_low(equation):
    carried = {"weymouth": weymouth, "panhandle_b": panhandle_b}[equation]
    length = reach(300.0, 1.0, 98 * BAR, 60 * BAR, Gas(), equation)
    assert float(carried(1.0, 98 * BAR, 60 * BAR, length, Gas())) == pytest.approx(300.0)


@pytest.mark.parametrize("volume", [10, 12])
@pytest.mark.parametrize("equation", ["weymouth", "panhandle_b"])
def test_a_metre_of_pipe_carries_what_the_line_promises(volume, equation):
    """10 to 12 bcm a year over 1,100 km, 98 to 60 bar: a pipe of 1 m needs a few stations, some ten MW."""
    made = design(volume, 1100, 1.0, 98, 60, equation=equation)
    assert 1 <= int(made.stations) <= 3
    assert 10 < float(made.power) < 50
    assert float(made.low) >= 60 - 1e-9
    assert float(made.spacing) * (int(made.stations) + 1) == pytest.approx(1100)
    carried = {"weymouth": weymouth, "panhandle_b": panhandle_b}[equation]
    flow = carried(1.0, 98 * BAR, made.low * BAR, made.spacing * KM, Gas())
    assert float(flow) * SECONDS_A_YEAR / BCM == pytest.approx(volume)


def test_a_narrower_pipe_needs_more_stations_and_more_power():
    wide, narrow = design(11, 1100, 1.2, 98, 60), design(11, 1100, 0.8, 98, 60)
    assert int(narrow.stations) > int(wide.stations) and float(narrow.power) > float(wide.power)


def test_where_nothing_flows_or_no_way_is_to_go_there_are_no_stations():
    both = design(np.array([0.0, 11.0, 1e-300]), 1100, 1.0, 98, 60)
    assert both.stations.tolist() == [0, 2, 0] and both.power[[0, 2]].tolist() == [0, 0]
    assert both.spacing[0] == 1100 and both.low[0] == 98
    here = design(11, 0, 1.0, 98, 60)
    assert (here.stations, here.spacing, here.power) == (0, 0, 0)
