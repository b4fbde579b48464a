"""Forecasts of several runs, scored together."""

import json

import pytest

from detente.audit.backtest import Backtest, Told, backtest
from detente.ground.faults import RunError


def told(*pairs):
    return Backtest(tuple(Told("a", f"event {place}", *pair) for place, pair in enumerate(pairs)))


def kept(folder, study, forecasts):
    folder.mkdir()
    text = {"study": study, "forecasts": forecasts}
    (folder / "results.json").write_text(json.dumps(text), encoding="utf-8")
    return folder


def test_whoever_is_sure_and_right_scores_nothing_and_whoever_is_sure_and_wrong_scores_one():
    assert told((1.0, True), (0.0, False)).score == 0
    assert told((1.0, False)).score == 1
    assert told((0.5, True), (0.5, False)).score == 0.25


def test_the_blind_score_is_that_of_the_share_that_came_about():
    found = told((0.9, True), (0.9, True), (0.9, True), (0.9, False))
    assert found.blind == told(*[(0.75, True)] * 3, (0.75, False)).score == 0.1875


def test_classes_hold_each_forecast_once_and_count_what_came_about():
    found = told(
        (0.0, False), (0.1, True), (0.39, False), (0.5, True), (0.9, True), (1.0, True), (1.0, False)
    )
    assert [(row.low, row.count) for row in found.classes] == [(0.0, 1), (0.1, 2), (0.4, 1), (0.9, 3)]
    last = found.classes[-1]
    assert last.came == pytest.approx(2 / 3) and last.chance == pytest.approx(2.9 / 3)


def test_the_interval_is_wilsons():
    """Eight of ten: 0.490 to 0.943 (Wilson 1927, without a correction for continuity)."""
    (row,) = told(*[(0.95, True)] * 8, *[(0.95, False)] * 2).classes
    assert (row.least, row.most) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))


def test_runs_are_read_from_their_results(tmp_path):
    one = kept(tmp_path / "one", "a", [{"what": "it came", "chance": 0.8, "happened": True}])
    two = kept(tmp_path / "two", "b", [{"what": "it did not", "chance": None, "happened": False}])
    assert backtest([one, two]).told == (Told("a", "it came", 0.8, True),)


def test_what_cannot_be_scored_is_refused_with_what_mends_it(tmp_path):
    one = kept(tmp_path / "one", "a", [])
    with pytest.raises(RunError, match="`chance` and `happened`"):
        backtest([one])
    with pytest.raises(RunError, match=r"results\.json cannot be read; `detente report`"):
        backtest([tmp_path])
    (one / "results.json").write_text('{"study": "a", "forecasts": [{"what": "it"}]}', encoding="utf-8")
    with pytest.raises(RunError, match="cannot be read"):
        backtest([one])


def test_a_study_is_not_scored_twice(tmp_path):
    rows = [{"what": "it came", "chance": 0.8, "happened": True}]
    folders = [kept(tmp_path / name, "a", rows) for name in ("one", "two")]
    with pytest.raises(RunError, match="both hold a; give one run a study"):
        backtest(folders)
