"""A move that is switched off is as one that no world ever made."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from detente.bind.problem import bind
from detente.chance.cube import median as middle
from detente.domains.switches import switch, switches, without
from detente.domains.trade.draw import setup, traded
from detente.domains.trade.read import UNLIMITED
from detente.ground.faults import StudyError
from detente.solve.evaluate import Evaluator
from detente.study.read import parse_study

STUDY = """study: switched
question: What does each move do?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN, RUS, PRK, KOR]
industries: {goods: [agriculture, mining, food, textiles, wood_paper, refining, chemicals, minerals_metals]}
assumptions:
  leak: {is: what goes on, uniform: 0 to 0.5, source: judgement}
moves:
  measures: {is: the UN's, measures: {authority: UN}}
  lift: {is: they end, lift: {authority: UN}}
  closed: {is: a ban, ban: {between: [USA, RUS], share: 1 - leak}}
  cap: {is: a cap, quota: {seller: CHN, buyer: USA, industries: goods, cap: 0.5}}
  duty: {is: a duty, tariff: {seller: CHN, buyer: USA, add: leak}}
  rails: {is: rails, rail_link: {}}
  balance: {is: a rule, deficits: {rule: removed}}
  aid: {is: aid, aid: {giver: USA, receiver: PRK, amount: 1}}
  line: {is: a gas line, pipeline: {line: trans_korea}}
start: [measures]
worlds:
  first: [closed, cap, rails]
  second: [lift, duty, cap, balance, aid, line]
claims: {told: {says: It is., holds: "real_income[PRK, first] > -1 and gas_value[RUS, second] > -1000000"}}
"""


def problem(text=STUDY):
    return bind(parse_study(text, "switched.yaml"))


def shocks(found, values):
    """Return the shock of each world, by name."""
    _, stacked = setup(found, values)
    places = list(traded(found))

    def at(place):
        return jax.tree.map(lambda array: array[place], stacked)

    return {
        case.name: at(places.index(tuple(one.name for one in case.about("trade")))) for case in found.cases
    }


def plain(shock):
    """Return a shock with its quotas told apart from the rows that bind nothing."""
    found = {name: np.asarray(array) for name, array in shock._asdict().items() if array is not None}
    caps = found.pop("quota_cap")
    return found | {"caps": np.sort(caps[caps < UNLIMITED]), "quota_cells": found["quota_cells"].sum(0)}


def differ(one, other):
    return any(one[name].shape != other[name].shape or (one[name] != other[name]).any() for name in one)


OFF = [("measures",), ("lift", "cap"), ("closed", "duty"), ("rails", "balance", "aid")]
AT = {"leak": jnp.asarray(0.2)}


@pytest.fixture(scope="module")
def usual():
    return shocks(problem(), AT)


@pytest.mark.parametrize("off", OFF, ids=str)
def test_the_rules_are_those_of_a_study_without_the_move(off, usual):
    whole = problem()
    made = {switch(name): jnp.asarray(float(name not in off)) for name in switches(whole)}
    switched, left_out = shocks(whole, AT | made), shocks(without(whole, off), AT)
    for name, shock in switched.items():
        one, other = plain(shock), plain(left_out[name])
        assert one.keys() == other.keys()
        for field, array in one.items():
            np.testing.assert_allclose(array, other[field], rtol=1e-14, atol=1e-14, err_msg=f"{name} {field}")
    changed = [name for name, shock in switched.items() if differ(plain(shock), plain(usual[name]))]
    made_in = [case.name for case in whole.cases if any(one.name in off for one in case.written)]
    assert changed and set(changed) <= set(made_in)


GAS = (
    STUDY[: STUDY.index("claims:")] + 'claims: {told: {says: It is., holds: "gas_value[RUS, second] > 0"}}\n'
)


def test_gas_lines_are_switched_too_and_nothing_is_asked_of_a_line_that_does_not_stand():
    whole = problem(GAS)
    values = {column.name: np.full(2, middle(column)) for column in whole.columns}
    models = Evaluator(whole, switches=switches(whole))
    on, off = models(values), models(values | {switch("line"): np.zeros(2)})
    assert on["gas_value[RUS,second]"].all() and on["line_flow[second]"].all()
    assert not off["gas_value[RUS,second]"].any() and not off["line_flow[second]"].any()
    assert np.isnan(off["line_price[second]"]).all() and np.isnan(off["lng_break_even[second]"]).all()


def test_a_study_may_leave_moves_out():
    found = problem("without: [closed, line]\n" + STUDY)
    assert {case.name: [one.name for one in case.written] for case in found.cases} == {
        "start": ["measures"],
        "first": ["measures", "cap", "rails"],
        "second": ["measures", "lift", "duty", "cap", "balance", "aid"],
        "base": [],
    }
    with pytest.raises(StudyError, match="no move 'clsed'; did you mean 'closed'"):
        problem("without: [clsed]\n" + STUDY)
