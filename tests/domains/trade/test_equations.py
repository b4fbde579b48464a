"""One sweep of every equation against the same in plain loops, at states that are no equilibrium."""

import jax
import numpy as np
import pytest

from detente.domains.trade import equations
from detente.world.records import FIXED, OWN_SHARE, REMOVED
from tests.domains.trade.economies import economy, shocked

N, J, Q = 3, 2, 2
sweep = jax.jit(equations.sweep)
flows = jax.jit(lambda a, s, w, x: equations.flows(w, equations.trade(a, s, w, x)))


def drawn(seed, sigma):
    """Return accounts in which economy 2 neither uses nor buys good 1, a shock with two quotas, and a state.

    Every other world is tiny: its money is below US$ 1 bn.
    """
    random = np.random.default_rng(seed)
    unit = 1e-4 if seed % 2 else 1.0
    accounts = economy(random, (N, J))
    share, spending, final = accounts.share.copy(), accounts.spending.copy(), accounts.final_share.copy()
    inputs = accounts.inputs.copy()
    share[1, 2], spending[2, 1], final[2] = 0.0, 0.0, [1.0, 0.0]
    inputs[2, 1] = 0.0
    accounts = accounts._replace(
        share=share,
        spending=spending * unit,
        final_share=final,
        inputs=inputs,
        value_added=accounts.value_added * unit,
        deficit=accounts.deficit * unit,
    )
    under = random.integers(0, Q + 1, (J, N, N))
    shock = shocked(random, accounts, 0.5)._replace(
        quota_cells=np.stack([under == quota for quota in range(Q)]).astype(float),
        quota_cap=np.exp(random.uniform(0, 6, Q)) * unit,
        deficit_rule=np.int32((FIXED, OWN_SHARE, REMOVED)[seed % 3]),
        substitution=sigma,
    )
    state = equations.State(
        log_wage=random.uniform(-0.3, 0.3, N),
        log_price=random.uniform(-0.3, 0.3, (N, J)),
        spending_hat=random.uniform(0.7, 1.3, (N, J)),
        log_opening=random.uniform(-1, 0, Q),
    )
    return accounts, shock, state


def cost(a, s, w, P, n, j):
    """Return c_hat and what is spent on each input per unit of output."""
    used = a.inputs[n, :, j]
    if s.substitution is None:
        return w[n] ** a.value_added_share[n, j] * np.prod(P[n] ** used), used
    sigma, whole = s.substitution, used.sum()
    index = (used / whole @ P[n] ** (1 - sigma)) ** (1 / (1 - sigma))
    return w[n] ** a.value_added_share[n, j] * index**whole, used * (P[n] / index) ** (1 - sigma)


def by_hand(a, s, x):
    """Return the state after a sweep, and flows before duty, one number at a time."""
    w, P, opened = np.exp(x.log_wage), np.exp(x.log_price), np.exp(x.log_opening)
    X = x.spending_hat * a.spending
    c = np.array([[cost(a, s, w, P, n, j)[0] for j in range(J)] for n in range(N)])
    g, under = np.zeros((J, N, N)), np.full((J, N, N), -1)
    for j, n, i in np.ndindex(J, N, N):
        delivered = c[i, j] * s.delivered[j, n, i] * (1 + s.tariff[j, n, i]) / (1 + a.tariff[j, n, i])
        g[j, n, i] = a.share[j, n, i] * s.open[j, n, i] * (s.productivity[i, j] / delivered) ** s.theta[j]
        for quota in range(Q):
            if s.quota_cells[quota, j, n, i]:
                under[j, n, i] = quota
                g[j, n, i] *= opened[quota]
    price, traded, duty = np.ones((N, J)), np.zeros((J, N, N)), np.zeros(N)
    for j, n in np.ndindex(J, N):
        if g[j, n].sum() > 0:
            price[n, j] = g[j, n].sum() ** (-1 / s.theta[j])
            paid = g[j, n] / g[j, n].sum() * X[n, j]
            traded[j, n] = paid / (1 + s.tariff[j, n])
            duty[n] += (paid - traded[j, n]).sum()
    sold = traded.sum(1).T
    earned = w * a.value_added
    owed = a.deficit
    if s.deficit_rule == OWN_SHARE:
        owed = w * a.deficit - (w * a.deficit).sum() * earned / earned.sum()
    elif s.deficit_rule == REMOVED:
        owed = np.zeros(N)
    spent = np.zeros((N, J))
    for n, k in np.ndindex(N, J):
        inputs = sum(cost(a, s, w, P, n, j)[1][k] * sold[n, j] for j in range(J))
        spent[n, k] = a.final_share[n, k] * (earned + duty + owed + s.transfer)[n] + inputs
    gap = (a.value_added_share * sold).sum(1) / earned
    wage = w * gap**equations.WAGE_STEP
    wage *= a.value_added.sum() / (wage * a.value_added).sum()
    quantity = traded / (c / s.productivity).T[:, None, :]
    shipped = np.array([quantity[under == quota].sum() for quota in range(Q)])
    return wage, price, spent, np.minimum(1, opened * s.quota_cap / shipped), traded


@pytest.mark.parametrize("sigma", [None, 0.4])
@pytest.mark.parametrize("seed", range(6))
def test_a_sweep_is_every_equation_once(seed, sigma):
    accounts, shock, state = drawn(seed, sigma)
    weight = equations.weights(accounts, shock)
    found = sweep(accounts, shock, weight, state)
    wage, price, spent, opening, traded = by_hand(accounts, shock, state)
    np.testing.assert_allclose(np.exp(found.log_wage), wage, rtol=1e-12)
    np.testing.assert_allclose(np.exp(found.log_price), price, rtol=1e-12)
    there = accounts.spending > 0
    assert not there[2, 1] and found.spending_hat[2, 1] == 1
    np.testing.assert_allclose((found.spending_hat * accounts.spending)[there], spent[there], rtol=1e-12)
    np.testing.assert_allclose(np.exp(found.log_opening), opening, rtol=1e-12)
    np.testing.assert_allclose(flows(accounts, shock, weight, state), traded, rtol=1e-12, atol=1e-17)


def test_openings_bind_in_some_cases_and_not_in_others():
    found = [by_hand(*drawn(seed, None))[3] for seed in range(6)]
    assert (np.array(found) == 1).any() and (np.array(found) < 1).any()


def test_a_quota_that_nothing_is_under_stays_open():
    accounts, shock, state = drawn(0, None)
    shock = shock._replace(quota_cells=0 * shock.quota_cells)
    weight = equations.weights(accounts, shock)
    assert sweep(accounts, shock, weight, state._replace(log_opening=np.zeros(Q))).log_opening.tolist() == [
        0,
        0,
    ]


def test_a_quota_that_nothing_is_under_leaves_slopes_finite():
    accounts, shock, state = jax.tree.map(jax.numpy.asarray, drawn(0, None))
    shock = shock._replace(quota_cells=0 * shock.quota_cells)

    def opened(tariff):
        other = shock._replace(tariff=tariff)
        return equations.sweep(accounts, other, equations.weights(accounts, other), state).log_opening.sum()

    assert (jax.jit(jax.grad(opened))(shock.tariff) == 0).all()
