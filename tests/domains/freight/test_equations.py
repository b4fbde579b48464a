"""The equations of freight again, one number at a time."""

import math

import numpy as np
import pytest

from detente.domains.freight import equations
from detente.domains.freight.amounts import KINDS
from detente.domains.freight.facts import ranges

DRAWS = 3


def drawn(random):
    """Return every number of the freight world, a number a draw."""
    return {name: random.uniform(one.low, one.high, DRAWS) for name, one in ranges().items()}


def a_unit(kind, value):
    """Return what a unit of a kind of amount costs [US$/TEU] and takes [day]; straight km are km of detour."""
    longer = value["detour"] if kind.endswith("_straight") else 1.0
    of = kind.removesuffix("_straight")
    if of in ("own_price", "own_days"):
        return (1.0, 0.0) if of == "own_price" else (0.0, 1.0)
    if of in ("border", "gauge", "ports"):
        of = of.removesuffix("s")
        return value[f"{of}_price"], value[f"{of}_days"]
    return longer * value[f"{of}_price"], longer / value[f"{of}_speed"]


@pytest.mark.parametrize("seed", range(3))
def test_trips_and_their_cost_are_sums_over_amounts(seed):
    random = np.random.default_rng(seed)
    value, amounts = drawn(random), random.uniform(0, 5, (4, len(KINDS)))
    worth = random.uniform(1e3, 1e5, (DRAWS, 2))
    trips = equations.trip(amounts, value, np)
    cost = equations.generalised(trips, value, worth, np)
    for draw in range(DRAWS):
        here = {name: each[draw] for name, each in value.items()}
        for way in range(4):
            units = [a_unit(kind, here) for kind in KINDS]
            price = sum(amount * unit[0] for amount, unit in zip(amounts[way], units, strict=True))
            days = sum(amount * unit[1] for amount, unit in zip(amounts[way], units, strict=True))
            assert math.isclose(trips.price[draw, way], price, rel_tol=1e-12)
            assert math.isclose(trips.days[draw, way], days, rel_tol=1e-12)
            for good in range(2):
                time = here["value_of_day"] / 100 * worth[draw, good] * days
                assert math.isclose(cost[draw, way, good], price + time, rel_tol=1e-12)


def by_hand(saving, share, within, among):
    """Return what is saved, and what stays and goes by each mode, of one good on one lane."""
    gains, turned = [], []
    for one in saving:
        taken = max(one, 0.0) / (2 * within)
        gains.append(2 * within * math.log(math.cosh(taken)))
        turned.append(math.tanh(taken))
    weights = [part * math.exp(gain / among) for part, gain in zip(share, gains, strict=True)]
    after = [one / sum(weights) for one in weights]
    goes = [part * new for part, new in zip(after, turned, strict=True)]
    stays = [part - new for part, new in zip(after, goes, strict=True)]
    return among * math.log(sum(weights)), stays, goes


@pytest.mark.parametrize("seed", range(6))
def test_what_new_ways_save_and_carry_is_the_folded_logit_by_hand(seed):
    random = np.random.default_rng(seed)
    saving = random.uniform(-2000, 3000, (DRAWS, 2, 2, 3))
    land = random.uniform(0, 1, (DRAWS, 2, 1, 3))
    share = np.concatenate([1 - land, land], 2)
    within, among = random.uniform(200, 500, (DRAWS, 2, 1, 3)), random.uniform(500, 900, (DRAWS, 2, 1, 3))
    found = equations.eased(saving, share, within, among, np)
    for at in np.ndindex(DRAWS, 2, 3):
        draw, lane, good = at
        mode = (draw, lane, slice(None), good)
        saved, stays, goes = by_hand(
            saving[mode], share[mode], within[draw, lane, 0, good], among[draw, lane, 0, good]
        )
        assert math.isclose(found.saved[at], saved, rel_tol=1e-9, abs_tol=1e-9)
        np.testing.assert_allclose(found.stays[mode], stays, atol=1e-12)
        np.testing.assert_allclose(found.goes[mode], goes, atol=1e-12)
        assert math.isclose(found.carried[at], sum(goes), abs_tol=1e-12)


def test_large_savings_do_not_overflow():
    one = np.ones((1, 1))
    found = equations.eased(1e6 * one, one, one, 2 * one, np)
    np.testing.assert_allclose(found.saved, 1e6 - 2 * np.log(2), rtol=1e-12)
    np.testing.assert_allclose(found.carried, 1.0)


def test_delivered_cost_is_the_goods_value_and_their_freight():
    """Goods of 1,000 with freight of 200, then 80: 1,080 for 1,200."""
    assert math.isclose(equations.delivered(200.0, 80.0, 1000.0), 1080 / 1200, rel_tol=1e-15)
