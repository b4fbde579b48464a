"""Flips from the command line: sought in a run, shown, skipped, sought again."""

import csv
import json
import re
import zipfile

import pytest
from click.testing import CliRunner

from detente.cli.main import main

STUDY = """
study: small
question: Does it hold?
argument: {title: An example}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN]
assumptions:
  duty: {is: the duty, uniform: 1 % to 30 %, source: judgement}
  other: {is: the duty on the way back, uniform: 1 % to 30 %, source: judgement}
moves:
  tax: {is: a duty, tariff: {seller: CHN, buyer: USA, add: duty}}
  reply: {is: a reply, tariff: {seller: USA, buyer: CHN, add: other}}
worlds:
  taxed: {is: with duties, moves: [tax, reply]}
claims:
  pays: {says: The buyer gains., holds: 'real_income[USA, taxed] > real_income[CHN, taxed]'}
"""


def detente(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    (folder / "small.yaml").write_text(STUDY, encoding="utf-8")
    done = detente("run", folder / "small.yaml", "--draws", "256", "--out", folder / "run")
    assert done.exit_code == 0, done.output
    (folder / "said.txt").write_text(done.output, encoding="utf-8")
    return folder


def flip_of(folder):
    results = json.loads((folder / "run" / "results.json").read_text(encoding="utf-8"))
    return results["verdicts"]["pays"]["flips"][0]


def test_a_run_tells_how_far_each_claim_turns(made):
    flip = flip_of(made)
    assert flip["found"]
    said = " ".join((made / "said.txt").read_text(encoding="utf-8").split())
    assert f"flips, standard deviations from the centre: pays {flip['distance']:.2g}" in said


def test_the_report_and_its_data_have_it(made):
    flip = flip_of(made)
    page = re.sub("<[^>]+>", "", (made / "run" / "report.html").read_text(encoding="utf-8"))
    assert "Where it turns: the flip" in page
    assert page.count(flip["sentence"]) >= 2  # beside the conclusion, too
    with (made / "run" / "data" / "flips.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["at_the_flip"]) for row in rows] == [one["value"] for one in flip["moves"]]


def test_the_values_told_turn_the_claim_when_they_are_put_in(made, tmp_path):
    # What is told may be tried by anybody: fix the assumptions there, and see.
    flip = flip_of(made)
    settings = {"duty": 0.155, "other": 0.155} | {one["column"]: one["value"] for one in flip["moves"]}
    text = STUDY
    for name, value in settings.items():
        text = text.replace(f"{name}: {{is: ", f"{name}: {{fixed: {value!r}, is: ").replace(
            "uniform: 1 % to 30 %, ", ""
        )
    (tmp_path / "fixed.yaml").write_text(text, encoding="utf-8")
    out = tmp_path / "fixed"
    done = detente("run", tmp_path / "fixed.yaml", "--draws", "256", "--out", out, "--no-flips", "--json")
    assert done.exit_code == 0, done.output
    share = json.loads((out / "results.json").read_text(encoding="utf-8"))["verdicts"]["pays"]["share"]
    assert share == float(flip["holds"])
    assert not (out / "flips.json").exists()


def test_show_and_report_tell_what_is_kept(made):
    flip = flip_of(made)
    before = (made / "run" / "flips.json").read_bytes()
    shown = detente("show", made / "small.yaml", "pays", "--out", made / "run")
    assert flip["sentence"] in " ".join(shown.output.split())
    assert detente("report", made / "small.yaml", "--out", made / "run").exit_code == 0
    assert (made / "run" / "flips.json").read_bytes() == before


def test_a_bundle_has_them(made, tmp_path):
    assert detente("bundle", made / "run", "--out", tmp_path / "it.zip").exit_code == 0
    assert "flips.json" in zipfile.ZipFile(tmp_path / "it.zip").namelist()


def test_they_are_sought_again(made):
    before = flip_of(made)
    done = detente("flip", made / "run", "pays", "--budget", "1024")
    assert done.exit_code == 0, done.output
    assert "the models are run at up to 1,024 points more" in done.output
    after = flip_of(made)
    assert f"pays: {after['sentence']}" in done.output
    assert after["distance"] <= before["distance"]


def test_faults_are_said(made, tmp_path):
    assert "no claim 'pay'; did you mean 'pays'?" in detente("flip", made / "run", "pay").output
    nothing = detente("flip", tmp_path)
    assert nothing.exit_code == 3
    assert "no run is kept there" in nothing.output
