"""Worlds are built with NumPy as they are traced, and what is compiled hangs on shapes alone."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from detente.bind.problem import bind
from detente.chance.cube import median as middle
from detente.domains.switches import switch, switches
from detente.domains.table import moves
from detente.domains.trade.batch import GROUP, evaluate
from detente.domains.trade.draw import setup
from detente.solve.evaluate import Evaluator
from detente.study.read import parse_study

EVERY = """study: every
question: What does each move do?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN, RUS, PRK, KOR]
industries: {goods: [agriculture, mining, food, textiles, wood_paper, refining, chemicals, minerals_metals]}
options:
  gdp: {PRK: size}
  trade: {KOR: {CHN: {exports: 100 + 50 * leak}}}
  seeding: {pairs: [[USA, PRK], [PRK, USA]], realisation: leak}
  elasticities: theta
  input_substitution: 0.5 + leak
  deficits: rule
assumptions:
  leak: {is: what goes on, uniform: 0.1 to 0.5, source: judgement}
  size: {is: size of North Korea, uniform: 17 to 30, unit: USD bn/year, source: UN}
  theta: {is: elasticities, from: elasticities, source: papers}
  rule: {is: the rule, choice: {fixed: 1, own_share: 1}, source: judgement}
moves:
  measures: {is: the UN's, measures: {authority: UN, enforcement: {CHN: leak, others: 1}}}
  enforce: {is: they weaken, enforce: {authority: UN, by: {RUS: leak}}}
  lift: {is: they end, lift: {authority: UN, share: leak}}
  ban: {is: a ban, ban: {between: [USA, RUS], share: 1 - leak}}
  quota: {is: a cap, quota: {seller: CHN, buyer: USA, industries: goods, cap: 0.5}}
  drawn: {is: another, quota: {seller: USA, buyer: CHN, industries: goods, cap: leak}}
  tariff: {is: a duty, tariff: {seller: CHN, buyer: USA, add: leak}}
  export_tax: {is: a tax, export_tax: {seller: RUS, buyer: CHN, add: leak}}
  trade_cost: {is: a cost, trade_cost: {between: [KOR, CHN], factor: 1 + leak}}
  rail_link: {is: rails, rail_link: {}}
  deficits: {is: a rule, deficits: {rule: removed}}
  aid: {is: aid, aid: {giver: USA, receiver: PRK, amount: 10 * leak}}
  productivity: {is: growth, productivity: {economy: PRK, factor: 1 + leak}}
start: [measures]
worlds:
  first: [ban, drawn, quota, rail_link, trade_cost, tariff]
  second: [enforce, export_tax, deficits, aid, productivity, quota]
  third: [lift]
claims: {told: {says: It is., holds: "real_income[PRK, first] > -1"}}
"""
COUNT = 3
TRADE = sorted(name for name, kind in moves().items() if kind.rules == "trade")


@pytest.fixture(scope="module")
def problem():
    return bind(parse_study(EVERY, "every.yaml"))


@pytest.fixture(scope="module")
def values(problem):
    drawn = {one.name: np.full(COUNT, middle(one)) for one in problem.columns}
    varied = {"leak": np.array([0.12, 0.3, 0.47]), "size": np.array([18.0, 24.0, 29.0])}
    return drawn | varied | {"rule": np.array([0.0, 1.0, 1.0]), "theta[mining]": np.array([6.0, 9.0, 12.0])}


@pytest.fixture(scope="module")
def traced(problem):
    return jax.jit(lambda values: setup(problem, values, jnp, (COUNT,)))


def made(problem, off=(), on=1.0):
    return {switch(name): np.asarray(0.0 if name in off else on) for name in switches(problem)}


def named(records):
    """Return the arrays of accounts and shocks by name."""
    return {name: np.asarray(one) for record in records for name, one in record._asdict().items()}


def test_every_kind_of_move_that_changes_trade_is_among_these(problem):
    assert {type(one.move).kind for case in problem.cases for one in case.written} == set(TRADE)


@pytest.mark.parametrize("kind", ["none", *TRADE])
def test_worlds_built_with_numpy_are_those_that_are_traced(problem, values, traced, kind):
    off = [name for name, one in problem.study.moves.items() if one.kind == kind or name == kind]
    at = values | made(problem, off)
    built, expected = (named(one) for one in (setup(problem, at, np, (COUNT,)), traced(at)))
    assert built.keys() == expected.keys()
    for name, array in built.items():
        np.testing.assert_allclose(array, expected[name], rtol=1e-12, atol=1e-12, err_msg=name)
    if off:
        usual = named(setup(problem, values | made(problem), np, (COUNT,)))
        assert any((array != usual[name]).any() for name, array in built.items())


def test_switches_of_each_draw_are_built_and_traced_alike(problem, values, traced):
    mixed = {name: np.array([1.0, 0.0, 1.0]) for name in made(problem)}
    built = named(setup(problem, values | mixed, np, (COUNT,)))
    expected = named(jax.jit(lambda values: setup(problem, values, jnp, (COUNT,)))(values | mixed))
    for name, array in built.items():
        np.testing.assert_allclose(array, expected[name], rtol=1e-12, atol=1e-12, err_msg=name)


def test_a_draw_is_built_the_same_alone_and_among_others(problem, values):
    together = named(setup(problem, values, np, (COUNT,)))
    for place in range(COUNT):
        alone = named(setup(problem, {name: column[place] for name, column in values.items()}, np))
        for name, array in alone.items():
            np.testing.assert_allclose(together[name][place], array, rtol=1e-13, atol=1e-13, err_msg=name)


def test_a_run_and_the_traced_evaluation_agree(problem, values):
    found = Evaluator(problem)(values)
    by_trace = jax.jit(lambda values: evaluate(problem, values))(values)
    for name, column in by_trace.items():
        np.testing.assert_allclose(found[name], column, rtol=1e-9, atol=1e-9, err_msg=name)


FIRST = """study: first
question: Is it?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [CHN, RUS, PRK]
industries: {goods: [agriculture, mining, food, textiles, wood_paper, refining, chemicals, minerals_metals]}
assumptions: {share: {is: share banned, uniform: 0.1 to 0.9, source: judgement}}
moves: {cut: {is: a ban, ban: {between: [CHN, PRK], share: share}}}
worlds: {dark: [cut]}
claims: {one: {says: It hurts., holds: "real_income[PRK, dark] < -1 %"}}
"""
OTHER = """study: other
question: Who gains?
argument: {title: B}
as_of: 2018-08-31
world: world-2014
economies: [USA, KOR, JPN]
industries: {much: [mining, food, agriculture, electronics, machinery, vehicles, textiles, chemicals]}
options: {gdp: {KOR: size}, elasticities: theta}
assumptions:
  theta: {is: elasticities, from: elasticities, source: papers}
  size: {is: size of South Korea, uniform: 1300 to 1500, unit: USD bn/year, source: UN}
  duty: {is: a duty, uniform: 0.1 to 0.2, source: judgement}
moves:
  duty: {is: a duty, tariff: {seller: JPN, buyer: USA, add: duty}}
  aid: {is: aid, aid: {giver: USA, receiver: KOR, amount: 100 * duty}}
  rule: {is: a rule, deficits: {rule: removed}}
worlds: {dear: [duty], kind: [aid], both: [duty, aid, rule]}
claims:
  one: {says: It does., holds: "money[KOR, kind] > 0 and trade[USA, JPN, dear] < trade[USA, JPN, start]"}
  two: {says: It does., holds: "wage[JPN, both] < 0 and output[JPN, much, dear] > 0"}
"""


def solved(text, count):
    found = bind(parse_study(text, "shape.yaml"))
    centre = {column.name: middle(column) for column in found.columns}
    return found, Evaluator(found, centre)({name: np.full(count, one) for name, one in centre.items()})


@pytest.mark.parametrize("count", [2, GROUP + 1], ids=["few", "many"])
def test_another_study_of_a_known_shape_compiles_nothing(count):
    heard = []

    def listen(event, seconds, **about):
        heard.append((event, about.get("fun_name")))

    problem, _ = solved(FIRST, count)
    jax.monitoring.register_event_duration_secs_listener(listen)
    try:
        other, found = solved(OTHER, count)
        again = list(heard)
        jax.jit(lambda number: number + count)(1.0)
    finally:
        jax.monitoring.unregister_event_duration_listener(listen)
    assert problem.world.flows.shape == other.world.flows.shape
    assert (found["status[both]"] == 0).all() and (found["money[KOR,kind]"] > 0).all()
    assert again == [] and heard, "what is compiled would be heard"
