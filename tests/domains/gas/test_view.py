"""The corridor in the report: its map, its terms, what a cut costs whom, and the fee that a split implies."""

import csv

import numpy as np
import pytest

from detente.audit.judge import judge
from detente.bind.problem import bind
from detente.domains.freight.view.corridor import freight_map
from detente.domains.gas.view.corridor import at_centre, margins, terms
from detente.domains.split.view.shares import fees
from detente.report.show import show
from detente.study.read import parse_study

STUDY = """study: small
question: Whom does it serve?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [RUS, PRK, KOR]
assumptions:
  gas: {is: numbers of the gas world, from: gas, source: its table}
options:
  gas: {facts: gas}
  split: {parties: [RUS, PRK, KOR], projects: {line: {world: piped, needs: [RUS, PRK, KOR]}}}
moves:
  line: {is: a line, pipeline: {line: trans_korea, rule: market}}
  links: {is: links, rail_link: {}}
worlds: {piped: [line], linked: [links]}
claims:
  one: {says: It pays., holds: "gas_value[PRK, piped] > 0"}
"""


@pytest.fixture(scope="module")
def judgement(tmp_path_factory):
    bound = bind(parse_study(STUDY, "small.yaml"))

    def evaluate(values):
        count = len(next(iter(values.values())))
        cells = {cell.name: np.zeros(count) for cell in bound.cells}
        status = {f"status[{case.name}]": np.zeros(count) for case in bound.cases}
        own = {
            "line_flow[piped]": np.full(count, 10.0),
            "transit_income[PRK,piped]": np.full(count, 0.5),
            "shapley[PRK,start]": np.full(count, 1.5),
            "cut_loss[KOR,piped]": np.linspace(1, 2, count),
        }
        return cells | status | own

    return judge(bound, evaluate, tmp_path_factory.mktemp("run"), draws=256)


def test_the_map_is_drawn_where_links_open(judgement):
    found = freight_map(judgement)
    assert "Seoul" in found.svg and found.title
    assert any(row["opens"] for row in found.rows) and not all(row["opens"] for row in found.rows)


def test_terms_are_told_for_worlds_with_lines_and_parties_that_matter(judgement):
    (line,) = terms(judgement)
    assert line.case == "piped" and line.terms["line_flow"][50] == 10
    assert [party for party, _ in line.parties] == ["KOR", "PRK"]


def test_the_fee_that_the_shapley_value_implies_is_their_ratio(judgement):
    (one,) = fees(judgement)
    assert (one.party, one.case) == ("PRK", "piped") and one.times[50] == pytest.approx(3.0)


def test_margins_are_those_of_flows_that_are_there(judgement):
    found = margins(at_centre(judgement))
    assert ("QAT", "KOR") in {(supply, market) for supply, market, _ in found}
    assert all(np.isfinite(value) for _, _, value in found) and len(found) == len({one[:2] for one in found})


def test_the_page_has_the_corridor_and_its_data(judgement, tmp_path):
    text = show(judgement, tmp_path).read_text(encoding="utf-8")
    for words in ("The corridor", "what a cut costs whom", "is 3 times"):
        assert words in text
    with (tmp_path / "data" / "gas-lines.csv").open(encoding="utf-8") as file:
        assert {row["outcome"] for row in csv.DictReader(file)} >= {"line_flow", "cut_loss", "transit_income"}
