"""Freight: closed cases, properties, and that NumPy, JAX and slopes agree."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains import pytrees  # noqa: F401  (double precision)
from detente.domains.freight import equations
from detente.domains.freight.facts import load, ranges
from detente.domains.freight.scarcity import price
from detente.domains.freight.solve import goods_of, numbers, pairs, savings, solve, table
from detente.ground.faults import DataError
from detente.world.embedded import read_tables
from tests.domains.freight.networks import VALUE, draws, road_and_rail, sea_and_rail

ECONOMIES = ("USA", "RUS", "PRK", "KOR", "EU28", "CHN", "JPN")
INDUSTRIES = read_tables("world-2014").industries
GOODS = goods_of(VALUE)
ONE = ("electronics",)


def cost_by_hand(mode, km, value=VALUE):
    worth = 1000 * value["value_electronics"]
    return km * (value[f"{mode}_price"] + value["value_of_day"] / 100 * worth / value[f"{mode}_speed"])


def test_one_way_each_is_the_ratio_by_hand():
    """A road of 1,000 km against a railway of 400: money, days at a share of the value, and the share that moves."""
    road, rail = cost_by_hand("road", 1000), cost_by_hand("rail", 400)
    scale = road / VALUE["elasticity_mode"]
    saved = 2 * scale * np.log(np.cosh((road - rail) / (2 * scale)))
    worth = 1000 * VALUE["value_electronics"]
    ratio = (1 + (road - saved) / worth) / (1 + road / worth)
    expected = 1 + VALUE["boxed_electronics"] * (ratio - 1)
    np.testing.assert_allclose(pairs(road_and_rail(), VALUE, ONE, np), [[expected]], rtol=1e-12)
    assert 0.9 < expected < 1


def test_freight_that_knows_only_price_is_the_ratio_of_whole_costs():
    """With no spread of tastes all of it moves, and d_hat is the plain ratio."""
    value = {**VALUE, "elasticity_mode": 1e6, "boxed_electronics": 1.0}
    road, rail = cost_by_hand("road", 1000), cost_by_hand("rail", 400)
    worth = 1000 * VALUE["value_electronics"]
    found = pairs(road_and_rail(), value, ONE, np)
    np.testing.assert_allclose(found, [[(1 + rail / worth) / (1 + road / worth)]], rtol=1e-6)


def test_land_moves_from_its_observed_share_by_the_logit_in_changes():
    value = {**VALUE, "land_RUS_KOR": 0.3, "elasticity_route": 1e6, "corridor_capacity": 1e9}
    found = solve(sea_and_rail(), value, ONE, np)
    saving = found.cost[1, 0] - found.cost[2, 0]
    scale = found.before[0, 0] / value["elasticity_mode"]
    total = 0.7 + 0.3 * np.exp(saving / scale)
    np.testing.assert_allclose(found.eased.saved[0, 0], scale * np.log(total), rtol=1e-4)
    np.testing.assert_allclose(found.eased.carried[0, 0], 0.3 * np.exp(saving / scale) / total, rtol=1e-4)


@pytest.mark.parametrize("freight", [load(), road_and_rail(after=9000.0)], ids=["no links", "a dear one"])
def test_nothing_new_that_is_cheaper_changes_nothing(freight):
    links = tuple(replace(link, old=False) for link in freight.links if freight.names == () or not link.opens)
    found = savings(replace(freight, links=links), VALUE, ECONOMIES, INDUSTRIES, np)
    np.testing.assert_array_equal(found, 1.0)


def test_services_and_pairs_without_a_lane_keep_their_cost():
    found = savings(load(), VALUE, ECONOMIES, INDUSTRIES, np)
    assert (found[INDUSTRIES.index("services")] == 1).all()
    assert (found[:, 0] == 1).all() and (found[:, :, 0] == 1).all()
    assert (found <= 1).all() and found[GOODS.index("textiles"), 1, 3] < 1
    np.testing.assert_array_equal(found, np.swapaxes(found, 1, 2))


COSTS = (
    "rail_price",
    "road_price",
    "sea_price",
    "border_days",
    "border_price",
    "gauge_days",
    "port_days",
    "old_rail_price",
)


@settings(max_examples=40, deadline=None)
@given(name=st.sampled_from(COSTS), seed=st.integers(0, 10_000), less=st.floats(0.3, 1.0))
def test_a_cheaper_or_quicker_link_never_raises_generalised_cost(name, seed, less):
    value = {key: one[0] for key, one in draws(1, seed).items()} | {"corridor_capacity": 1e9}
    value = {key: one for key, one in value.items() if not key.startswith("land_")}
    dear, cheap = (solve(load(), {**value, name: each * value[name]}, GOODS, np) for each in (1.0, less))
    assert (cheap.before <= dear.before * (1 + 1e-12)).all()
    assert (cheap.before - cheap.eased.saved <= (dear.before - dear.eased.saved) * (1 + 1e-9)).all()


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), land=st.floats(0.01, 0.99), less=st.floats(0.3, 1.0))
def test_a_shorter_new_link_never_saves_less_where_shares_are_observed(seed, land, less):
    value = {key: one[0] for key, one in draws(1, seed).items()}
    value |= {"land_RUS_KOR": land, "corridor_capacity": 1e9}
    long, short = (solve(sea_and_rail(new=each * 8000), value, ONE, np) for each in (1.0, less))
    assert (short.eased.saved >= long.eased.saved - 1e-9).all() and (short.before == long.before).all()


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), room=st.floats(0.5, 500), more=st.floats(1, 10))
def test_more_capacity_never_costs_more(seed, room, more):
    value = {key: one[0] for key, one in draws(1, seed).items()}
    less, wide = (
        solve(load(), {**value, "corridor_capacity": each}, GOODS, np) for each in (room, room * more)
    )
    assert wide.scarcity <= less.scarcity + 1e-6
    assert (wide.eased.saved >= less.eased.saved - 1e-6).all()


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), room=st.floats(0.5, 500))
def test_shares_sum_to_one_and_respect_capacity(seed, room):
    value = {key: one[0] for key, one in draws(1, seed).items()} | {"corridor_capacity": room}
    found = solve(load(), value, GOODS, np)
    np.testing.assert_allclose((found.eased.stays + found.eased.goes).sum(-2), 1, rtol=1e-12)
    carried = (found.teu * found.eased.carried).sum()
    assert carried <= 1000 * room * (1 + 1e-4)
    assert found.scarcity == 0 or carried >= 1000 * room * (1 - 1e-4)


def test_what_is_carried_is_the_slope_of_what_is_saved():
    """Williams, Daly and Zachary: without it the share and the saving would not belong together."""
    share, spread = np.array([0.6, 0.4])[:, None], np.array([[300.0]])

    def at(change):
        return equations.eased(np.array([[-200.0], [150.0]]) + change, share, spread / 3, spread, np)

    slope = (at(1e-4).saved - at(-1e-4).saved) / 2e-4
    np.testing.assert_allclose(slope, at(0.0).carried, rtol=1e-6)


@given(saving=st.floats(-1e4, 1e4), scale=st.floats(1, 1e4))
def test_a_new_way_gains_nothing_unless_cheaper_and_never_more_than_it_saves(saving, scale):
    found = equations.relief(np.asarray(saving), scale, np)
    assert -1e-9 <= found <= max(saving, 0.0) + 1e-9


def test_the_order_of_terminals_and_links_does_not_matter():
    freight = load()
    rng = np.random.default_rng(0)
    order, links = rng.permutation(len(freight.terminals)), rng.permutation(len(freight.links))
    shuffled = replace(
        freight,
        terminals=tuple(freight.terminals[k] for k in order),
        places=tuple(freight.places[k] for k in order),
        economy_of=tuple(freight.economy_of[k] for k in order),
        names=tuple(freight.names[k] for k in order),
        links=tuple(freight.links[k] for k in links),
    )
    one, other = (savings(each, VALUE, ECONOMIES, INDUSTRIES, np) for each in (freight, shuffled))
    np.testing.assert_allclose(one, other, rtol=1e-12)


def test_ways_left_out_are_never_the_best():
    many = draws(30, seed=5)
    whole = savings(replace(load(), usual=False), many, ECONOMIES, INDUSTRIES, np)
    np.testing.assert_allclose(savings(load(), many, ECONOMIES, INDUSTRIES, np), whole, rtol=1e-13)


def test_what_is_asked_for_does_not_change_what_is_found():
    """Textiles share the corridor with all goods and pairs, asked for or not."""
    few = savings(load(), VALUE, ("KOR", "RUS"), ("textiles", "services"), np)
    all_ = savings(load(), VALUE, ECONOMIES, INDUSTRIES, np)
    assert few[0, 0, 1] == all_[INDUSTRIES.index("textiles"), ECONOMIES.index("KOR"), ECONOMIES.index("RUS")]
    assert (few[1] == 1).all() and few[0, 0, 1] < 1


def test_the_unit_of_money_does_not_matter():
    money = [
        name for name in VALUE if name.endswith("_price") or (name[:6] == "value_" and name != "value_of_day")
    ]
    other = {**VALUE, **{name: 7.0 * VALUE[name] for name in money}}
    trade = tuple(replace(one, value=7.0 * one.value) for one in load().trade)
    found = savings(replace(load(), trade=trade), other, ECONOMIES, INDUSTRIES, np)
    np.testing.assert_allclose(found, savings(load(), VALUE, ECONOMIES, INDUSTRIES, np), rtol=1e-12)


def test_jax_and_numpy_agree_over_draws():
    many = draws(20)
    traced = jax.jit(jax.vmap(lambda one: savings(load(), one, ECONOMIES, INDUSTRIES, jnp)))
    found = traced({name: jnp.asarray(one) for name, one in many.items()})
    np.testing.assert_allclose(found, savings(load(), many, ECONOMIES, INDUSTRIES, np), rtol=1e-12)


def test_the_slope_is_that_of_differences_with_room_and_without():
    value, names = (
        {**VALUE, "land_RUS_KOR": 0.3},
        ("value_of_day", "rail_price", "border_days", "corridor_capacity"),
    )

    def change(moved, xp):
        return pairs(sea_and_rail(), {**value, **moved}, ONE, xp)[0, 0]

    slope = jax.jit(jax.grad(lambda moved: change(moved, jnp)))
    for room in (1000.0, 0.5):
        here = {name: float(value[name]) for name in names} | {"corridor_capacity": room}
        scarce = solve(sea_and_rail(), value | here, ONE, np).scarcity > 0
        assert scarce == (room < 1)
        slopes = slope(here)
        for name in names:
            step = 1e-4 * here[name]
            up, down = (change({**here, name: here[name] + each}, np) for each in (step, -step))
            assert float(slopes[name]) == pytest.approx((up - down) / (2 * step), rel=1e-4, abs=1e-12), name
            assert abs(slopes[name]) > 1e-9 or (name == "corridor_capacity" and not scarce)


def test_a_scarce_place_has_the_price_that_clears_and_its_slope():
    """Demand 100 - p against a room of 30: the price is 70, and falls by one with each place."""

    def at(room, xp=jnp):
        return price(lambda p, room: 100.0 - p - room, xp.asarray(room), xp.asarray(100.0), xp)

    assert float(at(30.0)) == pytest.approx(70.0, abs=1e-9)
    assert float(jax.grad(at)(30.0)) == pytest.approx(-1.0, rel=1e-6)
    assert float(at(130.0)) == 0.0


def test_a_network_in_two_pieces_is_refused_and_the_pair_named():
    freight = replace(road_and_rail(), links=road_and_rail().links[1:])
    with pytest.raises(DataError, match=r"no way joins A \(RUS\) and B \(KOR\) as things stand"):
        pairs(freight, VALUE, ONE, np)


def test_times_are_about_what_was_published():
    """Press 2011: Far East to Moscow in 18 to 25 days, 11 to 12 by block train; JOC 2018: by Suez 30 to 35."""

    def days(start, end, by, value=VALUE):
        return next(row["days"] for row in table(load(), value, start, end, 40e3) if row["by"] == by)

    quick = numbers({"rail_speed": ranges()["rail_speed"].high})
    slow = numbers({"rail_speed": ranges()["rail_speed"].low})
    line = "VLA - CHI - UUD - MOS"
    assert days("VLA", "MOS", line) < 18 <= days("VLA", "MOS", line, slow) < 27
    assert 11 <= days("VOS", "SLA", f"VOS - {line} - SLA", quick) <= 15
    assert 30 <= days("BUS", "SPB", "BUS - SPB") <= 37


def test_every_number_has_a_range_and_a_source():
    for one in ranges().values():
        assert one.low < one.mid < one.high and one.source and one.unit and one.meaning
