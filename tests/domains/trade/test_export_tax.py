"""Taxes on exports: the equations again, Lerner's symmetry, and a quota that counts what is shipped."""

import numpy as np
import pytest

from detente.domains.trade.status import Status
from detente.world.records import REMOVED
from tests.domains.trade.economies import economy, lane, shocked, solved, unchanged, worst_gap

SHAPE = (3, 2)
ABROAD = 1 - np.eye(SHAPE[0])


def taxed(shock, rates):
    return shock._replace(export_tax=np.broadcast_to(rates, shock.tariff.shape).astype(float))


@pytest.mark.parametrize("seed", range(5))
def test_every_equation_holds_with_taxes_and_subsidies_on_exports(seed):
    random = np.random.default_rng(seed)
    accounts = economy(random, SHAPE)
    rates = random.uniform(-0.2, 0.6, accounts.tariff.shape) * ABROAD
    shock = taxed(shocked(random, accounts, 0.5), rates)
    found = lane(solved(accounts, taxed(unchanged(accounts), 0.0), shock), 1)
    assert found.status.code == Status.SOLVED
    assert np.abs(found.export_taxes).min() > 0
    assert worst_gap(accounts, shock, found) <= 1e-9


def test_a_tax_of_nought_is_no_tax():
    accounts = economy(np.random.default_rng(3), SHAPE)
    shock = shocked(np.random.default_rng(4), accounts, 0.5)
    with_it, without = solved(accounts, taxed(shock, 0.0)), solved(accounts, shock)
    np.testing.assert_allclose(with_it.wage, without.wage, rtol=1e-12)
    np.testing.assert_allclose(with_it.income, without.income, rtol=1e-12)
    assert (with_it.export_taxes == 0).all()


def test_a_tax_on_all_exports_is_a_duty_on_all_imports():
    """Lerner 1936, The symmetry between import and export taxes, Economica 3:306-313."""
    accounts = economy(np.random.default_rng(5), SHAPE, duty=0.0)
    base = taxed(unchanged(accounts, rule=REMOVED), 0.0)
    duty = np.zeros(accounts.tariff.shape)
    duty[:, 0, 1:] = 0.3
    tax = np.zeros(accounts.tariff.shape)
    tax[:, 1:, 0] = 0.3
    found = solved(accounts, base._replace(tariff=duty), taxed(base, tax), base)
    real = found.income / np.exp((accounts.final_share * np.log(found.price)).sum(2))
    np.testing.assert_allclose(real[1], real[0], rtol=1e-8)
    assert np.abs(real[2] / real[0] - 1).max() > 1e-3


def test_a_closed_economy_has_nothing_to_tax():
    accounts = economy(np.random.default_rng(6), SHAPE)
    shock = taxed(unchanged(accounts, rule=REMOVED), 0.5 * ABROAD)._replace(
        open=np.broadcast_to(np.eye(3), accounts.tariff.shape)
    )
    found = lane(solved(accounts, shock), 0)
    assert found.status.code == Status.SOLVED and (found.export_taxes == 0).all()


def test_a_tax_that_leaves_no_price_is_out_of_range():
    accounts = economy(np.random.default_rng(7), SHAPE)
    assert solved(accounts, taxed(unchanged(accounts), -1.0 * ABROAD)).status.code[0] == Status.INPUT


def test_a_quota_counts_what_is_shipped_when_productivity_changes():
    """A quantity is a value at the seller's base-year prices: what a unit costs at the gate is c_hat / A_hat."""
    random = np.random.default_rng(8)
    accounts = economy(random, SHAPE)
    cells = np.zeros((1, *accounts.tariff.shape))
    cells[0, 0, 1, 0] = 1
    before = accounts.share[0, 1, 0] * accounts.spending[1, 0] / (1 + accounts.tariff[0, 1, 0])
    shock = unchanged(accounts)._replace(
        productivity=np.array([[1.5, 1.0], [1.0, 1.0], [1.0, 1.0]]),
        quota_cells=cells,
        quota_cap=np.array([0.4 * before]),
    )
    found = lane(solved(accounts, shock), 0)
    assert found.status.code == Status.SOLVED and found.opening[0] < 1
    shipped = found.flows[0, 1, 0] / (found.cost[0, 0] / 1.5)
    assert shipped == pytest.approx(0.4 * before, rel=1e-9)


def test_volume_of_output_falls_where_exports_are_taxed():
    import detente
    from detente.domains.trade.moves.export_tax import ExportTax
    from detente.world.aggregate import keep_economies

    world = keep_economies(detente.load_world("world-2014"), ["USA", "CHN", "RUS"])
    tax = ExportTax(sellers=("RUS",), industries=("mining",), set=0.3)
    found = detente.trade.solve(detente.apply(tax, world))
    assert found.status == "solved"
    assert found.output_change.dims == ("economy", "industry")
    fell = float(found.output_change.sel(economy="RUS", industry="mining"))
    assert -0.8 < fell < -0.1
    assert float(found.output_change.sel(economy="USA", industry="mining")) > 0
    flows = found.exports_of.sel(economy="RUS", industry="mining").drop_sel(partner="RUS").sum()
    assert float(found.export_taxes.sel(economy="RUS")) == pytest.approx(float(flows) * 0.3 / 1.3, rel=1e-9)
    assert float(found.export_taxes.sel(economy="USA")) == 0
