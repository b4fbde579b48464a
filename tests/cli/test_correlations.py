"""Assumptions that move together, from the file to the report and to what two runs differ in."""

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from scipy import stats

from detente.cli.main import main

STUDY = """
study: tied
question: Does it hold?
argument: {title: An example}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN]
assumptions:
  size: {is: the size, normal: [MEAN, 1], source: a survey}
  cost: {is: the cost, normal: [0, 1], source: judgement}
  tilt: {is: the tilt, normal: [0, 1], source: a survey}
TIES
claims:
  pays: {says: It pays., holds: size + cost > 1}
  cheap: {says: It is cheap., holds: cost + 0.1 * tilt < 0.5}
"""


def ties(**ranks):
    rows = [
        f"  - {{between: [{', '.join(pair.split('_'))}], rank: {rank}, source: a survey of both}}"
        for pair, rank in ranks.items()
    ]
    return "\n".join(["correlations:", *rows]) if rows else ""


def pearson(rank):
    return 2 * np.sin(np.pi * rank / 6)


def share(rank, mean=0.0):
    return stats.norm.sf((1 - mean) / np.sqrt(2 + 2 * pearson(rank)))


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder, known = tmp_path_factory.mktemp("runs"), {}

    def run(*words, mean=0, **ranks):
        key = str((words, mean, sorted(ranks.items())))
        if key not in known:
            path, out = folder / f"{len(known)}.yaml", folder / str(len(known))
            path.write_text(STUDY.replace("MEAN", str(mean)).replace("TIES", ties(**ranks)), encoding="utf-8")
            done = CliRunner().invoke(
                main, ["run", str(path), "--draws", "8192", "--out", str(out), *words], env={"COLUMNS": "200"}
            )
            assert done.exit_code == 0, done.output
            known[key] = str(out), str(path), done.output
        return known[key]

    return run


def invoke(*words):
    done = CliRunner().invoke(main, list(words), env={"COLUMNS": "200"})
    assert done.exit_code == 0, done.output
    return done.output


def causes(one, two, claim="pays"):
    found = json.loads(invoke("diff", one[0], two[0], "--json"))
    moved = {name["claim"]: name for name in found["claims"]}[claim]
    return found["changed"], {cause["name"]: cause for cause in moved["causes"]}, moved


def test_check_reads_them_back(runs):
    *_, path, _ = runs(size_cost=0.6)
    said = invoke("check", path)
    assert "Drawn together (rank correlations; every other pair is independent)" in said
    assert "  size and cost: 0.6; source: a survey of both" in said
    assert "warning" not in said
    fixed = invoke("check", path, "--set", "cost=1")
    assert "warning: size and cost (rank 0.6) do not move together: size is drawn from its own range" in fixed
    assert "Drawn together" not in invoke("check", runs()[1])


def test_the_report_and_its_data_show_them(runs):
    out, path, _ = runs(size_cost=0.6)
    page = (Path(out) / "report.html").read_text(encoding="utf-8")
    assert "Drawn together" in page
    assert "moves with <code>cost</code>, rank 0.6" in page
    assert "the pale bar is of size, cost together" in page
    data = (Path(out) / "data" / "correlations.csv").read_text(encoding="utf-8")
    (row,) = csv.DictReader(data.splitlines())
    assert (row["assumption"], row["moves_with"], row["rank"]) == ("size", "cost", "0.6")
    assert float(row["rank_of_draws"]) == pytest.approx(0.6, abs=0.005)
    results = json.loads((Path(out) / "results.json").read_text(encoding="utf-8"))
    assert results["correlations"][0]["between"] == ["size", "cost"]
    assert results["verdicts"]["pays"]["share"] == pytest.approx(share(0.6), abs=0.005)
    assert "its own part alone, once that is known, tells" in page
    said = invoke("show", path, "pays", "--out", out)
    assert re.search(r"moves with cost \(rank 0\.6\), its own part alone tells \d+(\.\d)? %", said)


def test_a_report_without_them_says_nothing_of_them(runs):
    out, *_ = runs()
    page = (Path(out) / "report.html").read_text(encoding="utf-8")
    assert "Drawn together" not in page and "moves with" not in page


def test_a_run_with_one_side_set_warns_and_draws_the_other_from_its_own_range(runs):
    out, _, said = runs("--set", "cost=1", size_cost=0.6)
    assert "warning: size and cost (rank 0.6) do not move together" in said
    results = json.loads((Path(out) / "results.json").read_text(encoding="utf-8"))
    # P(size > 0) is 1/2; given cost = 1 it would be Phi(r / sqrt(1 - r^2)) = 0.78.
    assert results["verdicts"]["pays"]["share"] == pytest.approx(0.5, abs=0.005)
    assert results["correlations"] == [] and results["lapsed_correlations"][0]["rank"] == 0.6


def test_another_rank_is_told_as_what_moved_a_verdict(runs):
    changed, found, moved = causes(runs(size_cost=0.2), runs(size_cost=0.7))
    assert [(one["kind"], one["name"], one["before"], one["after"]) for one in changed] == [
        ("correlation", "cost ~ size", "rank 0.2", "rank 0.7")
    ]
    cause = found["cost ~ size"]
    assert cause["told"] and cause["kind"] == "correlation"
    exact = share(0.7) - share(0.2)
    assert cause["move"] == pytest.approx(exact, abs=0.01)
    assert cause["interval"]["low"] < exact < cause["interval"]["high"]
    assert moved["sentence"].startswith("cost ~ size moved it by +")
    said = invoke("diff", runs(size_cost=0.2)[0], runs(size_cost=0.7)[0])
    assert "changed correlations" in said and "cost ~ size: rank 0.2 -> rank 0.7" in said


def test_a_new_correlation_moves_nothing_that_rests_on_one_side_alone(runs):
    changed, found, moved = causes(runs(), runs(size_cost=0.7), "cheap")
    assert changed[0]["before"] == "" and changed[0]["after"] == "rank 0.7"
    assert found == {} and not moved["moved"]


def test_a_new_range_of_one_that_moves_with_another_takes_the_copula_along(runs):
    one, two = runs(size_cost=0.6), runs(size_cost=0.6, mean=0.5)
    _, found, moved = causes(one, two)
    exact = share(0.6, 0.5) - share(0.6)
    assert found["size"]["move"] == pytest.approx(exact, abs=0.01)
    assert found["size"]["interval"]["low"] < exact < found["size"]["interval"]["high"]
    assert abs(moved["left"]) < 0.015


def test_a_new_range_and_a_new_rank_add_up_to_both_at_once(runs):
    one, two = runs(size_cost=0.2), runs(size_cost=0.6, mean=0.5)
    _, found, moved = causes(one, two)
    assert found["size"]["move"] == pytest.approx(share(0.2, 0.5) - share(0.2), abs=0.01)
    assert found["cost ~ size"]["move"] == pytest.approx(share(0.6) - share(0.2), abs=0.01)
    both = found["all told by the first run's draws"]["move"]
    assert both == pytest.approx(share(0.6, 0.5) - share(0.2), abs=0.015)
    assert abs(moved["left"]) < 0.02


def test_a_set_value_is_told_with_its_correlation_gone(runs):
    # From P(size + cost > 1) at rank 0.6 to P(size > 0), which the draws near cost = 1 alone would put at 0.78.
    one, two = runs(size_cost=0.6), runs("--set", "cost=1", size_cost=0.6)
    changed, found, _ = causes(one, two)
    assert {name["kind"] for name in changed} == {"assumption", "correlation"}
    assert set(found) == {"cost"}
    assert found["cost"]["told"] and found["cost"]["by"] == "first"
    assert found["cost"]["move"] == pytest.approx(0.5 - share(0.6), abs=0.04)


def test_ranks_of_a_group_are_told_at_once(runs):
    one = runs(size_cost=0.5, cost_tilt=0.3)
    two = runs(size_cost=0.2, cost_tilt=0.6)
    _, found, _ = causes(one, two)
    assert set(found) == {"correlations of size, cost, tilt"}
    assert found["correlations of size, cost, tilt"]["move"] == pytest.approx(
        share(0.2) - share(0.5), abs=0.015
    )


def test_a_run_with_correlations_is_verified_and_goes_on(runs):
    out, path, _ = runs(size_cost=0.6)
    assert "the assumptions of every draw are those that the seed gives" in invoke("verify", out)
    again = invoke("run", path, "--draws", "8192", "--out", out)
    assert "(8 of 8 batches found finished)" in again
