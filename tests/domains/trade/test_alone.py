import pytest

from detente.domains.move import apply
from detente.domains.trade.alone import solve
from detente.domains.trade.moves.measures import Measures
from detente.domains.trade.moves.quota import Quota
from detente.domains.trade.outcomes import OUTCOMES
from detente.world.aggregate import keep_economies
from detente.world.embedded import load


@pytest.fixture(scope="module")
def world():
    return keep_economies(load("world-2014"), ["CHN", "RUS", "PRK"])


def test_a_quota_on_a_flow_that_a_measure_caps_is_refused_and_not_solved_wrongly(world):
    fuel = Quota(buyers=("PRK",), industries=("refining",), cap=0.5)
    assert "no flow under two" in solve(apply([Measures("UN"), fuel], world)).status
    alone = solve(apply([fuel], world))
    assert alone.status == "solved"
    assert float(alone.exports_of.sel(partner="PRK", industry="refining").sum()) > 0


def test_a_solve_returns_every_outcome_of_trade_on_the_axes_that_it_declares(world):
    found = solve(world)
    declared = {one.name: one.dims[:-1] for one in OUTCOMES}
    assert {name: found[name].dims for name in found} == declared
    assert (found.output_change == 0).all() and (found.export_taxes == 0).all()
