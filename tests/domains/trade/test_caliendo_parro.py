"""Caliendo and Parro (2015): the effects of NAFTA's duties, against their own program's numbers."""

from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from detente.domains import pytrees  # noqa: F401  (double precision)
from detente.domains.trade import equations, outcomes, solve, welfare

TABLES = Path(__file__).parents[4] / "shared" / "data" / "cp2015.npz"
MEXICO, CANADA, STATES = 19, 4, 29
NAFTA = [MEXICO, CANADA, STATES]

pytestmark = pytest.mark.skipif(
    not TABLES.exists(), reason="the replication data of Caliendo and Parro are not at ../shared/data"
)


def shock(theta, tariff):
    industries, economies = tariff.shape[:2]
    return equations.Shock(
        theta=theta,
        tariff=tariff,
        delivered=np.ones_like(tariff),
        open=np.ones_like(tariff),
        productivity=np.ones((economies, industries)),
        transfer=np.zeros(economies),
        deficit_rule=np.int32(0),
        quota_cells=np.zeros((0, *tariff.shape)),
        quota_cap=np.zeros(0),
    )


@pytest.fixture(scope="module")
def nafta():
    data = np.load(TABLES)
    before, then = data["tau93"] - 1, data["tau05"] - 1
    accounts = equations.Accounts(
        share=data["Din"],
        tariff=before,
        value_added_share=data["B"].T,
        inputs=data["G"] * (1 - data["B"].T)[:, None, :],
        final_share=data["alphas"].T,
        value_added=data["VAn"],
        deficit=-data["Sn"],
        spending=data["X0"].T,
    )
    after = before.copy()
    for buyer in NAFTA:
        for seller in NAFTA:
            if buyer != seller:
                after[:, buyer, seller] = then[:, buyer, seller]
    cases = [shock(1 / data["T"], tariff) for tariff in (before, after)]
    shocks = jax.tree.map(lambda *rows: jnp.stack(rows)[None], *cases)
    found = jax.jit(solve.equilibria)(jax.tree.map(lambda a: jnp.asarray(a)[None], accounts), shocks)
    start, end = (jax.tree.map(lambda a, place=place: a[0, place], found) for place in (0, 1))
    return outcomes.Comparison(jax.tree.map(jnp.asarray, accounts), start, end)


def percent(values):
    return 100 * np.asarray(values)[NAFTA]


def test_it_converges(nafta):
    assert int(nafta.start.status.code) == int(nafta.end.status.code) == 0
    assert float(nafta.end.residual) <= 1e-10


def test_welfare_and_its_parts_in_table_2(nafta):
    parts = welfare.first_order(nafta.accounts, nafta.end)
    np.testing.assert_allclose(
        percent(parts.terms_of_trade), [-0.41177, -0.10810, 0.043532], rtol=0, atol=5e-6
    )
    np.testing.assert_allclose(
        percent(parts.volume_of_trade), [1.7239, 0.044286, 0.041222], rtol=0, atol=5e-5
    )
    np.testing.assert_allclose(
        percent(outcomes.welfare_first_order(nafta)), [1.3121, -0.063816, 0.084753], rtol=0, atol=5e-5
    )
    small = percent(outcomes.welfare_first_order(nafta))[1:]
    np.testing.assert_allclose(small, [-0.063816, 0.084753], rtol=0, atol=1e-6)


def test_real_wage_in_table_2(nafta):
    np.testing.assert_allclose(
        percent(outcomes.real_wage(nafta)), [1.7153, 0.32283, 0.11244], rtol=5e-5, atol=0
    )


def test_exact_real_income(nafta):
    np.testing.assert_allclose(
        percent(outcomes.real_income(nafta)), [0.0073, -0.1101, 0.0741], rtol=0, atol=5e-5
    )


@pytest.mark.parametrize(
    ("buyer", "seller", "growth"),
    [
        (MEXICO, CANADA, 116.60),
        (MEXICO, STATES, 118.31),
        (CANADA, MEXICO, 58.57),
        (CANADA, STATES, 9.49),
        (STATES, MEXICO, 109.54),
        (STATES, CANADA, 6.57),
    ],
)
def test_growth_of_imports_in_table_5(nafta, buyer, seller, growth):
    now, base = nafta.end.flows[:, buyer, seller].sum(), nafta.start.flows[:, buyer, seller].sum()
    assert 100 * (now / base - 1) == pytest.approx(growth, abs=0.005)
