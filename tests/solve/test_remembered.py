"""What a model read last is remembered: the answer is the same to the bit, and is not computed again."""

import numpy as np
import pytest

from detente.bind.problem import bind
from detente.chance.cube import median as centre
from detente.domains.switches import switch, switches
from detente.solve.evaluate import Evaluator
from detente.solve.remembered import Remembered
from detente.study.read import parse_study

# The checks of types in tests look at the first column of a table, so that it counts as read: `both` is.
STUDY = """study: remembered
question: What is computed again?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [RUS, KOR, PRK]
options:
  gas: {lng_price: lng}
assumptions:
  both: {is: what both models read, uniform: 0.1 to 0.2, source: judgement}
  lng: {is: price of LNG at the ship, uniform: 5 to 14, unit: USD/MMBtu, source: judgement}
  duty: {is: a duty, uniform: 0 to 0.5, source: judgement}
  mood: {is: what no model reads, uniform: 0 to 1, source: judgement}
moves:
  line: {is: a gas line, pipeline: {line: trans_korea, rule: bargained, seller_power: both}}
  tax: {is: a duty, tariff: {seller: RUS, buyer: KOR, add: duty + both}}
worlds:
  made: {is: both, moves: [line, tax]}
claims:
  told: {says: It is., holds: "real_income[KOR, made] > 0 and gas_value[KOR, made] > 0 and mood > 0.5"}
"""
MOVED = [  # values, the others at the centre, and what is computed
    ({}, "gas trade"),
    ({"mood": 0.1}, ""),
    ({"lng": 9.0}, "gas"),
    ({"duty": 0.2}, "trade"),
    ({"duty": 0.2, "lng": 9.0}, ""),
    ({"both": 0.12}, "gas trade"),
    ({}, ""),
]


def test_only_what_a_change_is_about_is_computed_again(monkeypatch):
    whole = bind(parse_study(STUDY, "remembered.yaml"))
    middle = {column.name: np.full(1, centre(column)) for column in whole.columns}
    plain, keeping = (Evaluator(whole, switches=switches(whole), keeps=keeps) for keeps in (0, 8))
    said = []

    def spy(model):
        def told(problem, values, count):
            said.append("gas")
            return model(problem, values, count)

        return told

    expected = [plain(middle | {name: np.full(1, one) for name, one in moved.items()}) for moved, _ in MOVED]
    keeping.solves["gas"] = spy(keeping.solves["gas"])
    trade = keeping.solves["trade"]

    class Told:
        reads = trade.reads

        def __call__(self, *words):
            said.append("trade")
            return trade(*words)

    keeping.solves["trade"] = Told()
    computed = []
    for (moved, _), right in zip(MOVED, expected, strict=True):
        said.clear()
        found = keeping(middle | {name: np.full(1, one) for name, one in moved.items()})
        assert found.keys() == right.keys()
        for name, column in right.items():
            np.testing.assert_array_equal(found[name], column, err_msg=name)
        computed.append(" ".join(sorted(said)))
    assert computed == [about for _, about in MOVED]
    off = {switch("line"): np.zeros(1)}
    np.testing.assert_array_equal(keeping(middle | off)["gas_value[KOR,made]"], 0)
    assert keeping(middle)["gas_value[KOR,made]"] == expected[0]["gas_value[KOR,made]"]


def test_an_answer_is_kept_for_the_way_that_it_was_computed_by():
    """What is read may hang on what was read before; a column looked for in vain may come."""
    calls = []

    def compute(values):
        calls.append(1)
        return values["x"] if values["way"] > 0 else values.get("z", -1.0)

    answers = Remembered(4)

    def ask(**values):
        return answers("here", values, compute)

    assert ask(way=1.0, x=2.0, y=0.0) == ask(way=1.0, x=2.0, y=5.0) == 2.0 and len(calls) == 1
    assert ask(way=0.0, x=2.0) == ask(way=0.0, x=3.0) == -1.0 and len(calls) == 2
    assert ask(way=0.0, x=2.0, z=7.0) == 7.0 and ask(way=0.0, x=2.0, z=8.0) == 8.0 and len(calls) == 4
    assert ask(way=1.0, x=3.0) == 3.0 and len(calls) == 5
    assert ask(way=0.0, x=9.0) == -1.0 and len(calls) == 5
    assert answers("elsewhere", {"way": 1.0, "x": 2.0}, compute) == 2.0 and len(calls) == 6


@pytest.mark.parametrize(("keeps", "computed"), [(0, 4), (1, 3), (2, 2)])
def test_the_oldest_answers_are_dropped(keeps, computed):
    calls = []
    answers = Remembered(keeps)
    for x in (1.0, 2.0, 2.0, 1.0):
        answers("", {"x": x}, lambda values: calls.append(values["x"]))
    assert len(calls) == computed
