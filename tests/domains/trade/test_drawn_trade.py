"""Trade with a partner, and an economy's size, as assumptions: in the draw's world, and in the derivative of it."""

import jax
import numpy as np
import pytest

from detente.bind.problem import bind
from detente.domains.trade.draw import setup, world_of
from detente.ground.faults import StudyError
from detente.study.read import parse_study
from detente.world.rebalance import accounts

STUDY = """
study: drawn
question: How much do the estimates matter?
argument: {title: An example}
as_of: 2018-08-31
world: world-2014
economies: [PRK, CHN, KOR]
options:
  trade: {PRK: {CHN: {exports: sold, imports: sold + 1}, ROW: {imports: 0.4}}}
assumptions:
  sold: {is: exports to China, uniform: [2, 4], unit: USD bn/year, source: judgement}
moves: {ban: {is: China stops buying, ban: {seller: PRK, buyer: CHN, share: 0.5}}}
worlds: {banned: [ban]}
claims: {hurts: {says: x, holds: "real_income[PRK, banned] < 0"}}
"""


def faults(text):
    with pytest.raises(StudyError) as caught:
        bind(parse_study(text, "drawn.yaml"))
    return str(caught.value)


def test_a_draw_sets_trade_and_keeps_value_added():
    problem = bind(parse_study(STUDY, "drawn.yaml"))
    world = world_of(problem, {"sold": jax.numpy.asarray(3.0)})
    prk, chn, rest = (problem.world.economy(code) for code in ("PRK", "CHN", "ROW"))
    assert float(world.flows[:, chn, prk].sum()) == pytest.approx(3.0)
    assert float(world.flows[:, prk, chn].sum()) == pytest.approx(4.0)
    assert float(world.flows[:, prk, rest].sum()) == pytest.approx(0.4)
    np.testing.assert_allclose(
        accounts(world).value_added[prk], accounts(problem.world).value_added[prk], rtol=1e-9
    )


def test_the_base_accounts_have_a_slope_in_what_is_drawn():
    problem = bind(parse_study(STUDY, "drawn.yaml"))

    def openness(sold):
        return setup(problem, {"sold": sold})[0].share[:, 0, 1].sum()

    slope = float(jax.grad(openness)(3.0))
    by_hand = float(openness(3.001) - openness(2.999)) / 0.002
    assert slope == pytest.approx(by_hand, rel=1e-4) and slope != 0


def test_trade_that_cannot_be_drawn_is_a_fault():
    assert "no partner 'CHM'; did you mean 'CHN'?" in faults(STUDY.replace("CHN: {exports", "CHM: {exports"))
    assert "takes no 'export'; did you mean 'exports'?" in faults(
        STUDY.replace("{exports: sold,", "{export: sold,")
    )
    assert "no name 'sodl'; did you mean 'sold'?" in faults(STUDY.replace("exports: sold,", "exports: sodl,"))
    assert "only at the expense of ROW" in faults(STUDY.replace("trade: {PRK", "trade: {ROW"))
