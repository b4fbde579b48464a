"""The World Input-Output Database at size, where its data are at hand: read from arrays, rebalanced, solved once."""

import runpy
import sys
from pathlib import Path

import numpy as np
import pytest

from detente.domains.trade.alone import solve
from detente.world.rebalance import accounts, gaps

BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"
DATA = BENCHMARKS.parents[1] / "shared" / "data" / "wiod2014_44x50.npz"


@pytest.mark.skipif(not DATA.exists(), reason="the data are not part of Détente")
def test_44_economies_by_50_industries(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    before = set(sys.modules)
    script = runpy.run_path(str(BENCHMARKS / "worlds.py"))
    for name in set(sys.modules) - before:
        if str(BENCHMARKS) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]
    world = script["imported"]()
    assert world.flows.shape == (50, 44, 44) and len(world.economies) == 44
    assert max(float(np.abs(gap).max()) for gap in gaps(accounts(world)).values()) <= 1e-9
    stated = np.load(DATA)["VAn"] * 1e-3
    np.testing.assert_allclose(accounts(world).value_added, stated, rtol=1e-3)
    found = solve(script["embargo"](world))
    assert found.status == "solved" and found.residual <= 1e-10
    loss = found.real_income
    assert float(loss.sel(economy="RUS")) < -0.05 and float(loss.sel(economy="RUS")) == float(loss.min())
    assert float(found.trade.sel(economy="RUS", partner="DEU")) == 0
