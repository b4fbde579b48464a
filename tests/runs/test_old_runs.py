"""A run that another version made: a clear word, and nothing lost."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import detente
from detente.audit.judge import judge
from detente.cli.main import main
from detente.ground.faults import RunError
from detente.runs import manifest

from ..audit.laboratory import column, problem

AB = (column("a"), column("b"))
CLAIMS = {"gains": "gain[USA, cut] > 0"}
MORE = {**CLAIMS, "loses": "loss[USA, cut] > 0"}
TUTORIAL = Path(__file__).parents[2] / "docs/tutorial/leaky.yaml"


def outcomes(values):
    return {"gain[USA,cut]": values["a"] ** 2 - values["b"], "status[cut]": values["a"] > 2}


def everything(folder):
    """Return the SHA-256 of every file but the lock."""
    files = sorted(one for one in folder.rglob("*") if one.is_file() and one.name != ".lock")
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


def rewrite(folder, change):
    path = folder / manifest.NAME
    text = json.loads(path.read_text(encoding="utf-8"))
    change(text)
    path.write_text(json.dumps(text), encoding="utf-8")


def older(text):
    text["fingerprint"]["code"]["jax"] = text["versions"]["jax"] = "0.0.1"


def refused(folder, words, claims=CLAIMS, **how):
    before = everything(folder)
    with pytest.raises(RunError, match=words):
        judge(problem(AB, claims), outcomes, folder, draws=256, **how)
    assert everything(folder) == before


@pytest.fixture
def run(tmp_path):
    judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=256)
    return tmp_path


def test_a_run_that_lacks_an_outcome_is_refused_and_kept(run):
    words = r"1 outcomes of this study were not recorded \(loss\[USA,cut\]\): another version made it; choose"
    refused(run, words, MORE)
    refused(run, words, MORE, reading=True)


def test_a_run_of_other_versions_does_not_go_on(run):
    rewrite(run, older)
    refused(
        run,
        r"computed with another jax, 0\.0\.1, not .*; choose another folder with --out, or run with --replace",
    )


def test_a_finished_run_of_other_versions_can_be_read_and_that_is_told(run):
    fresh = judge(problem(AB, CLAIMS), outcomes, run, draws=256)
    rewrite(run, older)
    before, told = everything(run), []
    found = judge(problem(AB, CLAIMS), outcomes, run, draws=256, reading=True, tell=told.append)
    assert found.verdicts == fresh.verdicts
    assert found.run.versions["jax"] == "0.0.1"
    assert len(told) == 1
    assert "computed with another jax, 0.0.1, not" in told[0]
    assert everything(run) == before


def test_an_unfinished_run_of_other_versions_is_not_read(run):
    rewrite(run, lambda text: (older(text), text["batches"].clear()))
    refused(run, "computed with another jax", reading=True)


def test_a_run_of_a_later_version_is_left_alone(run):
    def later(text):
        text["format"] = manifest.FORMAT + 1
        text["versions"]["detente"] = "9.0"
        text["fingerprint"] = {"what": "nobody knows yet"}

    rewrite(run, later)
    refused(run, r"holds a run of a later version of this program \(9\.0; this is .*\); open it with that")


def test_an_old_run_is_shown_with_a_line_that_says_so(tmp_path):
    lab = detente.load(TUTORIAL)
    lab.run(draws=256, out=tmp_path, flips=0)
    rewrite(tmp_path, older)
    before = everything(tmp_path)
    done = CliRunner().invoke(main, ["show", str(TUTORIAL), "it_hurts", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "computed with another jax, 0.0.1" in done.stderr
    assert everything(tmp_path) == before
    done = CliRunner().invoke(main, ["run", str(TUTORIAL), "--draws", "256", "--out", str(tmp_path)])
    assert done.exit_code == 3
    assert "computed with another jax, 0.0.1" in done.output
    assert everything(tmp_path) == before


def test_where_no_run_is_kept_the_command_that_makes_one_is_named(tmp_path):
    with pytest.raises(RunError, match="no run is kept there; `detente run embargo` makes one"):
        detente.load(TUTORIAL).open(tmp_path)
