import csv
import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from detente.audit.judge import judge
from detente.chance.kinds import Choice
from detente.domains.records import Case
from detente.report.corner import CELLS, corner_figures
from detente.report.show import show
from detente.runs.truth import judged

from ..audit.laboratory import column, problem

CLAIMS = {
    "boxed": "gain[USA, cut] > 0",
    "by_model": "loss[USA, cut] > 0",
    "same": "a + b > -1",
}


@pytest.fixture(scope="module")
def judgement(tmp_path_factory):
    def outcomes(values):
        bad = (values["a"] > 0.7) & (values["b"] < 0.4)
        return {
            "gain[USA,cut]": np.where(bad, -1.0, 1.0),
            "loss[USA,cut]": values["a"] + np.where(values["model"] == 0, 1.0, -0.95),
        }

    sampled = (column("a"), column("b"), column("model", Choice(("calibrated", "one_peg"), (1, 1))))
    found = problem(sampled, CLAIMS)
    world = SimpleNamespace(economies=("USA",), estimates=(), sources=(), home="", digest="")
    found = replace(found, world=world, cases=(Case("start", "the start world", ()),))
    return judge(found, outcomes, tmp_path_factory.mktemp("run"), draws=4096)


@pytest.fixture(scope="module")
def folder(judgement, tmp_path_factory):
    return show(judgement, tmp_path_factory.mktemp("report")).parent


def test_a_corner_is_told_and_drawn(judgement, folder):
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "corner</a> in which it fails" in text
    assert judgement.verdicts["boxed"].corner.sentence in text
    assert "data/corner-boxed.csv" in text and "data/tradeoff-boxed.csv" in text


def test_the_cells_hold_every_known_draw_and_its_outcome(judgement, folder):
    with (folder / "data" / "corner-boxed.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) <= CELLS**2
    assert sum(int(row["draws"]) for row in rows) == 4096
    truth = judged(judgement.problem, judgement.problem.claims[0], judgement.table, 4096).truth
    failures = sum(int(row["draws"]) * float(row["share"]) for row in rows)
    assert failures == pytest.approx((truth == 0).sum())


def test_the_curve_is_in_the_records(judgement, folder):
    found = json.loads((folder / "results.json").read_text(encoding="utf-8"))["verdicts"]["boxed"]["corner"]
    curve = judgement.verdicts["boxed"].corner.curve
    assert len(found["curve"]) == len(curve) > 5
    first = found["curve"][0]
    assert (first["coverage"], first["size"], first["restricted"]) == (1.0, 1.0, 0)
    assert first["density"] == pytest.approx(
        found["base"], abs=0.002
    )  # the box is sought on half of the draws


def test_a_verdict_that_depends_on_the_model_has_its_table(judgement, folder):
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "By variant of the model" in text
    assert (
        "it holds under calibrated (100 %), fails under one_peg (5 %)"
        in judgement.verdicts["by_model"].sentence
    )
    assert "<code>one_peg</code>" in text


def test_a_claim_without_a_corner_has_no_pictures(judgement):
    assert corner_figures(judgement, "same", "same", "") == ()


def test_total_indices_are_in_the_drivers_data(folder):
    with (folder / "data" / "drivers-boxed.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["assumption"]: row for row in csv.DictReader(file)}
    assert {"total_of_truth", "total_of_margin_low", "echo"} <= set(rows["a"])


def test_the_study_lies_beside_its_draws(judgement, folder):
    assert (folder / "study.yaml").read_text(encoding="utf-8") == judgement.study.text
