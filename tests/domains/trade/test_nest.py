"""Inputs that replace each other with an elasticity other than 1."""

import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domains.trade import alone, nest, outcomes, solve
from detente.domains.trade.status import Status
from detente.world.aggregate import keep_economies
from detente.world.embedded import load
from tests.domains.trade.economies import (
    SHAPES,
    book,
    economy,
    lane,
    shocked,
    solved,
    stacked,
    unchanged,
    worst_gap,
)

seeds = st.integers(0, 2**32 - 1)
shapes = st.just(SHAPES[0])
sigmas = st.sampled_from([0.0, 0.05, 0.5, 1.0, 3.0])
few = settings(max_examples=8, deadline=None)


def nested(shock, sigma):
    return shock._replace(substitution=np.float64(sigma))


def drawn(seed, shape, strength=0.3):
    random = np.random.default_rng(seed)
    accounts = economy(random, shape)
    return accounts, shocked(random, accounts, strength)


@few
@given(seeds, shapes, sigmas)
def test_no_shock_changes_nothing(seed, shape, sigma):
    accounts, shock = drawn(seed, shape)
    found = lane(solved(accounts, nested(unchanged(accounts), sigma), nested(shock, sigma)), 0)
    for value in (found.wage, found.price, found.cost):
        np.testing.assert_allclose(value, 1.0, rtol=0, atol=1e-10)
    np.testing.assert_allclose(found.spending, accounts.spending, rtol=1e-9)


@few
@given(seeds, shapes, sigmas)
def test_every_equation_holds_and_the_books_close(seed, shape, sigma):
    """Among them: labour markets clear, trade balances but for deficits, the world's value added stays."""
    accounts, shock = drawn(seed, shape)
    found = solved(accounts, nested(shock, sigma), nested(unchanged(accounts), sigma))
    assert found.status.code[0] == Status.SOLVED
    assert worst_gap(accounts, nested(shock, sigma), lane(found, 0)) < 1e-8


@few
@given(seeds, shapes)
def test_at_an_elasticity_of_one_it_is_cobb_douglas_and_nearby_it_is_near(seed, shape):
    accounts, shock = drawn(seed, shape)
    plain = lane(solved(accounts, shock), 0)
    at = {
        sigma: lane(solved(accounts, nested(shock, sigma)), 0)
        for sigma in (1.0, 1 - 1e-7, 1 - 1e-5, 1 + 1e-5, 0.5)
    }
    np.testing.assert_allclose(at[1.0].price, plain.price, rtol=1e-9)
    np.testing.assert_allclose(at[1.0].flows, plain.flows, rtol=1e-8, atol=1e-9)
    for sigma in (1 - 1e-7, 1 - 1e-5, 1 + 1e-5):
        np.testing.assert_allclose(at[sigma].price, plain.price, rtol=2e-4 * abs(1 - sigma) / 1e-5 + 1e-9)
    assert np.abs(at[0.5].price / plain.price - 1).max() > 1e-6


def kitchen():
    """A closed economy: bread is made of labour and of fuel and flour, and these of labour alone."""
    inputs = np.zeros((1, 3, 3))
    inputs[0, 0, 2], inputs[0, 1, 2] = 0.1, 0.5
    flows = np.array([10.0, 50.0, 100.0])[:, None, None]
    return book(flows, np.zeros((3, 1, 1)), inputs)


@pytest.mark.parametrize("sigma", [0.0, 0.2, 0.7, 1.0, 4.0])
@pytest.mark.parametrize("harvest", [0.5, 0.9, 2.0])
def test_a_closed_economy_loses_what_the_price_index_of_its_inputs_says(sigma, harvest):
    """Real income is (s A^(sigma - 1) + 1 - s)^(-m / (1 - sigma)): fuel is s = 1/6 of inputs, inputs m = 0.6 of cost.

    Labour's wage is the numeraire, fuel costs 1 / A, and bread alone is eaten: two lines of algebra, with the price
    index of Arrow, Chenery, Minhas and Solow (1961).
    """
    accounts = kitchen()
    shock = nested(unchanged(accounts), sigma)
    productivity = np.array([[harvest, 1.0, 1.0]])
    found = solved(accounts, shock, shock._replace(productivity=productivity))
    pair = jax.tree.map(jnp.asarray, outcomes.Comparison(accounts, lane(found, 0), lane(found, 1)))
    share = 1 / 6
    if sigma == 1:
        expected = harvest ** (share * 0.6)
    else:
        expected = (share * harvest ** (sigma - 1) + 1 - share) ** (-0.6 / (1 - sigma))
    assert float(outcomes.real_income(pair)[0]) == pytest.approx(expected - 1, abs=1e-9)


@few
@given(st.floats(0.3, 0.95))
def test_what_is_harder_to_replace_costs_more_to_lose(harvest):
    accounts = kitchen()
    prices = [
        nest.bundle(
            jnp.asarray(accounts.inputs), jnp.asarray([[-np.log(harvest), 0.0, 0.0]]), jnp.asarray(sigma)
        )[0, 2]
        for sigma in (0.0, 0.1, 0.5, 1.0, 2.0)
    ]
    assert all(before > after for before, after in itertools.pairwise(prices))


@few
@given(seeds, sigmas)
def test_shares_of_inputs_still_sum_to_what_inputs_cost(seed, sigma):
    random = np.random.default_rng(seed)
    inputs, log_price = jnp.asarray(economy(random, (3, 2)).inputs), jnp.asarray(random.normal(0, 1, (3, 2)))
    log_bundle = nest.bundle(inputs, log_price, jnp.asarray(sigma))
    used = nest.used(inputs, log_price, log_bundle, jnp.asarray(sigma))
    np.testing.assert_allclose(used.sum(1), inputs.sum(1), rtol=1e-12)


@pytest.mark.parametrize("sigma", [0.3, 1 - 2e-6, 1.0, 1.7])
def test_the_slope_in_the_elasticity_is_that_of_a_small_step(sigma):
    random = np.random.default_rng(1)
    inputs, log_price = jnp.asarray(economy(random, (3, 2)).inputs), jnp.asarray(random.normal(0, 1, (3, 2)))

    def height(at):
        return nest.bundle(inputs, log_price, at).sum()

    step = 1e-3
    rise = (height(jnp.asarray(sigma + step)) - height(jnp.asarray(sigma - step))) / (2 * step)
    assert float(jax.grad(height)(jnp.asarray(sigma))) == pytest.approx(float(rise), rel=1e-4)


def test_an_elasticity_below_zero_is_out_of_range():
    accounts, shock = drawn(0, SHAPES[0])
    assert solved(accounts, nested(shock, -0.1)).status.code[0] == Status.INPUT


def test_a_world_without_it_has_none_of_its_arithmetic():
    accounts, shock = drawn(0, SHAPES[0])
    many = jax.tree.map(lambda array: np.asarray(array)[None], (accounts, stacked((shock, shock))))
    with_it = (many[0], many[1]._replace(substitution=np.full((1, 2), 0.5)))
    assert "log1p" not in str(jax.make_jaxpr(solve.equilibria)(*many))
    assert "log1p" in str(jax.make_jaxpr(solve.equilibria)(*with_it))


def test_a_world_from_python_may_have_one():
    from detente.domains.move import apply
    from detente.domains.trade.moves.ban import Ban

    world = keep_economies(load("world-2014"), ["EU28", "RUS"])
    ban = Ban(between=(("EU28",), ("RUS",)), industries=("mining",))
    assert world.substitution is None
    losses = []
    for sigma in (0.1, 0.9):
        found = alone.solve(apply(ban, world.with_rules(substitution=sigma)))
        assert found.status == "solved"
        losses.append(float(found.real_income.sel(economy="EU28")))
    assert losses[0] < losses[1] < 0
