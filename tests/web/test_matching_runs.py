"""The finished runs of a study as it stands: which they are, and what the page takes from them."""

import os
import shutil
from datetime import date

from detente.audit.finished import RESULTS
from detente.runs import manifest
from detente.web import explore
from detente.web import stored_runs as module
from detente.web.jumps import Jumps
from detente.web.stored_runs import MatchingRuns, StoredRuns

from .following import begun, finished
from .served import STUDY, served

FLIP = f"/api/studies/{STUDY.name}/flip"
WANT = {"claim": "serves_korea", "want": "false"}


def names(lab, home):
    return [one.run for one in MatchingRuns(lab.problem, StoredRuns(home)).runs()]


def test_the_run_of_most_draws_is_first_and_of_as_many_the_newest(lab, runs, tmp_path):
    runs("old")
    runs("new", when=2_000_000)
    runs("large", draws=512, batch=512)
    assert names(lab, tmp_path) == ["large", "new", "old"]


def test_a_run_of_another_text_or_world_or_with_something_set_is_of_another_study(lab, runs, tmp_path):
    set_otherwise = {column.name: repr(column.distribution) for column in lab.problem.columns}
    runs("set", columns=set_otherwise | {"lng": "Fixed(value=6.0)"})
    runs("world", world="0" * 64)
    runs("text", text="0" * 64)
    runs("study", study="toll")
    runs("stopped", draws=1024)
    assert names(lab, tmp_path) == []
    runs("same")
    assert names(lab, tmp_path) == ["same"]


def test_a_jump_is_taken_from_the_first_run_that_has_flips_and_names_it(lab, runs, tmp_path):
    runs("small")
    runs("large", draws=512, batch=512, flips=False)
    found = Jumps(lab.problem, MatchingRuns(lab.problem, StoredRuns(tmp_path))).found("serves_korea", False)
    assert found.since is None and found.flips["serves_korea"]
    assert found.source == f"the run small (256 draws, of {date.fromtimestamp(1_000_000)})"
    runs("largest", draws=1024, batch=1024)
    found = Jumps(lab.problem, MatchingRuns(lab.problem, StoredRuns(tmp_path))).found("serves_korea", False)
    assert found.source.startswith("the run largest (1,024 draws")


def test_what_did_not_change_is_not_read_again(lab, runs, tmp_path, monkeypatch):
    runs("one")
    runs("other", when=2_000_000)
    read = []
    results, record = module.results_of, manifest.read
    monkeypatch.setattr(module, "results_of", lambda folder: (read.append("results"), results(folder))[1])
    monkeypatch.setattr(manifest, "read", lambda folder: (read.append("manifest"), record(folder))[1])
    matching = MatchingRuns(lab.problem, StoredRuns(tmp_path))
    for _ in range(3):
        assert [one.run.run for one in matching.judged()] == ["other", "one"]
    assert sorted(read) == ["manifest"] * 2 + ["results"] * 2
    os.utime(tmp_path / "one" / RESULTS, (3_000_000, 3_000_000))
    assert [one.run.run for one in matching.judged()] == ["one", "other"]
    assert sorted(read) == ["manifest"] * 3 + ["results"] * 3


def test_results_that_cannot_be_read_are_passed_over(lab, runs, tmp_path):
    runs("broken")
    runs("sound")
    (tmp_path / "broken" / RESULTS).write_text("{", encoding="utf-8")
    assert [one.run.run for one in MatchingRuns(lab.problem, StoredRuns(tmp_path)).judged()] == ["sound"]


def test_a_run_that_was_begun_in_the_page_serves_the_next_jump(tmp_path, monkeypatch):
    monkeypatch.setattr(explore, "FLIPS", 64)
    shutil.copy(STUDY, tmp_path)
    with served(tmp_path, runs=tmp_path / "runs") as site, site.visitor() as client:
        site.ready()
        run = begun(client, 512, seed=51, flips=True)["run"]
        finished(client, run)
        told = client.post(FLIP, json=WANT).json()
    assert (
        told["values"] and not told["searching"] and f"From the run {run} (512 draws, of 20" in told["words"]
    )
