"""Every equilibrium reported as solved satisfies the equations to 1e-9; any other says why there is none."""

import subprocess
import sys

import numpy as np
import pytest

from detente.domains.trade.status import Status
from detente.world.records import REMOVED
from tests.domains.trade.economies import (
    economy,
    lane,
    shocked,
    solved,
    solved_many,
    stacked,
    unchanged,
    worst_gap,
)

SHAPE = (5, 3)


def drawn(seed, count):
    random = np.random.default_rng(seed)
    accounts = [economy(random, SHAPE, empty=0.1) for _ in range(count)]
    return accounts, [shocked(random, one, random.uniform(0.02, 1)) for one in accounts]


def honest(seed, count):
    """Return how many were solved; every other has a status, and no numbers."""
    accounts, shocks = drawn(seed, count)
    found = solved_many(accounts, shocks)
    for place in range(count):
        one = lane(found, place)
        if one.status.code == Status.SOLVED:
            assert worst_gap(accounts[place], shocks[place], one) <= 1e-9, f"economy {place}"
        else:
            assert Status(int(one.status.code)) in (Status.NOT_CONVERGED, Status.SPENDING, Status.DEFICIT)
            assert np.isnan(one.wage).all() and np.isnan(one.flows).all() and np.isnan(one.income).all()
    return int((found.status.code == Status.SOLVED).sum())


def test_two_thousand_random_economies():
    assert honest(1, 2000) >= 1980


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3, 4, 5])
def test_eight_thousand_more(seed):
    assert honest(seed, 2000) >= 1980


@pytest.fixture
def closing():
    accounts = economy(np.random.default_rng(7), SHAPE)
    return accounts, unchanged(accounts)


def said(found):
    names, goods = [f"economy {n}" for n in range(SHAPE[0])], [f"good {j}" for j in range(SHAPE[1])]
    return Status(int(found.status.code[0])).told(
        economy=names[int(found.status.economy[0])], industry=goods[int(found.status.industry[0])]
    )


def test_no_supplier_left(closing):
    accounts, shock = closing
    shock.open[1, 2, :] = 0
    found = solved(accounts, shock)
    assert Status(int(found.status.code[0])) is Status.NO_SUPPLIER
    assert said(found).startswith("no supplier left: economy 2 uses good 1 and")
    assert np.isnan(found.wage).all()


def test_a_deficit_cannot_be_financed(closing):
    accounts, shock = closing
    alone = 1
    others = [n for n in range(SHAPE[0]) if n != alone]
    shock.open[:, alone, others] = shock.open[:, others, alone] = 0
    found = solved(accounts, shock)
    assert Status(int(found.status.code[0])) is Status.DEFICIT
    assert said(found).startswith("deficit cannot be financed: the bans cut economy 1 off")
    assert np.isnan(found.income).all()
    removed = solved(accounts, shock._replace(deficit_rule=np.int32(REMOVED)))
    assert said(removed) == "solved"


def test_a_group_cut_off_must_balance_as_a_group(closing):
    accounts, shock = closing
    shock.open[:, :2, 2:] = shock.open[:, 2:, :2] = 0
    assert abs(accounts.deficit[:2].sum()) > 1e-3
    assert Status(int(solved(accounts, shock).status.code[0])) is Status.DEFICIT


def test_giving_more_than_is_earned(closing):
    accounts, shock = closing
    shock.transfer[:2] = -3 * accounts.value_added[0], 3 * accounts.value_added[0]
    found = solved(accounts, shock)
    assert Status(int(found.status.code[0])) in (Status.SPENDING, Status.NOT_CONVERGED)
    assert np.isnan(found.income).all()


@pytest.mark.parametrize(
    ("name", "value"),
    [("theta", -1.0), ("delivered", 0.0), ("productivity", np.nan), ("open", 1.5), ("tariff", -1.0)],
)
def test_a_number_out_of_range(closing, name, value):
    accounts, shock = closing
    array = np.array(getattr(shock, name))
    array.reshape(-1)[0] = value
    found = solved(accounts, shock._replace(**{name: array}))
    assert Status(int(found.status.code[0])) is Status.INPUT
    assert np.isnan(found.wage).all()


def test_a_hopeless_economy_leaves_its_neighbour_alone(closing):
    accounts, shock = closing
    broken = unchanged(accounts)
    broken.open[1, 2, :] = 0
    found = solved(accounts, shock, broken)
    assert list(found.status.code) == [Status.SOLVED, Status.NO_SUPPLIER]
    assert worst_gap(accounts, shock, lane(found, 0)) <= 1e-9


def test_the_check_itself_can_fail(closing):
    accounts, shock = closing
    found = lane(solved(accounts, shock), 0)
    assert (
        worst_gap(accounts, shock, found._replace(wage=found.wage * np.array([1 + 1e-7, 1, 1, 1, 1]))) > 1e-8
    )
    other = stacked([shock])._replace(tariff=shock.tariff[None] + 1e-6)
    assert worst_gap(accounts, lane(other, 0), found) > 1e-8


def test_the_trade_model_alone_brings_double_precision():
    code = "from detente.domains.trade import solve, read; import jax; print(jax.numpy.ones(1).dtype)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "float64"
