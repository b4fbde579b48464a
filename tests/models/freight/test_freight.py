"""Freight: a closed case, properties, and times that the press published."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from detente.ground.faults import DataError
from detente.models import pytrees  # noqa: F401  (double precision)
from detente.models.freight import equations
from detente.models.freight.solve import numbers, pair, savings, table
from detente.world.freight import Freight, Link, Route, load, ranges

ECONOMIES = ("USA", "RUS", "PRK", "KOR", "EU28")
INDUSTRIES = ("agriculture", "electronics", "services")
VALUE = numbers({})
WORTH = np.array([20e3, 150e3])


def small(*, before=1000.0, after=400.0, borders=0):
    """Two terminals with a way as things stand and one that the corridor opens."""
    links = (
        Link(("A", "B"), "road", before, False, borders, 0, False, False),
        Link(("A", "B"), "rail", after, False, borders, 0, True, False),
    )
    gateways = (("RUS", "A", 1.0), ("KOR", "B", 1.0))
    return Freight(("A", "B"), ((0.0, 0.0), (1.0, 1.0)), ("RUS", "KOR"), links, gateways)


def test_one_way_each_is_the_ratio_by_hand():
    """A road of 1,000 km against a railway of 400: money, days at a share of the value, and the share that moves."""
    value = {**VALUE, "rail_capacity": 0.25}
    worth = 50_000.0
    road = 1000 * VALUE["road_price"] + VALUE["value_of_day"] / 100 * worth * 1000 / VALUE["road_speed"]
    rail = 400 * VALUE["rail_price"] + VALUE["value_of_day"] / 100 * worth * 400 / VALUE["rail_speed"]
    expected = (1 + (road - 0.25 * (road - rail)) / worth) / (1 + road / worth)
    found = pair(small(), "RUS", "KOR", value, np.array([worth]), np)
    np.testing.assert_allclose(found, [expected], rtol=1e-12)


def test_a_corridor_that_costs_more_changes_nothing():
    found = pair(small(after=9000.0), "RUS", "KOR", VALUE, WORTH, np)
    np.testing.assert_array_equal(found, 1.0)


def test_no_corridor_changes_nothing():
    links = tuple(replace(link, opens=False, old=False) for link in load().links if not link.opens)
    freight = replace(load(), links=links)
    np.testing.assert_array_equal(savings(freight, VALUE, ECONOMIES, INDUSTRIES, np), 1.0)


def test_services_and_pairs_without_a_lane_keep_their_cost():
    found = savings(load(), VALUE, ECONOMIES, INDUSTRIES, np)
    assert (found[2] == 1).all() and (found[:, 0] == 1).all() and (found[:, :, 0] == 1).all()
    assert (found <= 1).all() and found[0, 1, 3] < 1
    np.testing.assert_array_equal(found, np.swapaxes(found, 1, 2))


@pytest.mark.parametrize("name", ["rail_price", "border_days", "gauge_days", "border_price"])
def test_a_dearer_or_slower_link_never_lowers_what_a_lane_costs(name):
    freight, routes = load(), load().routes("SEL", "MOS")
    cheap = equations.lane(freight, routes, VALUE, WORTH, np)
    dear = equations.lane(freight, routes, {**VALUE, name: 1.5 * VALUE[name]}, WORTH, np)
    assert (dear.before >= cheap.before - 1e-9).all()


def test_more_capacity_never_costs_more_and_shares_respect_it():
    freight, routes = load(), load().routes("SEL", "PYO")
    found = [
        equations.lane(freight, routes, {**VALUE, "rail_capacity": cap}, WORTH, np) for cap in (0.1, 0.5, 0.9)
    ]
    assert all((one.share <= cap + 1e-12).all() for one, cap in zip(found, (0.1, 0.5, 0.9), strict=True))
    assert (found[0].after >= found[1].after).all() and (found[1].after >= found[2].after).all()


def test_names_of_terminals_do_not_matter():
    freight = load()
    order = np.random.default_rng(0).permutation(len(freight.links))
    shuffled = replace(freight, links=tuple(freight.links[place] for place in order))
    one, other = (savings(each, VALUE, ECONOMIES, INDUSTRIES, np) for each in (freight, shuffled))
    np.testing.assert_allclose(one, other, rtol=1e-12)


def test_jax_and_numpy_agree_and_the_slope_is_that_of_differences():
    def mean(day, xp):
        return savings(load(), {**VALUE, "value_of_day": day}, ECONOMIES, INDUSTRIES, xp)[1, 1, 3]

    value = {name: float(one) for name, one in VALUE.items()}
    traced = savings(load(), {k: jnp.asarray(v) for k, v in value.items()}, ECONOMIES, INDUSTRIES, jnp)
    np.testing.assert_allclose(traced, savings(load(), value, ECONOMIES, INDUSTRIES, np), rtol=1e-12)
    day = value["value_of_day"]
    slope = float(jax.grad(lambda one: mean(one, jnp))(day))
    assert slope == pytest.approx((mean(day + 1e-5, np) - mean(day - 1e-5, np)) / 2e-5, rel=1e-4)
    assert abs(slope) > 1e-4


def test_a_network_in_two_pieces_is_refused():
    freight = replace(small(), links=(replace(small().links[1]),))
    with pytest.raises(DataError, match="no way joins"):
        pair(freight, "RUS", "KOR", VALUE, WORTH, np)


def test_times_are_about_what_was_published():
    """Press 2011: Far East to Moscow in 18 to 25 days, 11 to 12 by block train; JOC 2018: by Suez 30 to 35."""
    direct = next(row for row in table(load(), VALUE, "VLA", "MOS", 40e3) if row["by"] == "VLA - MOS")
    low = numbers({"rail_speed": ranges()["rail_speed"].low})
    slow = next(row for row in table(load(), low, "VLA", "MOS", 40e3) if row["by"] == "VLA - MOS")
    assert direct["days"] < 18 and 18 <= slow["days"] <= 26
    sea = next(row for row in table(load(), VALUE, "BUS", "SPB", 40e3) if row["by"] == "BUS - SPB")
    assert 30 <= sea["days"] <= 37
    by_rail = next(
        row for row in table(load(), VALUE, "BUS", "SPB", 40e3) if row["by"] == "BUS - VLA - MOS - SPB"
    )
    assert by_rail["days"] < sea["days"] and 1.3 < by_rail["price"] / sea["price"] < 2.3


def test_routes_pass_no_terminal_twice():
    for route in load().routes("BUS", "ROT"):
        assert isinstance(route, Route) and len(set(route.links)) == len(route.links)


def test_every_number_has_a_range_and_a_source():
    for one in ranges().values():
        assert one.low < one.mid < one.high and one.source and one.unit and one.meaning
