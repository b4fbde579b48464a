"""What must hold in every economy, on random ones of two shapes."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains.trade import outcomes, solve
from detente.world.records import FIXED, OWN_SHARE, REMOVED
from tests.domains.trade.economies import (
    SHAPES,
    book,
    economy,
    lane,
    shocked,
    solved,
    solved_many,
    unchanged,
    worst_gap,
)

seeds = st.integers(0, 2**32 - 1)
shapes = st.sampled_from(SHAPES)
few = settings(max_examples=8, deadline=None)


def drawn(seed, shape, strength=0.3):
    random = np.random.default_rng(seed)
    accounts = economy(random, shape)
    return accounts, shocked(random, accounts, strength)


def compared(accounts, found, end):
    return jax.tree.map(jnp.asarray, outcomes.Comparison(accounts, lane(found, 0), lane(found, end)))


def real_income(accounts, found, end=1):
    pair = compared(accounts, found, end)
    return np.asarray(outcomes.real_income(pair))


@few
@given(seeds, shapes)
def test_no_shock_changes_nothing(seed, shape):
    accounts, shock = drawn(seed, shape)
    found = lane(solved(accounts, unchanged(accounts), shock), 0)
    base = accounts.share * accounts.spending.T[:, :, None] / (1 + accounts.tariff)
    for value in (found.wage, found.price, found.cost, found.opening):
        np.testing.assert_allclose(value, 1.0, rtol=0, atol=1e-10)
    np.testing.assert_allclose(found.spending, accounts.spending, rtol=1e-9)
    np.testing.assert_allclose(found.flows, base, rtol=1e-9)


@few
@given(seeds, shapes, st.sampled_from([1e-6, 1e3, 7.0]))
def test_the_unit_of_money_does_not_matter(seed, shape, unit):
    accounts, shock = drawn(seed, shape)
    money = ("value_added", "deficit", "spending")
    other = accounts._replace(**{name: getattr(accounts, name) * unit for name in money})
    one = solved(accounts, unchanged(accounts), shock)
    two = solved(other, unchanged(other), shock._replace(transfer=shock.transfer * unit))
    assert np.abs(one.wage[1] - 1).max() > 1e-3
    np.testing.assert_allclose(two.wage, one.wage, rtol=1e-9)
    np.testing.assert_allclose(two.price, one.price, rtol=1e-9)
    np.testing.assert_allclose(two.flows, one.flows * unit, rtol=1e-8)
    np.testing.assert_allclose(two.income, one.income * unit, rtol=1e-9)


PAIRS = ("share", "tariff", "delivered", "open", "quota_cells")
"""Arrays that end in buyer and seller."""
NEUTRAL = ("theta", "deficit_rule", "quota_cap", "export_tax", "substitution")
"""Arrays without an axis of economies, or that these shocks leave out."""


@few
@given(seeds, shapes)
def test_the_order_of_economies_does_not_matter(seed, shape):
    accounts, shock = drawn(seed, shape)
    order = np.random.default_rng(seed + 1).permutation(shape[0])

    def reordered(arrays):
        return arrays._replace(
            **{
                name: value[..., order, :][..., order] if name in PAIRS else value[order]
                for name, value in arrays._asdict().items()
                if name not in NEUTRAL
            }
        )

    one = solved(accounts, unchanged(accounts), shock)
    two = solved(reordered(accounts), reordered(unchanged(accounts)), reordered(shock))
    np.testing.assert_allclose(two.wage, one.wage[:, order], rtol=1e-9)
    np.testing.assert_allclose(two.price, one.price[:, order], rtol=1e-9)
    np.testing.assert_allclose(two.flows, one.flows[:, :, order][..., order], rtol=1e-8)


@few
@given(seeds, shapes, st.sampled_from([FIXED, OWN_SHARE, REMOVED]))
def test_everything_adds_up(seed, shape, rule):
    accounts, shock = drawn(seed, shape, strength=0.6)
    shock = shock._replace(deficit_rule=np.int32(rule))
    found = lane(solved(accounts, unchanged(accounts), shock), 1)
    assert found.status.code == 0
    assert worst_gap(accounts, shock, found) <= 1e-9
    output, earned = found.flows.sum(1).T, found.wage * accounts.value_added
    used = np.einsum("nkj,nj->n", accounts.inputs, output)
    total = earned.sum()
    balance = found.flows.sum((0, 2)) - found.flows.sum((0, 1))
    np.testing.assert_allclose(found.spending.sum(1) - used, found.income, rtol=1e-9)
    np.testing.assert_allclose((accounts.value_added_share * output).sum(1), earned, rtol=1e-9)
    np.testing.assert_allclose(total, accounts.value_added.sum(), rtol=1e-9)
    np.testing.assert_allclose(balance.sum(), 0, atol=1e-9 * total)
    np.testing.assert_allclose(balance, found.income - earned - found.duties, atol=1e-9 * total)
    np.testing.assert_allclose(found.duties, (shock.tariff * found.flows).sum((0, 2)), rtol=1e-9)
    np.testing.assert_allclose(found.income.sum(), total + found.duties.sum(), rtol=1e-9)
    if rule == FIXED:
        np.testing.assert_allclose(balance, accounts.deficit + shock.transfer, atol=1e-9 * total)
    if rule == REMOVED:
        np.testing.assert_allclose(balance, shock.transfer, atol=1e-9 * total)


@few
@given(seeds, shapes)
def test_a_small_shock_is_the_first_order_formula(seed, shape):
    random = np.random.default_rng(seed)
    accounts, size = economy(random, shape), 1e-4
    change = size * random.uniform(-1, 1, accounts.tariff.shape) * (1 - np.eye(shape[0]))
    start = unchanged(accounts)
    up, down = (start._replace(tariff=accounts.tariff + sign * change) for sign in (1, -1))
    exact, first = [], []
    for shock in (up, down):
        found = solved(accounts, start, shock)
        pair = compared(accounts, found, 1)
        exact.append(np.log1p(np.asarray(outcomes.real_income(pair))))
        first.append(np.asarray(outcomes.welfare_first_order(pair)))
    slope, formula = (exact[0] - exact[1]) / 2, (first[0] - first[1]) / 2
    np.testing.assert_allclose(slope, formula, rtol=0, atol=1e-4 * np.abs(formula).max())


@few
@given(seeds, st.floats(1.5, 10))
def test_autarky_in_one_industry_is_the_closed_form(seed, theta):
    random = np.random.default_rng(seed)
    accounts = economy(random, (4, 1), duty=0.0)
    start = unchanged(accounts, theta=theta, rule=REMOVED)
    found = solved(accounts, start, start._replace(open=np.eye(4)[None]))
    trading = lane(found, 0)
    home = np.diagonal(trading.flows[0]) / trading.spending[:, 0]
    beta = accounts.value_added_share[:, 0]
    np.testing.assert_allclose(
        1 / (1 + real_income(accounts, found)), home ** (-1 / (theta * beta)), rtol=1e-9
    )
    assert (home < 1).all()


@few
@given(seeds)
def test_trade_that_costs_without_bound_tends_to_a_ban(seed):
    accounts, shock = drawn(seed, (3, 2))
    cells = np.zeros_like(accounts.tariff)
    cells[0, 1, 2] = cells[1, 0, 2] = 1.0
    banned = lane(solved(accounts, shock, shock._replace(open=shock.open * (1 - cells))), 1)
    assert banned.flows[0, 1, 2] == banned.flows[1, 0, 2] == 0
    gaps = []
    for cost in (2.0, 20.0, 1e7):
        dear = shock._replace(theta=np.full(2, 4.0), delivered=shock.delivered * (1 + (cost - 1) * cells))
        end = shock._replace(theta=np.full(2, 4.0), open=shock.open * (1 - cells))
        found = solved(accounts, dear, end)
        gaps.append(np.abs(found.wage[0] / found.wage[1] - 1).max())
    assert gaps[0] > gaps[1] > gaps[2]
    assert gaps[2] <= 1e-9 < gaps[0]


@few
@given(seeds)
def test_a_lane_does_not_see_its_neighbours(seed):
    shape = SHAPES[0]
    ours, others = drawn(seed, shape), [drawn(seed + 1 + n, shape, 1.0) for n in range(4)]
    hopeless = unchanged(others[3][0])._replace(open=np.zeros_like(others[3][0].share))
    one = lane(solved_many([ours[0], others[0][0]], [ours[1], others[0][1]]), 0)
    two = lane(solved_many([ours[0], others[1][0]], [ours[1], others[1][1]]), 0)
    three = lane(solved_many([ours[0], others[3][0]], [ours[1], hopeless]), 0)
    for other in (two, three):
        for left, right in zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True):
            assert left.tobytes() == right.tobytes()


@pytest.fixture(scope="module")
def sloped():
    """Real income of economy 0 as a function of a duty, an elasticity and a gift, with its gradient."""
    accounts, shock = drawn(11, (3, 2))
    start = jax.tree.map(jnp.asarray, unchanged(accounts))
    cells = np.zeros_like(accounts.tariff)
    cells[0, 0, 1] = 1.0

    def income(numbers):
        duty, theta, gift = numbers
        end = jax.tree.map(jnp.asarray, shock)._replace(
            tariff=start.tariff + duty * cells,
            theta=start.theta.at[1].set(theta),
            transfer=jnp.array([1.0, -1.0, 0.0]) * gift,
            deficit_rule=start.deficit_rule,
        )
        cases = jax.tree.map(lambda *rows: jnp.stack(rows)[None], start, end)
        found = solve.equilibria(jax.tree.map(lambda array: jnp.asarray(array)[None], accounts), cases)
        before, after = (jax.tree.map(lambda array, at=at: array[0, at], found) for at in (0, 1))
        return outcomes.real_income(outcomes.Comparison(accounts, before, after))[0]

    return jax.jit(jax.value_and_grad(income))


@pytest.mark.parametrize("which", [0, 1, 2], ids=["duty", "theta", "gift"])
def test_the_gradient_is_that_of_finite_differences(sloped, which):
    at, step = np.array([0.2, 5.0, 0.05]), 1e-4
    move = step * np.eye(3)[which]
    difference = (sloped(at + move)[0] - sloped(at - move)[0]) / (2 * step)
    slope = float(sloped(at)[1][which])
    assert abs(slope) > 1e-4
    assert slope == pytest.approx(float(difference), rel=1e-5, abs=1e-8)


def capped(accounts, shock, cap):
    cells = np.zeros((1, *accounts.tariff.shape))
    cells[0, 0, 1, 0] = cells[0, 1, 1, 2] = 1.0
    base = accounts.share * accounts.spending.T[:, :, None] / (1 + accounts.tariff)
    most = cap * (base * cells[0]).sum()
    return shock._replace(quota_cells=cells, quota_cap=np.array([most])), cells[0], most


@few
@given(seeds, shapes, st.floats(0.05, 0.8))
def test_a_quota_meets_its_cap(seed, shape, cap):
    accounts = economy(np.random.default_rng(seed), shape)
    tight, cells, most = capped(accounts, unchanged(accounts), cap)
    found = lane(solved(accounts, unchanged(accounts), tight), 1)
    assert found.status.code == 0
    quantity = (found.flows / found.cost.T[:, None, :] * cells).sum()
    assert quantity == pytest.approx(most, rel=1e-8)
    assert found.opening[0] < 1
    assert worst_gap(accounts, tight, found) <= 1e-9


@few
@given(seeds, shapes)
def test_a_loose_quota_does_nothing(seed, shape):
    accounts, shock = drawn(seed, shape, 0.1)
    loose, _, _ = capped(accounts, shock, 50.0)
    found = solved(accounts, shock, loose)
    assert found.opening[1, 0] == 1
    np.testing.assert_allclose(found.wage[1], found.wage[0], rtol=1e-10)
    np.testing.assert_allclose(found.flows[1], found.flows[0], rtol=1e-8)


def test_books_close_in_the_generator():
    accounts = economy(np.random.default_rng(3), (5, 3), empty=0.3)
    assert (accounts.final_share > 0).all()
    np.testing.assert_allclose(accounts.share.sum(2), 1, rtol=1e-12)
    base = accounts.share * accounts.spending.T[:, :, None] / (1 + accounts.tariff)
    again = book(base, accounts.tariff, accounts.inputs)
    np.testing.assert_allclose(again.value_added, accounts.value_added, rtol=1e-12)
    np.testing.assert_allclose(accounts.deficit.sum(), 0, atol=1e-9)
