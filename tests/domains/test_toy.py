"""The contract of the house: a domain of one file, put into the table alone, is known to every stage."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from detente.audit.finished import kept
from detente.bind.problem import bind
from detente.cli.echo import echo
from detente.domains import table
from detente.export.codebook import codebook
from detente.ground.faults import StudyError
from detente.report.show import show
from detente.run import Laboratory
from detente.study.read import parse_study
from tests.domains.toy import Well

STUDY = """study: well
question: Does the well pay?
argument: {title: A}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN, RUS]
assumptions:
  yields: {is: what the well yields, uniform: 1 to 3, unit: bcm/year, source: judgement}
  decline: {is: how fast it declines, uniform: 2 % to 12 %, unit: 1/year, source: judgement}
options:
  well: {yields: yields, decline: decline}
claims:
  lasts: {says: Half of it is left after five years., holds: "left[5] >= 50 %"}
  gives: {says: It gives more than 20 bcm in all., holds: "given[start] > 20 bcm"}
"""
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def listed(monkeypatch):
    monkeypatch.setattr(table, "DOMAINS", (*table.DOMAINS, Well()))


@pytest.fixture
def run(tmp_path):
    lab = Laboratory(bind(parse_study(STUDY, "well.yaml")))
    return lab.run(draws=256, out=tmp_path / "run", workers=1, flips=64)


def test_check_reads_it_back_and_finds_its_faults():
    assert "lasts" in echo(bind(parse_study(STUDY, "well.yaml")))
    with pytest.raises(StudyError, match="no number of a well 'yeilds'; did you mean 'yields'"):
        bind(parse_study(STUDY.replace("well: {yields:", "well: {yeilds:"), "well.yaml"))
    with pytest.raises(StudyError, match="no age '6'"):
        bind(parse_study(STUDY.replace("left[5]", "left[6]"), "well.yaml"))
    with pytest.raises(StudyError, match="takes no 'well'"):
        table.DOMAINS = table.DOMAINS[:-1]
        bind(parse_study(STUDY, "well.yaml"))


def test_it_is_run_judged_and_solved_as_it_says(run):
    left, decline = run.column("left[5]"), run.column("decline")
    np.testing.assert_allclose(left, np.exp(-5 * decline), rtol=1e-12)
    verdict = run.verdicts
    assert verdict["lasts"].share == pytest.approx(np.mean(left >= 0.5))
    assert run.run.status_counts["well_status[start]"] == {0: 256}


def test_a_well_that_is_dry_is_told(tmp_path):
    dry = STUDY.replace("uniform: 1 to 3", "fixed: 0")
    found = Laboratory(bind(parse_study(dry, "well.yaml"))).run(draws=256, out=tmp_path, workers=1, flips=0)
    assert found.run.status_counts["well_status[start]"] == {1: 256}
    assert "the well was dry: 256" in show(found, tmp_path).read_text(encoding="utf-8")


def test_the_report_and_exports_show_it(run):
    page = show(run, run.run.folder).read_text(encoding="utf-8")
    assert "What a well gives" in page and "what is left of a well" in page
    data = pd.read_csv(Path(run.run.folder) / "data" / "well.csv")
    assert set(data["outcome"]) == {"left", "given"} and set(data["age"].dropna()) == {1, 5, 20}
    opened = kept(run.run.folder)
    book = {row["column"]: row for row in codebook(opened.given)}
    assert book["left[5]"]["age"] == "5" and book["left[5]"]["source"] == "model of well"
    assert book["well_status[start]"]["values"].startswith("0 solved")


def test_the_page_lists_it(run):
    sheets = [sheet for domain in run.problem.domains for sheet in domain.sheets(run.problem)]
    assert {"well-left", "well-given"} <= {sheet.id for sheet in sheets}


def test_spawned_workers_know_it(tmp_path):
    script = tmp_path / "spawn.py"
    script.write_text(
        f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from detente.domains import table
from detente.bind.problem import bind
from detente.run import Laboratory
from detente.study.read import parse_study
from tests.domains.toy import Well
from tests.domains.test_toy import STUDY

if __name__ == "__main__":
    table.DOMAINS = (*table.DOMAINS, Well())
    lab = Laboratory(bind(parse_study(STUDY, "well.yaml")))
    run = lab.run(draws=512, out={str(tmp_path / "run")!r}, workers=2, flips=0)
    print(float(run.column("left[5]").mean()))
""",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout.split()[-1]) == pytest.approx((np.exp(-0.1) - np.exp(-0.6)) / 0.5, abs=1e-3)


def test_the_lists_of_outcomes_and_the_schema_know_it():
    assert {"left", "given"} <= set(table.outcomes()) and "well" in table.options()
