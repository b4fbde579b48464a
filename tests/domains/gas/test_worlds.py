"""The corridor of a study: its lines, what they cost and save, and how the split follows from them."""

from dataclasses import replace

import numpy as np
import pytest

from detente.bind.problem import bind
from detente.domains.gas.corridor import corridor
from detente.domains.gas.equilibrium import equilibrium
from detente.domains.gas.facts import LINES, load
from detente.domains.gas.worlds import corridors
from detente.domains.split.shares import shares
from detente.domains.trade.draw import traded
from detente.ground.faults import StudyError
from detente.study.read import parse_study

STUDY = """study: line
question: Does the line pay?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [RUS, PRK, KOR]
assumptions:
  gas: {is: numbers of gas, from: gas, source: the table}
  fee: {is: the fee, uniform: 1 to 3, unit: USD/tcm/100km, source: judgement}
  council: {is: consent, choice: [needed, not_needed], source: judgement}
options:
  gas: {facts: gas, cut_chance: 5 %}
  split:
    parties: [RUS, PRK, KOR]
    projects:
      line: {world: fair, needs: [RUS, PRK, KOR], excludes: [ship]}
      ship: {world: sea, needs: [RUS, KOR]}
    council: {party: USA, when: council, projects: [line]}
moves:
  fair_line: {is: a line, pipeline: {line: trans_korea, rule: bargained}}
  oil_line: {is: a line, pipeline: {line: trans_korea, rule: oil_indexed}}
  toll: {is: its fee, transit_fee: {line: trans_korea, fee: fee}}
  ship: {is: by sea, pipeline: {line: sea_lng, rule: bargained}}
worlds: {fair: [fair_line, toll], oil: [oil_line, toll], sea: [ship]}
claims:
  all_gain: {says: All gain., holds: "gas_value[RUS, fair] > 0 and gas_value[KOR, fair] > 0"}
  cheap: {says: It saves., holds: "gas_bill[KOR, oil] < gas_bill[KOR, start]"}
  paid: {says: The North is paid., holds: "shapley[PRK, start] > 0.5 USD bn"}
"""
COUNT = 16


@pytest.fixture(scope="module")
def problem():
    return bind(parse_study(STUDY, "line.yaml"))


@pytest.fixture(scope="module")
def drawn(problem):
    random = np.random.default_rng(0)
    values = {}
    for column in problem.columns:
        given = column.distribution
        if column.name == "council":
            values[column.name] = random.integers(0, 2, COUNT).astype(float)
        elif hasattr(given, "mode"):
            values[column.name] = random.triangular(given.low, given.mode, given.high, COUNT)
        else:
            values[column.name] = random.uniform(given.low, given.high, COUNT)
    found = corridors(problem, values, COUNT)
    return values, found | shares(problem, {**values, **found}, COUNT)


def test_worlds_that_differ_in_lines_alone_share_a_trade_solve(problem):
    assert len(problem.cases) == 5 and len(traded(problem)) == 1


def test_every_number_of_the_table_is_drawn_unless_the_study_sets_it(problem):
    names = {column.name for column in problem.columns}
    assert "gas[lng_price]" in names and "gas[cut_chance]" not in names
    assert next(one for one in problem.columns if one.name == "gas[lng_price]").unit == "USD/MMBtu"


def test_a_split_shares_out_the_best_project_and_an_objector_takes_part(drawn):
    values, found = drawn
    line = sum(found[f"gas_value[{party},fair]"] for party in ("RUS", "PRK", "KOR"))
    ship = sum(found[f"gas_value[{party},sea]"] for party in ("RUS", "KOR"))
    whole = np.maximum(0, np.maximum(line, ship))
    for rule in ("shapley", "nucleolus"):
        shared = sum(found[f"{rule}[{party},start]"] for party in ("RUS", "PRK", "KOR", "USA"))
        np.testing.assert_allclose(shared, whole, atol=1e-6)
    asked = values["council"] == 0
    assert (np.abs(found["shapley[USA,start]"][~asked]) < 1e-9).all()
    better = asked & (line > np.maximum(ship, 0) + 1e-6)
    assert better.any() and (found["shapley[USA,start]"][better] > 0).all()


def test_a_higher_fee_is_north_koreas_gain(problem, drawn):
    values, found = drawn
    dear = corridors(problem, {**values, "fee": values["fee"] + 1}, COUNT)
    assert (dear["gas_value[PRK,fair]"] > found["gas_value[PRK,fair]"]).all()


def test_the_start_world_changes_nothing_and_price_rules_move_no_gas(drawn):
    _, found = drawn
    assert (found["gas_bill[KOR,start]"] > 0).all()
    for party in ("RUS", "KOR", "PRK"):
        assert np.isfinite(found[f"gas_value[{party},oil]"]).all()


def test_faults_of_a_split_are_found_together():
    text = STUDY.replace("needs: [RUS, KOR]", "needs: [RUS, KOX]").replace("world: sea", "world: see")
    with pytest.raises(StudyError) as error:
        bind(parse_study(text, "line.yaml"))
    words = "\n".join(str(fault) for fault in error.value.faults)
    assert "no party of the split 'KOX'" in words and "no world 'see'" in words


def base():
    return load(lines=LINES)


def test_the_base_path_is_the_equilibrium_without_a_line():
    gas = base().with_lines()
    solved, given = equilibrium(gas, solve_base=True), equilibrium(gas)
    np.testing.assert_allclose(solved.flow, given.flow, atol=1e-5)
    np.testing.assert_allclose(solved.price, given.price, atol=1e-5)


def test_a_longer_line_is_never_cheaper_and_a_smaller_one_saves_less():
    gas, without = base(), base().with_lines()
    line = gas.line("trans_korea")

    def made(**terms):
        return corridor(gas.with_lines(line.with_terms(**terms)), without)

    plain, far = made(), made(km=line.km * 1.5, operating=line.operating * 1.5, loss=line.loss * 1.5)
    small = made(capacity=line.capacity * 0.3)
    assert (far.break_even > plain.break_even).all()
    korea = plain.markets.index("KOR")
    assert (small.price_with[..., korea] >= plain.price_with[..., korea] - 1e-9).all()
    assert (plain.price_with[..., korea] < plain.price_without[..., korea]).all()


def test_a_line_of_almost_no_capacity_changes_almost_nothing():
    gas, without = base(), base().with_lines()
    line = gas.line("trans_korea").with_terms(
        capacity=np.asarray(1e-3), capital=np.asarray(0.0), feeder_capital=np.asarray(0.0)
    )
    found = corridor(gas.with_lines(line), without)
    np.testing.assert_allclose(found.npv, 0, atol=5e-3)
    np.testing.assert_allclose(found.flow_with, found.flow_without, atol=2e-3)


def test_cuts_cost_the_buyer_and_no_cut_costs_nobody():
    gas, without = base(), base().with_lines()
    line = gas.line("trans_korea")
    values = [
        corridor(gas.with_lines(line.with_terms(cut_chance=np.asarray([chance]))), without)
        for chance in (0.0, 0.2, 0.5)
    ]
    korea = values[0].parties.index("KOR")
    worth = [float(found.npv[0, korea]) for found in values]
    assert worth[0] > worth[1] > worth[2]


def test_the_order_of_markets_is_that_of_the_world():
    gas = base()
    with pytest.raises(ValueError, match="differ in their markets"):
        corridor(replace(gas, markets=gas.markets[::-1]), gas.with_lines())
