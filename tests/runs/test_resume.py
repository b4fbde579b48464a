import hashlib
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from detente.audit.judge import judge
from detente.chance.kinds import Uniform
from detente.ground.faults import RunError
from detente.runs import disk

from ..audit.laboratory import column, problem

SCRIPT = Path(__file__).with_name("killed.py")
CLAIMS = {"gains": "gain[USA, cut] > 0"}
AB = (column("a"), column("b"))


def outcomes(values):
    return {"gain[USA,cut]": values["a"] ** 2 - values["b"], "status[cut]": (values["a"] > 0.99).astype(int)}


def content(folder):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("batch-*.parquet"))
    }


def finished_batches(folder):
    manifest = folder / "manifest.json"
    return len(json.loads(manifest.read_text(encoding="utf-8"))["batches"]) if manifest.exists() else 0


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The batches of an uninterrupted run by one worker."""
    folder = tmp_path_factory.mktemp("whole")
    judge(problem(AB, CLAIMS), outcomes, folder, draws=16_384, workers=1)
    return content(folder)


class Counting:
    """Counts the batches that are computed; can stop at one."""

    def __init__(self, stop_at=None, error=None):
        self.calls, self.stop_at, self.error = 0, stop_at, error
        self.lock = threading.Lock()

    def __call__(self, values):
        with self.lock:
            self.calls += 1
            if self.calls == self.stop_at:
                raise self.error
        return outcomes(values)


def test_a_killed_run_goes_on_and_ends_in_the_same_bits(tmp_path, whole):
    command = [sys.executable, str(SCRIPT), str(tmp_path), "0.1"]
    with subprocess.Popen(command) as process:
        deadline = time.monotonic() + 60
        while len(list(tmp_path.glob("batch-*.parquet"))) < 4 and time.monotonic() < deadline:
            time.sleep(0.01)
        process.kill()
    kept = finished_batches(tmp_path)
    assert len(content(tmp_path)) < 16
    counting = Counting()
    run = judge(problem(AB, CLAIMS), counting, tmp_path, draws=16_384).run
    assert content(tmp_path) == whole
    assert run.reused >= kept
    assert counting.calls == 16 - run.reused
    assert not list(tmp_path.glob("*.tmp"))


def test_what_a_kill_may_leave_behind_is_no_obstacle(tmp_path, whole):
    judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=16_384)
    manifest = tmp_path / "manifest.json"
    text = json.loads(manifest.read_text(encoding="utf-8"))
    del text["batches"]["3"], text["batches"]["4"], text["batches"]["5"]  # 3: written, not yet recorded
    manifest.write_text(json.dumps(text), encoding="utf-8")
    (tmp_path / "batch-00004.parquet").rename(tmp_path / "batch-00004.parquet.tmp")  # not yet named
    (tmp_path / "batch-00005.parquet.tmp").write_bytes((tmp_path / "batch-00005.parquet").read_bytes()[:500])
    (tmp_path / "batch-00005.parquet").unlink()
    (tmp_path / "manifest.json.tmp").write_text('{"format"')
    assert judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=16_384).run.reused == 13
    assert content(tmp_path) == whole
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.parametrize("workers", [2, 7])
def test_bits_do_not_depend_on_workers(tmp_path, whole, workers):
    judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=16_384, workers=workers)
    assert content(tmp_path) == whole


def test_a_finished_run_is_not_computed_again(tmp_path):
    judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=16_384)
    counting = Counting()
    told = []
    found = judge(
        problem(AB, CLAIMS), counting, tmp_path, draws=16_384, on_progress=lambda *state: told.append(state)
    )
    assert counting.calls == 0
    assert found.run.reused == 16
    assert told == [(16_384, 16_384, None)]


@pytest.mark.parametrize("damage", [lambda old: old[:-7], lambda old: old[:100] + b"x" + old[101:], None])
def test_a_damaged_batch_is_found_and_computed_again(tmp_path, whole, damage):
    judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=16_384)
    batch = tmp_path / "batch-00003.parquet"
    if damage is None:
        batch.unlink()
    else:
        batch.write_bytes(damage(batch.read_bytes()))
    counting = Counting()
    judge(problem(AB, CLAIMS), counting, tmp_path, draws=16_384)
    assert counting.calls == 1
    assert content(tmp_path) == whole


def test_ctrl_c_leaves_a_run_that_goes_on(tmp_path, whole):
    def stop(done, total, left):
        if done >= 4096:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=16_384, workers=2, on_progress=stop)
    kept = finished_batches(tmp_path)
    assert 4 <= kept < 16
    counting = Counting()
    assert judge(problem(AB, CLAIMS), counting, tmp_path, draws=16_384).run.reused == kept
    assert counting.calls == 16 - kept
    assert content(tmp_path) == whole


def test_what_is_at_work_at_ctrl_c_is_finished_and_kept(tmp_path, whole):
    """The batch after the first is held at work until Ctrl-C: every batch that was begun is kept."""
    begun, working, interrupted = [], threading.Event(), threading.Event()

    def held(values):
        begun.append(int(values["draw"][0]) // 1024)
        if len(begun) > 1:
            working.set()
            assert interrupted.wait(60)
        return outcomes(values)

    def stop(done, total, left):
        if done:
            assert working.wait(60)
            interrupted.set()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(problem(AB, CLAIMS), held, tmp_path, draws=16_384, workers=1, on_progress=stop)
    kept = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["batches"]
    assert len(begun) >= 2
    assert sorted(map(int, kept)) == sorted(begun)
    assert judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=16_384).run.reused == len(begun)
    assert content(tmp_path) == whole


def test_a_failed_batch_is_told_and_the_others_are_kept(tmp_path):
    broken = Counting(stop_at=3, error=ValueError("no supplier left"))
    with pytest.raises(RunError, match=r"^batch 2 \(draws 2048 to 3071\) failed: no supplier left"):
        judge(problem(AB, CLAIMS), broken, tmp_path, draws=16_384, workers=1)
    assert judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=16_384).run.reused >= 2


def test_outcomes_of_the_wrong_length_are_told(tmp_path):
    with pytest.raises(RunError, match=r"outcome gain has the shape \(3,\), not \(256,\)"):
        judge(problem(AB, CLAIMS), lambda values: {"gain": np.zeros(3)}, tmp_path, draws=256)


def test_an_outcome_may_not_have_the_name_of_an_assumption(tmp_path):
    with pytest.raises(RunError, match="have one name, a;"):
        judge(problem(AB, {}), lambda values: {"a": values["b"]}, tmp_path, draws=256)


CHANGES = [
    ({"draws": 512}, "another number of draws, 256, not 512"),
    ({"seed": 2}, "another seed, 1, not 2"),
    ({"code_version": "new"}, "computed with another code, absent, not new"),
]


@pytest.mark.parametrize(("change", "told"), CHANGES)
def test_a_folder_with_another_run_is_refused_with_the_difference(tmp_path, change, told):
    judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=256)
    before = content(tmp_path)
    with pytest.raises(RunError, match=f"{told}; choose another folder with --out, or run with --replace"):
        judge(problem(AB, CLAIMS), outcomes, tmp_path, **({"draws": 256} | change))
    assert content(tmp_path) == before


def test_a_folder_of_another_text_or_another_range_is_refused(tmp_path):
    judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=256)
    with pytest.raises(RunError, match="of another text of test"):
        judge(problem(AB, CLAIMS, text="study: test # changed"), outcomes, tmp_path, draws=256)
    with pytest.raises(
        RunError, match=r"assumption b is Uniform\(low=0, high=1\), not Uniform\(low=0, high=2\)"
    ):
        judge(problem((column("a"), column("b", Uniform(0, 2))), CLAIMS), outcomes, tmp_path, draws=256)


def test_a_folder_whose_draws_were_made_in_another_way_is_refused(tmp_path):
    judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=256)
    path = tmp_path / "manifest.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    del kept["fingerprint"]["first"]
    path.write_text(json.dumps(kept), encoding="utf-8")
    with pytest.raises(RunError, match="whose draws an earlier version made in another way; choose another"):
        judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=256)


def test_a_damaged_manifest_is_refused(tmp_path):
    (tmp_path / "manifest.json").write_text('{"fingerprint": ', encoding="utf-8")
    with pytest.raises(RunError, match=r"manifest.json cannot be read as the record of a run"):
        judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=256)


def test_a_second_run_in_the_folder_is_refused(tmp_path):
    with FileLock(tmp_path / ".lock"), pytest.raises(RunError, match=r"another run is at work in .* --out"):
        judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=256)
    judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=256)


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(RunError, match=r"cannot use the folder .*taken"):
        judge(problem(AB, CLAIMS), outcomes, tmp_path / "taken", draws=256)


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path, monkeypatch, whole):
    real, calls = disk.os.fsync, []

    def fsync(handle):
        calls.append(handle)
        if len(calls) > 20:
            raise OSError(disk.errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(disk.os, "fsync", fsync)
    with pytest.raises(RunError, match=r"the disk that holds .* is full; free some space"):
        judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=16_384, workers=2)
    monkeypatch.undo()
    assert not list(tmp_path.glob("*.tmp"))
    run = judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=16_384).run
    assert run.reused > 0
    assert content(tmp_path) == whole


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_the_words_of_duckdb_for_a_full_disk_are_understood(tmp_path, monkeypatch):
    monkeypatch.setattr(disk.secrets, "token_hex", lambda size: "mine")
    (tmp_path / "x.parquet.mine.tmp").symlink_to("/dev/full")
    with pytest.raises(RunError, match="is full; free some space"):
        disk.write_columns(tmp_path / "x.parquet", {"a": np.zeros(1024)})


def test_progress_is_told_in_draws_with_the_time_left(tmp_path):
    told = []
    judge(
        problem(AB, CLAIMS),
        outcomes,
        tmp_path,
        draws=16_384,
        workers=1,
        on_progress=lambda *state: told.append(state),
    )
    done = [state[0] for state in told]
    assert done == sorted(done)
    assert told[0] == (0, 16_384, None)
    assert told[-1][0] == 16_384
    assert told[-1][2] == 0
    assert all(left >= 0 for _, _, left in told[1:])


def test_another_run_gives_way_where_it_is_told_to_and_nothing_else_does(tmp_path):
    judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=256)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "mine.xlsx").write_text("mine", encoding="utf-8")
    found = judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=256, seed=2, replace=True)
    assert (found.run.seed, found.run.reused) == (2, 0)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "data" / "mine.xlsx").is_file()
    again = judge(problem(AB, CLAIMS), outcomes, tmp_path, draws=256, seed=2, replace=True)
    assert again.run.reused == again.run.batches == 1
