"""Spatial equilibrium against closed forms, published numbers and its own theorems."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.domains.gas import solve
from detente.domains.gas.checks import sentence
from detente.domains.gas.equations import NO_LINE, Arcs, arcs_of, calibrate, of_seller
from detente.domains.gas.equilibrium import equilibrium, pattern_of
from detente.domains.gas.status import Status
from tests.domains.gas.markets import fee_for, line, market, random_market

SEEDS = st.integers(0, 2**32 - 1)


def programme(diagonal, linear, flows, markets, conduct_slope):
    """Solve sellers' plain programme: cost q + e q2 / 2 each, one market, prices A - B Q, marks as told."""
    arcs = Arcs(np.arange(flows), np.zeros(flows, int), np.arange(flows), np.full(flows, NO_LINE))
    pattern, _ = pattern_of(arcs, flows, markets, 0)
    ones = np.ones(flows)
    p = np.concatenate([conduct_slope * ones, diagonal * ones, [markets * 4.0]])
    a = np.concatenate([-ones, ones, -ones, [1.0], -ones, ones])
    q = np.concatenate([0 * ones, linear * ones])
    return pattern, p, q, a


@pytest.mark.parametrize(
    ("must_run", "competitive", "cournot", "each"),
    [(2.4, 3.156, 8.46154, 1.49231), (1.5, 3.556, 9.84615, 1.76923), (0.3, 4.089, 11.69231, 2.13846)],
)
def test_pypsas_cournot_example(must_run, competitive, cournot, each):
    """Two producers, cost q + q2 / 2, price 30 - 4 Q, must-run supply: PyPSA's manual."""
    for kappa, price in ((0.0, competitive), (1.0, cournot)):
        pattern, p, q, a = programme(1.0, 1.0, 2, 1, 4 * kappa)
        q = np.concatenate([q, [-(30 - 4 * must_run)]])
        b = np.concatenate([np.zeros(3), np.zeros(2), np.full(2, 100.0)])
        found = solve.solve(pattern, p[None], q[None], a[None], b[None])
        assert found.code[0] == solve.SOLVED
        total = found.point[0, -1]
        assert 30 - 4 * (must_run + total) == pytest.approx(price, abs=1e-3)
        assert found.dual[0, 2] == pytest.approx(price, abs=1e-3)
    assert found.point[0, :2] == pytest.approx(each, abs=1e-5)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_cournot_sellers_of_one_market(count):
    """With n + 1 sellers at cost c, p = (A + (n + 1) c) / (n + 2) and each sells (A - c) / (n + 2) / B (Cournot).

    The base path is the equilibrium of n sellers, so that calibrated margins are none; a line lets one more in.
    """
    volume, price, elasticity = 30.0, 8.0, -2.0
    slope = -price / elasticity / volume
    intercept, cost = price + slope * volume, price - slope * volume / count
    gas = market(
        [[volume / count]] * count + [[0.0]],
        [price],
        elasticity=np.array([elasticity]),
        cost=np.full(count + 1, cost),
        conduct=np.ones(count + 1),
        reach=np.array([[True]] * count + [[False]]),
        lines=[line(supply=f"S{count}", capacity=1e3)],
    )
    found = equilibrium(gas)
    assert np.abs(found.numbers.margin).max() < 1e-9
    assert found.price[0, 0, 0, 0] == pytest.approx((intercept + (count + 1) * cost) / (count + 2), abs=1e-6)
    assert found.flow[0, 0, 0] == pytest.approx((intercept - cost) / slope / (count + 2), abs=1e-6)


def test_a_price_takers_line_between_two_nodes_with_and_without_room():
    """A free line brings the cheap node's cost to the dear market; a small one leaves a scarcity rent."""
    world = {"cost": np.array([2.0, 8.0]), "reach": np.array([[False], [True]])}
    wide = market([[0.0], [20.0]], [8.0], lines=[line(capacity=1e3, operating=1.0)], **world)
    found = equilibrium(wide)
    assert found.price[0, 0, 0, 0] == pytest.approx(3.0, abs=1e-6)
    demand = 20 + (8 - 3) / (8 / (0.5 * 20))
    assert found.demand[0, 0, 0, 0] == pytest.approx(demand, abs=1e-5)
    narrow = equilibrium(wide.with_lines(line(capacity=7.0, operating=1.0)))
    assert narrow.flow[0, 0, 0] == pytest.approx([13.0, 7.0], abs=1e-5)
    assert narrow.price[0, 0, 0, 0] == pytest.approx(8.0, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_base_flows_are_reproduced(seed):
    gas = random_market(np.random.default_rng(seed), draws=3)
    found = equilibrium(gas, solve_base=True)
    assert (found.status.code == Status.SOLVED).all()
    base = found.numbers.base
    scale = np.maximum(1, base.max((1, 2), keepdims=True))
    assert (np.abs(found.flow[:, 0] - base) / scale).max() < 1e-6
    np.testing.assert_allclose(found.price[:, 0], gas.base_price, rtol=1e-6)


@settings(max_examples=15, deadline=None)
@given(SEEDS)
@example(194)  # a market that stalls twice
def test_no_arc_could_do_better_and_prices_are_duals(seed):
    """Price less marginal cost and mark-up is 0 for a used arc and not above 0 for others (Kuhn-Tucker)."""
    random = np.random.default_rng(seed)
    gas = random_market(random, lines=[line(capacity=random.uniform(1, 30))])
    gas = gas.with_facts(floor=0 * gas.floor, capacity=gas.capacity + 1e3)
    found = equilibrium(gas)
    arcs, numbers = found.arcs, found.numbers
    flow = found.flow[:, 0]
    marginal = numbers.supply_cost + numbers.supply_slope * found.volume[:, 0]
    marks = numbers.conduct[:, None, arcs.seller] * numbers.demand_slope[:, :, arcs.market]
    cost = marginal[:, :, arcs.supply] / numbers.keep[:, None] + numbers.arc_cost[:, None] + numbers.margin
    cost = cost + numbers.curve * (flow - numbers.base) + marks * of_seller(flow, arcs)
    left = found.price[:, 0][:, :, arcs.market] - cost
    stands = arcs.line == NO_LINE
    used = flow > 1e-4
    assert np.abs(left[:, :, stands][used[:, :, stands]]).max() < 1e-4
    assert left[:, :, stands].max() < 1e-4
    full = flow[:, :, ~stands] > numbers.line_capacity[:, None] - 1e-4
    assert (left[:, :, ~stands][~full] < 1e-4).all() and (left[:, :, ~stands][full] > -1e-4).all()


@settings(max_examples=10, deadline=None)
@given(SEEDS, st.floats(0.1, 10))
def test_the_unit_of_money_does_not_matter(seed, unit):
    random = np.random.default_rng(seed)
    gas = random_market(random, lines=[line(operating=1.0)])
    scaled = gas.with_facts(
        base_price=gas.base_price * unit,
        cost=gas.cost * unit,
        slope=gas.slope * unit,
        transport=gas.transport * unit,
    ).with_lines(line(operating=unit))
    one, other = equilibrium(gas), equilibrium(scaled)
    np.testing.assert_allclose(other.flow, one.flow, atol=1e-4)
    np.testing.assert_allclose(other.price, one.price * unit, rtol=1e-5)


@settings(max_examples=10, deadline=None)
@given(SEEDS, st.floats(1, 3))
def test_more_room_in_a_line_never_costs_price_takers_more(seed, more):
    random = np.random.default_rng(seed)
    gas = random_market(random, conduct=np.zeros(5))
    room = random.uniform(1, 15)
    narrow, wide = (
        equilibrium(gas.with_lines(line(capacity=room * factor, operating=0.5))) for factor in (1, more)
    )
    assert (wide.price[0, 0, :, 0] <= narrow.price[0, 0, :, 0] + 1e-6).all()


def test_a_lossy_loop_earns_nothing():
    """A second way of the same seller that only loses gas carries none, whatever its size."""
    gas = market([[10.0]], [8.0], cost=np.array([8.0]), slope=np.array([[0.1]]))
    found = equilibrium(gas.with_lines(line(loss=0.05, capacity=100.0)))
    assert found.flow[0, 0, 0, 1] < 1e-6
    assert found.flow[0, 0, 0, 0] == pytest.approx(10, abs=1e-6)


def test_draws_do_not_depend_on_their_neighbours():
    random = np.random.default_rng(5)
    gas = random_market(random, draws=4, lines=[line()])
    whole = equilibrium(gas)
    arrays = ("base_flow", "base_price", "elasticity", "cost", "slope", "capacity", "transport", "loss")
    arrays += ("conduct", "floor", "arc_elasticity", "repriced")
    for draw in range(4):
        one = equilibrium(gas.with_facts(**{name: getattr(gas, name)[draw] for name in arrays}))
        np.testing.assert_allclose(one.flow[0], whole.flow[draw], atol=1e-11)


def test_a_dear_fee_leaves_an_open_line_empty():
    gas = market([[10.0], [5.0]], [8.0], cost=np.array([2.0, 3.0]), slope=np.full((1, 2), 0.1))
    assert equilibrium(gas.with_lines(line(fee=fee_for(9.0)))).flow[0, 0, 0, 2] < 1e-6


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reach": np.array([[True, False], [True, False]])}, "no seller can reach M1"),
        ({"capacity": np.array([[-1.0, 10.0]])}, "out of range"),
        ({"capacity": np.array([[3.0, 50.0]])}, "asks more of S0 than its capacity"),
        ({"floor": np.full((1, 2, 2), 30.0)}, "contracts oblige S0"),
        ({"elasticity": np.array([-0.5, 0.2])}, "out of range"),
        ({"cost": np.array([np.nan, 1.0])}, "out of range"),
        ({"lines": [line(capacity=1e5, booked=1.0)]}, "the line line is booked"),
    ],
)
def test_bad_input_ends_with_a_sentence(facts, words):
    flow = [[5.0, 4.0 * ("reach" not in facts)], [5.0, 4.0 * ("reach" not in facts)]]
    gas = market(flow, [8.0, 8.0], **facts)
    found = equilibrium(gas)
    assert words in sentence(int(found.status.code[0]), int(found.status.about[0]), gas)
    assert np.isnan(found.flow).all()


def test_two_lines_may_not_book_the_same_gas_twice():
    gas = market([[0.0], [5.0]], [8.0], capacity=np.array([[15.0, 50.0]]), reach=np.array([[False], [True]]))
    lines = [line(booked=1.0), line(name="other", booked=1.0)]
    found = equilibrium(gas.with_lines(*lines))
    assert found.status.code[0] == Status.LINE and found.status.about[0] == 1


def test_an_open_line_goes_onward_and_a_reserved_one_does_not():
    gas = market(
        [[0.0, 0.0], [20.0, 20.0]], [6.0, 12.0], cost=np.array([3.0, 2.0]), capacity=np.full((1, 2), 50.0)
    )
    gas = gas.with_facts(reach=np.array([[False, False], [True, True]]))
    onward = line(reserved=False, onward=(("M1", 1.0),))
    opened = equilibrium(gas.with_lines(onward))
    assert len(arcs_of(gas.with_lines(onward)).supply) == 4
    assert opened.flow[0, 0, 0, 3] == pytest.approx(10, abs=1e-5)
    assert len(arcs_of(gas.with_lines(line())).supply) == 3


def test_calibrated_margins_are_bounded_below_on_ways_not_used():
    gas = market([[5.0, 0.0], [5.0, 5.0]], [8.0, 4.0], cost=np.array([1.0, 7.0]))
    numbers = calibrate(gas, arcs_of(gas))
    assert numbers.margin[0, 0].tolist() == pytest.approx([7.0, 3.0, 1.0, -3.0])
