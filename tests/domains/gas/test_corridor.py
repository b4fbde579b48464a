"""What lines change for whom: books that balance, present values by hand, price rules, cuts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains.gas import facts as embedded
from detente.domains.gas.alone import compare
from detente.domains.gas.corridor import corridor
from detente.domains.gas.equations import fee_of
from detente.domains.gas.equilibrium import equilibrium
from detente.domains.gas.horizon import between, every_year
from detente.domains.gas.ledger import ledger
from detente.domains.gas.records import BILLION, RULES
from detente.domains.gas.status import Status
from tests.domains.gas.markets import fee_for, line, market, random_market

YEARS = tuple(range(2018, 2028))


def alone(**terms):
    """Return a dear market of 20 bcm, and a line that brings gas at 3 to it, for ten years."""
    world = {"cost": np.array([3.0, 8.0]), "reach": np.array([[False], [True]])}
    world["owners"] = ("R", "Q")
    return market([[0.0], [20.0]], [8.0], years=YEARS, lines=[line(**terms)], **world)


def change(gas):
    return corridor(gas, gas.with_lines())


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, len(RULES) - 1), st.floats(0, 1))
def test_no_dollar_is_made_or_lost_on_the_way(seed, rule, booked):
    """The parties' gains add up to what gas is worth less what it costs, whatever is paid for it."""
    random = np.random.default_rng(seed)
    terms = {
        "fee": fee_for(0.4),
        "operating": 0.3,
        "loss": 0.02,
        "capacity": 5.0,
        "booked": booked,
        "rule": rule,
    }
    gas = random_market(random, lines=[line(**terms)], rent_share=1.0)
    world = ledger(gas.with_facts(capacity=gas.capacity + 5))
    found, numbers = world.found, world.found.numbers
    assert (found.status.code == Status.SOLVED).all()
    for scenario, book in enumerate(world.books):
        flow, volume, demand = found.flow[:, scenario], found.volume[:, scenario], found.demand[:, scenario]
        worth = (numbers.intercept * demand - numbers.demand_slope * demand**2 / 2).sum(2)
        cost = (numbers.supply_cost * volume + numbers.supply_slope * volume**2 / 2).sum(2)
        way = numbers.arc_cost.copy()
        way[:, -1] -= fee_of(gas.lines[0]).sum()
        cost += (way[:, None] * flow).sum(2)
        parts = book.profit.sum(2) + book.surplus.sum(2) + book.fee.sum((2, 3))
        np.testing.assert_allclose(parts, (worth - cost) * BILLION, atol=1e-6)
    assert np.abs(world.premium.sum(3)).max() < 1e-9


def test_the_fee_appears_once_as_the_income_of_the_country_crossed():
    """10 bcm over 700 km at 2 US$ per 1,000 m3 and 100 km are 140 million US$ a year."""
    gas = alone(km=np.array([700.0]), fee=np.array([2.0]))
    dear, free = change(gas), change(alone(km=np.array([700.0])))
    transit = dear.parties.index("T")
    assert dear.line_flow == pytest.approx(10, abs=1e-5)
    assert dear.fee[0, :, transit] == pytest.approx(0.14, abs=1e-6)
    lost = free.npv - dear.npv
    assert lost[0, transit] == pytest.approx(-dear.fee_value[0, transit])
    assert lost.sum() == pytest.approx(0, abs=1e-6)
    assert lost[0, dear.parties.index("R")] == pytest.approx(dear.fee_value[0, transit])


def test_a_null_line_changes_nothing():
    found = change(alone(capacity=0.0))
    for name in ("npv", "fee_value", "capital_value", "surplus", "profit", "cut_loss"):
        np.testing.assert_allclose(getattr(found, name), 0, atol=1e-6)
    np.testing.assert_allclose(found.flow_with, found.flow_without, atol=1e-6)
    assert np.isnan(found.break_even).all()


def test_present_values_by_hand():
    """Price stays 8: 10 bcm at a margin of 5 from mid-2020, a life beyond the view, half of the capital left."""
    gas = alone(build=2.5, life=15.0, capital=3.0, feeder_capital=1.0, buyer_capital=0.25)
    found = change(gas)
    rate, years = 0.08, np.array(YEARS) - 2018 + 0.5
    stands = np.clip(np.array(YEARS) + 1 - 2020.5, 0, 1)
    earned = (10 * 5 * BILLION * stands * (1 + rate) ** -years).sum()
    force = np.log1p(rate)
    spent = (1 - np.exp(-force * 2.5)) / (force * 2.5) - (1 - 7.5 / 15) * np.exp(-force * 10)
    value = dict(zip(found.parties, found.npv[0], strict=True))
    assert value["R"] == pytest.approx(earned - spent * (3 * 0.75 + 1), abs=1e-6)
    assert value["M0"] == pytest.approx(-spent * 0.75, abs=1e-6)
    volume = (10 * stands * (1 + rate) ** -years).sum()
    assert found.break_even[0, 0] == pytest.approx(3 + 4 * spent / BILLION / volume, abs=1e-6)


@pytest.mark.parametrize(
    ("rule", "terms", "price"),
    [
        ("market", {}, 8.0),
        ("oil_indexed", {"oil_price": 60.0, "oil_slope": 0.1, "oil_constant": 1.0}, 7.0),
        ("lng_netback", {"netback_discount": 0.1}, 7.2),
        ("bargained", {"seller_power": 0.4}, 0.6 * 3 + 0.4 * 8),
    ],
)
def test_price_rules_move_money_and_no_gas(rule, terms, price):
    found, plain = change(alone(rule=RULES.index(rule), **terms)), change(alone())
    assert found.contract_price == pytest.approx(price, abs=1e-6)
    np.testing.assert_allclose(found.line_flow, plain.line_flow)
    assert found.npv.sum() == pytest.approx(plain.npv.sum())
    saved = (found.bill_without - found.bill_with)[0, :, 0]
    assert saved == pytest.approx((8 - price) * 10 * BILLION, abs=1e-6)


def test_a_rule_a_draw():
    found = change(alone(rule=np.array([0, 2]), netback_discount=0.1))
    assert found.contract_price[:, 0, 0] == pytest.approx([8.0, 7.2], abs=1e-6)
    assert found.status == ("solved", "solved")


def test_a_years_cut_costs_the_buyer_the_premium_and_the_seller_its_margin():
    found = change(alone(fee=fee_for(1.0), cut_chance=np.array([0.2]), cut_share=0.5, spot_premium=2.0))
    loss = {party: found.cut_loss[0, :, k] / BILLION for k, party in enumerate(found.parties)}
    assert loss["M0"] == pytest.approx(10 * 2.0, abs=1e-4)
    assert loss["R"] == pytest.approx(10 * 4.0, abs=1e-4)
    assert loss["T"] == pytest.approx(10 * 1.0, abs=1e-4)
    assert loss["Q"] == pytest.approx(-10 * 2.0, abs=1e-4)
    plain = change(alone(fee=fee_for(1.0)))
    years = (1.08 ** -(np.array(YEARS) - 2017.5)).sum()
    lost = plain.npv[0] - found.npv[0]
    for k, party in enumerate(found.parties):
        assert lost[k] == pytest.approx(0.1 * loss[party][0] * BILLION * years, abs=1e-5)
    assert found.cost.cuts[0, 0] == pytest.approx(0.1 * 2.0 / 0.9, abs=1e-5)


def test_a_longer_line_is_never_cheaper():
    values = []
    for km in (500.0, 1000.0, 2000.0):
        found = change(alone(km=np.array([km]), fee=np.array([3.0]), operating=km / 1000, loss=km / 50_000))
        values.append((found.break_even[0, 0], found.npv[0, found.parties.index("R")]))
    assert sorted(values) == values and values[0][1] > values[1][1] > values[2][1]


def test_the_gas_of_a_line_costs_what_its_supply_spends_more():
    gas = market([[10.0]], [8.0], cost=np.array([4.0]), slope=np.array([[0.1]]), arc_elasticity=1.0)
    found = change(gas.with_lines(line(capacity=6.0, operating=2.0)))
    sold = 10 + (found.flow_with + found.line_flow[..., None] - found.flow_without)[0, 0, 0, 0]
    assert sold > 11
    assert found.cost.wellhead[0, 0] == pytest.approx(4 + 0.1 * (sold - 10) / 2, abs=1e-6)


def test_gas_that_keeps_its_price_saves_its_buyer_less_and_the_world_nothing():
    world = random_market(np.random.default_rng(3), lines=[line(capacity=4.0)])
    kept, moved = (change(world.with_facts(repriced=share)) for share in (0.0, 1.0))
    assert (kept.price_with[0, :, 0] < kept.price_without[0, :, 0] - 1e-3).all()
    assert (kept.bill_with[0, :, 0] > moved.bill_with[0, :, 0] + 1e-3).all()
    assert kept.npv.sum() == pytest.approx(moved.npv.sum(), abs=1e-6)


def test_node_years_come_near_to_all_years():
    """Between node years all is linear: the error against solving every year, over the embedded world."""
    nodes = embedded.load(lines=["trans_korea"])
    every = embedded.load(lines=["trans_korea"], years=range(2018, 2046))
    few, all_years = equilibrium(nodes), equilibrium(every)
    between_nodes = between(nodes.years) @ few.price[0, 0]
    np.testing.assert_allclose(between_nodes, all_years.price[0, 0], rtol=1e-3)
    one, other = (corridor(gas, gas.with_lines()) for gas in (nodes, every))
    np.testing.assert_allclose(one.npv, other.npv, atol=0.05)
    np.testing.assert_allclose(one.bill_value_with, other.bill_value_with, rtol=5e-3)
    saved = [found.bill_value_with[0, 0] - found.bill_value_without[0, 0] for found in (one, other)]
    assert saved[0] == pytest.approx(saved[1], rel=5e-3)
    assert every_year(nodes.years).tolist() == list(range(2018, 2046))


def test_draws_stand_side_by_side():
    random = np.random.default_rng(2)
    fees, prices = random.uniform(1, 3, 4), random.uniform(5, 12, 4)
    many = embedded.load({"pipe_fee": fees, "lng_price": prices}, lines=["trans_korea"])
    whole = corridor(many, many.with_lines())
    for draw in range(4):
        one = embedded.load({"pipe_fee": fees[draw], "lng_price": prices[draw]}, lines=["trans_korea"])
        np.testing.assert_allclose(corridor(one, one.with_lines()).npv[0], whole.npv[draw], atol=1e-11)


def test_a_draw_that_fails_is_a_value_and_leaves_the_others_alone():
    gas = alone()
    gas = gas.with_facts(
        capacity=np.array([[50.0, 50.0], [50.0, -1.0]])[:, None] * np.ones((1, len(YEARS), 1))
    )
    found = change(gas)
    assert found.status[0] == "solved" and "out of range" in found.status[1]
    assert np.isfinite(found.npv[0]).all() and np.isnan(found.npv[1]).all()


def test_worlds_that_do_not_match_are_refused():
    gas = alone()
    with pytest.raises(ValueError, match="differ in their years"):
        corridor(gas, alone().with_facts(years=(*YEARS[:-1], 2030)))


def test_labelled_results_hold_the_same_numbers():
    gas = alone(fee=fee_for(1.0))
    table, found = compare(gas), change(gas)
    assert table.attrs["status"] == "solved"
    assert float(table.npv.sel(party="T")) == found.npv[0, found.parties.index("T")]
    assert float(table.cost_fee.sel(line="line")) == pytest.approx(1.0)
    two = compare(alone(rule=np.array([0, 1])))
    assert two.npv.dims == ("draw", "party")
