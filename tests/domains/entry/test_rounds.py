"""Whether rounds of a reaction add up in the trade model: the figures that docs/models/entry.md gives."""

import numpy as np
import pytest

from detente.bind.problem import bind
from detente.solve.evaluate import Evaluator
from detente.study.read import parse_study

STUDY = """study: rounds
question: Are rounds linear?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN, RUS, PRK, KOR]
moves:
  cut: {is: a round, ban: {between: [USA, RUS], share: 0.01}}
  cuts: {is: many, ban: {between: [USA, RUS], share: 0.44}}
  duty: {is: a round, tariff: {between: [USA, CHN], add: 4 %}}
  ten: {is: ten, tariff: {between: [USA, CHN], add: 40 %}}
  twenty: {is: twenty, tariff: {between: [USA, CHN], add: 80 %}}
worlds: {cut: [cut], cuts: [cuts], duty: [duty], ten: [ten], twenty: [twenty]}
claims:
  costly: {says: It costs., holds: "money[RUS, cut] < 0"}
"""


def test_rounds_of_bans_add_up_and_rounds_of_duties_do_not():
    found = Evaluator(bind(parse_study(STUDY, "rounds.yaml")))({"draw": np.zeros(1)})

    def times(economy, many, one):
        return float(found[f"money[{economy},{many}]"][0] / found[f"money[{economy},{one}]"][0])

    assert times("RUS", "cuts", "cut") == pytest.approx(44.1, abs=0.05)
    assert times("CHN", "ten", "duty") == pytest.approx(6.5, abs=0.05)
    assert times("CHN", "twenty", "duty") == pytest.approx(8.4, abs=0.05)
