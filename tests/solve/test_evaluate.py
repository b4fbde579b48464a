import jax
import jax.numpy as jnp
import numpy as np
import pytest

from detente.bind.problem import bind
from detente.domains.trade import solve
from detente.domains.trade.batch import evaluate
from detente.solve.evaluate import Evaluator
from detente.study.evaluate import judge
from detente.study.read import parse_study

STUDY = """study: small
question: Is it?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [CHN, RUS, PRK]
industries: {goods: [agriculture, mining, food, textiles, wood_paper, refining, chemicals, minerals_metals,
  electronics, machinery, vehicles], services_all: [utilities, construction, trade, transport, services]}
assumptions:
  theta: {is: elasticities, from: elasticities, source: papers}
  size: {is: size of North Korea, uniform: 17 to 30, unit: USD bn/year, source: UN}
  share: {is: share banned, uniform: 0.1 to 0.9, source: judgement}
options: {elasticities: theta, gdp: {PRK: size}}
moves:
  un: {is: measures, measures: {authority: UN}}
  all: {is: embargo, ban: {between: [PRK, [CHN, RUS, ROW]]}}
  cut: {is: a ban, ban: {between: [CHN, PRK], share: share}}
start: [un]
worlds: {dark: [cut], sealed: [all]}
claims:
  one: {says: It hurts., holds: "real_income[PRK, dark] < -1 %"}
  two: {says: Sealed., holds: "real_income[PRK, sealed] < 0"}
"""


@pytest.fixture(scope="module")
def problem():
    return bind(parse_study(STUDY, "small.yaml"))


def draws(problem, count, seed=0):
    random = np.random.default_rng(seed)
    values = {}
    for column in problem.columns:
        given = column.distribution
        values[column.name] = random.uniform(given.low, given.high, count)
    return values


def test_outcomes_are_finite_where_solved_and_unknown_where_not(problem):
    found = Evaluator(problem)(draws(problem, 5))
    assert np.isfinite(found["real_income[PRK,dark]"]).all()
    assert (found["status[dark]"] == 0).all()
    assert (found["status[sealed]"] == 3).all()
    assert (found["economy[sealed]"] == problem.world.economies.index("PRK")).all()
    assert np.isnan(found["real_income[PRK,sealed]"]).all()
    assert np.allclose(found["real_income[PRK,start]"], 0, atol=1e-12)


def test_inputs_that_hardly_replace_each_other_cost_more_to_lose(problem):
    """With the option at 1 it is the model without it; below, what is cut costs more where it is an input."""
    text = STUDY.replace("options: {", "options: {input_substitution: sigma, ")
    text = text.replace("assumptions:", "assumptions:\n  sigma: {is: s, uniform: 0 to 2, source: judgement}")
    nested = bind(parse_study(text, "small.yaml"))
    values = {name: np.repeat(column[:1], 3) for name, column in draws(problem, 1).items()}
    plain = Evaluator(problem)(values)["real_income[PRK,dark]"]
    found = Evaluator(nested)(values | {"sigma": np.array([0.05, 1.0, 2.0])})["real_income[PRK,dark]"]
    assert found[1] == pytest.approx(plain[1], rel=1e-8)
    assert found[0] < found[1] < found[2] < 0


def test_a_draw_does_not_depend_on_the_others(problem):
    values = draws(problem, 6)
    together = Evaluator(problem)(values)
    others = {name: np.concatenate([column[:1], column[:0:-1]]) for name, column in values.items()}
    again = Evaluator(problem)(others)
    assert together["real_income[PRK,dark]"][0] == again["real_income[PRK,dark]"][0]


def test_the_margin_has_a_slope_from_gdp_to_the_verdict(problem):
    values = {name: jnp.asarray(column) for name, column in draws(problem, 1).items()}
    claim = problem.claims[0].claim.holds

    def margin(size):
        cells = evaluate(problem, {**values, "size": size[None]})
        return judge(claim, lambda reference: cells["real_income[PRK,dark]"], jnp).margin[0]

    at, step = 24.0, 1e-4
    slope = jax.grad(margin)(at)
    wanted = (margin(jnp.asarray(at + step)) - margin(jnp.asarray(at - step))) / (2 * step)
    assert abs(float(wanted)) > 1e-6
    assert float(slope) == pytest.approx(float(wanted), rel=1e-4)


def test_no_python_loop_stands_around_a_solve(problem, monkeypatch):
    calls = []
    whole = solve.fixed_point.solve
    monkeypatch.setattr(solve.fixed_point, "solve", lambda *args: calls.append(1) or whole(*args))
    counts = []
    for count in (2, 9):
        calls.clear()
        Evaluator(problem)(draws(problem, count))
        counts.append(len(calls))
    assert counts[0] == counts[1] > 0


def test_a_guide_changes_the_road_and_not_the_solution(problem):
    from detente.chance.cube import median as middle

    values = draws(problem, 5)
    guided = Evaluator(problem, {column.name: middle(column) for column in problem.columns})(values)
    plain = Evaluator(problem)(values)
    for name in plain:
        if name.startswith(("real_income", "status")):
            np.testing.assert_allclose(guided[name], plain[name], rtol=0, atol=1e-10)


def test_a_guide_from_elsewhere_does_no_harm(problem):
    evaluator, values = Evaluator(problem, dict.fromkeys(draws(problem, 1), 0.0)), draws(problem, 3)
    trade = evaluator.solves["trade"]
    wild = [one._replace(point=one.point + 5.0, newton=-7.0 * one.newton) for one in trade.guide]
    trade.__dict__["guide"] = wild
    plain = Evaluator(problem)(values)
    for name, column in evaluator(values).items():
        if name.startswith(("real_income", "status")):
            np.testing.assert_allclose(column, plain[name], rtol=0, atol=1e-10)
