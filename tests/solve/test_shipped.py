"""Shipped studies of the trade model: a formula against its paper, and a small run of the cheapest."""

import numpy as np
import pytest

from detente.run import load
from detente.study.evaluate import evaluate

GAS = "germany-gas-2022"


@pytest.fixture(scope="module")
def germany():
    return load(GAS)


@pytest.mark.parametrize(
    ("share", "shortfall", "elasticity", "told"),
    [(0.01, 0.3, 0.1, 0.023), (0.04, 0.1, 0.04, 0.015)],
)
def test_germanys_loss_is_what_the_paper_prints(germany, share, shortfall, elasticity, told):
    """Bachmann and others 2022, as told by Geerolf 2022 (Revue de l'OFCE 179): 1.5 % to 2.3 % of GDP."""
    values = {"gas_share": share, "shortfall": shortfall, "replacing_gas": elasticity}
    loss = germany.problem.study.quantities["loss"].expression
    assert evaluate(loss, lambda reference: values[reference.name], np) == pytest.approx(told, abs=0.001)


@pytest.mark.parametrize("name", ["loss", "loss_if_harder"])
def test_germanys_loss_is_first_order_where_little_is_missing(germany, name):
    values = {"gas_share": 0.01, "shortfall": 1e-6, "replacing_gas": 0.13}
    one = germany.problem.study.quantities
    found, first = (
        evaluate(one[quantity].expression, lambda reference: values[reference.name], np)
        for quantity in (name, "first_order")
    )
    assert found == pytest.approx(first, rel=1e-4)


def test_a_small_run_solves_every_draw_and_judges_every_claim(germany, tmp_path):
    found = germany.run(draws=256, out=tmp_path, flips=0)
    assert set(found.verdicts) == set(germany.problem.study.claims)
    assert all(verdict.unknown == 0 for verdict in found.verdicts.values())
    assert found.verdicts["europe_below_one"].share == 1
    assert 0.5 < found.verdicts["substantial_but_manageable"].share < 0.95
    assert [one.event.happened for one in found.forecasts] == [True, False]
