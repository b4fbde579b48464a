"""Whole gas worlds against the same programme in plain loops, and the terms of a line in closed form."""

import numpy as np
import pytest

from detente.domains.gas.equilibrium import equilibrium
from detente.domains.gas.status import Status
from tests.domains.gas.markets import fee_for, line, market, random_market
from tests.domains.gas.plain import flows


def drawn(seed):
    """Return a world of two lines, one reserved and one that goes onward; two supplies have one owner."""
    random = np.random.default_rng(seed)
    reserved = line(
        supply="S1",
        buyer="M1",
        sections=("T", "U"),
        km=random.uniform(300, 900, 2),
        fee=random.uniform(0.5, 3, 2),
        operating=random.uniform(0, 1),
        loss=0.03,
        capacity=random.uniform(1, 6),
        booked=random.choice([0.0, 0.9]),
    )
    open_line = line(
        name="open",
        supply="S2",
        km=np.array([700.0]),
        fee=np.array([2.0]),
        operating=random.uniform(0, 1),
        loss=0.02,
        capacity=random.uniform(5, 40),
        reserved=False,
        onward=(("M2", random.uniform(0.2, 2)), ("M1", random.uniform(0.2, 2))),
    )
    facts = {"owners": ("S0", "S1", "S0", "S3"), "conduct": random.uniform(0, 1, 3)}
    gas = random_market(random, supplies=4, lines=(reserved, open_line), **facts)
    return gas.with_facts(capacity=gas.capacity + random.uniform(0, 8, (2, 4)) * [1, 2, 1, 0])


@pytest.mark.parametrize("seed", range(12))
def test_flows_are_those_of_the_plain_programme(seed):
    gas = drawn(seed)
    found = equilibrium(gas)
    assert found.status.code[0] == Status.SOLVED
    for y in range(len(gas.years)):
        flow, price = flows(gas, y)
        np.testing.assert_allclose(found.flow[0, 0, y], flow, atol=1e-7)
        np.testing.assert_allclose(found.price[0, 0, y], price, rtol=1e-9)
        alone, _ = flows(gas.with_lines(), y)
        np.testing.assert_allclose(found.flow[0, -1, y, : len(alone)], alone, atol=1e-7)


def test_what_a_line_costs_further_on_is_paid_by_the_market_further_on():
    """A wide line of a price taker sets prices: cost 2, way 1, fee .5, in the buyer's market; .75 more beyond."""
    onward = line(
        operating=1.0, fee=fee_for(0.5), capacity=1e3, loss=0.2, reserved=False, onward=(("M1", 0.75),)
    )
    gas = market(
        [[0.0, 0.0], [20.0, 20.0]],
        [9.0, 12.0],
        cost=np.array([2.0, 9.0]),
        reach=np.array([[False, False], [True, True]]),
        transport=np.array([[0.0, 0.0], [0.0, 3.0]]),
        lines=[onward],
    )
    here, beyond = equilibrium(gas).price[0, 0, 0]
    assert here == pytest.approx(2 / 0.8 + 1 + 0.5, abs=1e-6)
    assert beyond == pytest.approx(2 / 0.8 + 1 + 0.5 + 0.75, abs=1e-6)
