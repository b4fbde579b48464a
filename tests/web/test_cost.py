"""What a run will cost, before it is begun: from runs that took their time, or else from what is to be solved."""

from types import SimpleNamespace

import pytest

from detente.run import FLIPS
from detente.runs.effort import effort, numbers
from detente.web import cost as module
from detente.web.cost import cost
from detente.web.library import Library
from detente.web.open_studies import OpenStudies
from detente.web.runs import name_of
from detente.web.stored_runs import StoredRuns

from .served import STUDY

COST = f"/api/studies/{STUDY.name}/cost"


@pytest.fixture
def told(tmp_path):
    """Return what tells the cost of a run, with what is stored by then; nothing is compiled for it."""

    def of(draws, *, flips=False, seed=1, home=tmp_path):
        studies = OpenStudies(Library(STUDY.parent), StoredRuns(home))
        return cost(studies.of(STUDY.name), studies.stored, draws, seed, flips)

    return of


def test_without_a_run_it_is_what_the_command_line_tells_and_says_so(told, lab):
    found = told(1024)
    assert found.seconds == effort(lab.problem, 1024).seconds and "measured elsewhere" in found.time
    assert found.work == "1,024 draws in 4 batches, each kept once it is finished; 2,048 gas markets."
    assert found.bytes == 1024 * 8 * numbers(lab.problem) and "8 bytes each" in found.disk
    sought = told(1024, flips=True)
    assert sought.seconds == found.seconds + effort(lab.problem, FLIPS).seconds
    assert f"{FLIPS:,} points" in sought.flips and found.flips == ""


def test_a_finished_run_tells_how_long_others_take(told, runs):
    runs("before", took={"seconds": 100.0, "flip_seconds": 30.0})
    same, more = told(256), told(1024, flips=True)
    assert same.time == "About 100 s if this machine is as fast as for before, 256 draws in 100 s."
    assert more.time.startswith("At most about 6.7 min if this machine is as fast as for before")
    assert (same.seconds, more.seconds) == (100, 430) and more.flips.startswith(
        "About 30 s more, as in before"
    )
    runs("large", draws=1024, batch=1024, took={"seconds": 300.0, "draws": 1024})
    assert told(512).time.startswith("From 2.5 min to 5 min") and told(512).seconds == 300


def test_a_run_that_took_batches_over_tells_the_time_of_the_others(told, runs):
    runs("before", took={"seconds": 30.0, "draws": 1024, "batches": 4, "reused": 3})
    assert told(256).time.startswith("About 30 s if") and told(512).time.startswith("At most about 60 s if")


def test_a_run_that_computed_nothing_anew_tells_no_time_but_its_weight(told, runs, lab, tmp_path):
    runs("before", took={"seconds": 1.0, "reused": 1})
    found, weight = told(1024), sum(one.stat().st_size for one in (tmp_path / "before").glob("batch-*"))
    assert found.seconds == effort(lab.problem, 1024).seconds and "measured elsewhere" in found.time
    assert found.bytes == 4 * weight and "by what before has" in found.disk


def test_what_is_kept_of_a_run_costs_nothing_more(told, runs, lab):
    runs(name_of(lab.problem, 1024, 1), draws=1024)
    assert told(1024).work.startswith("768 draws (256 are kept) in 3 batches")
    assert told(1024, seed=2).work.startswith("1,024 draws in 4")
    runs(name_of(lab.problem, 256, 1))
    whole = told(256)
    assert whole.work == "None: all 256 draws of this run are kept."
    assert (whole.seconds, whole.bytes, whole.time, whole.disk) == (0, 0, "", "")


def test_a_disk_that_is_too_small_is_told(told, monkeypatch, tmp_path):
    assert "too little" not in told(256).disk and "are free" in told(256, home=tmp_path / "a" / "b").disk
    monkeypatch.setattr(module.shutil, "disk_usage", lambda folder: SimpleNamespace(free=1000))
    assert "0.01 MB are free; that is too little." in told(256).disk


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"draws": "257", "seed": "1"}, "cannot be run from the page"),
        ({"draws": "131072", "seed": "1"}, "cannot be run from the page"),
        ({"draws": "-256", "seed": "1"}, "whole numbers"),
        ({"draws": "256", "seed": "9" * 10}, "out of its range"),
        ({"draws": "256", "seed": "²"}, "whole numbers"),
        ({"draws": "256"}, "whole numbers"),
        ({"draws": ["256", "512"], "seed": "1"}, "`draws` stands there twice"),
        ({"draws": "256", "seed": "1", "flip": "true"}, "no `flip` is wanted here"),
        ({"draws": "256", "seed": "1", "flips": "yes"}, "`flips` is to be true or false"),
    ],
)
def test_what_cannot_be_run_has_no_cost(site, asked, words):
    with site.visitor() as client:
        answer = client.get(COST, params=asked)
        assert client.get(COST, params={"draws": "256", "seed": "1", "flips": "true"}).json()["work"]
    assert answer.status_code in (400, 422) and words in answer.json()["error"]["what"]
