"""What a machine may do to a run: no right to write, a clock that jumps, another run beside it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from detente.audit.judge import judge
from detente.ground.faults import RunError
from detente.runs import disk
from tests.runs import hired

from .test_processes import content

ROOT = Path(__file__).parents[2]
NOBODY = 65534
READ_ONLY = """
import os, sys
sys.path[:0] = {path!r}
from tests.runs import hired
from detente.audit.judge import judge
from detente.ground.faults import RunError
judge(hired.small(), hired.outcomes, {other!r}, draws=512)  # what it imports, it must import while it may
if os.getuid() == 0:
    os.setuid({nobody})
try:
    judge(hired.small(), hired.outcomes, {folder!r}, draws=512)
except RunError as error:
    print(error)
"""


def run(folder, **how):
    return judge(hired.small(), hired.outcomes, folder, draws=4096, **how)


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="rights are tested where a process can give up its own")
@pytest.mark.parametrize("begun", [False, True])
def test_a_folder_that_cannot_be_written_is_told_and_left_as_it_is(tmp_path, begun):
    folder = tmp_path / "run"
    folder.mkdir()
    if begun:
        judge(hired.small(), hired.outcomes, folder, draws=256)
    before = content(folder)
    for one in (tmp_path, *tmp_path.parents):
        if one.stat().st_uid == os.getuid() and str(one).startswith("/tmp/"):
            one.chmod(one.stat().st_mode | 0o055)
    folder.chmod(0o555)
    script = READ_ONLY.format(
        path=[str(ROOT), *sys.path], nobody=NOBODY, folder=str(folder), other=str(tmp_path / "other")
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    folder.chmod(0o755)
    assert found.returncode == 0, found.stderr
    assert found.stdout.startswith(f"cannot use the folder {folder}: ")
    assert found.stdout.rstrip().endswith("choose another with --out")
    assert content(folder) == before


def test_a_file_that_cannot_be_replaced_is_told(tmp_path, monkeypatch):
    def refuse(self, target):
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(disk.Path, "replace", refuse)
    with pytest.raises(RunError, match=r"cannot write .*batch-0000\d\.parquet: .*--out"):
        run(tmp_path)
    assert not list(tmp_path.glob("batch-*"))


def test_a_process_that_outlives_its_killed_run_is_no_obstacle(tmp_path, monkeypatch):
    """It may write the very batch that the next run is writing: both end in the same bytes, and neither fails."""
    real, other = disk.os.fsync, []
    columns = {"a": np.arange(9.0)}

    def meanwhile(handle):
        if not other:
            other.append(None)
            other.append(disk.write_columns(tmp_path / "batch-00000.parquet", columns))
        real(handle)

    monkeypatch.setattr(disk.os, "fsync", meanwhile)
    digest = disk.write_columns(tmp_path / "batch-00000.parquet", columns)
    assert other[1] == digest == content(tmp_path)["batch-00000.parquet"]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_clock_that_jumps_changes_nothing(tmp_path, monkeypatch):
    """The time of day may go back a year in the midst of a run: only the monotonic clock is read."""
    whole = run(tmp_path / "whole")
    real, calls = time.time, []

    def jumping():
        calls.append(None)
        return real() - 3.2e7 * (len(calls) % 3 - 1)

    monkeypatch.setattr(time, "time", jumping)
    monkeypatch.setattr(time, "time_ns", lambda: int(1e9 * jumping()))
    told = []
    found = run(tmp_path / "jumped", on_progress=lambda *state: told.append(state))
    assert found.verdicts == whole.verdicts
    assert content(tmp_path / "jumped") == content(tmp_path / "whole")
    assert all(left is None or left >= 0 for _, _, left in told)
    assert 0 <= found.run.seconds < 60


def test_files_with_times_of_the_future_or_the_past_are_resumed(tmp_path):
    run(tmp_path)
    before = content(tmp_path)
    for number, one in enumerate(sorted(tmp_path.glob("*"))):
        os.utime(one, (4e9 * (number % 2), 4e9 * (number % 2)))
    assert run(tmp_path).run.reused == 4
    assert content(tmp_path) == before


def test_two_runs_at_once_in_one_folder(tmp_path):
    """The second is refused while the first is at work, the first ends as if alone, and then the second finds it."""
    killed = str(Path(__file__).with_name("killed.py"))
    with subprocess.Popen([sys.executable, killed, str(tmp_path), "1.5"]) as first:
        deadline = time.monotonic() + 60
        while not content(tmp_path):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        second = subprocess.run(
            [sys.executable, killed, str(tmp_path), "0"], capture_output=True, text=True, check=False
        )
        assert first.poll() is None, "the first run was done too soon to tell"
        assert second.returncode
        assert "another run is at work in" in second.stderr
        assert first.wait() == 0
    judge(hired.small(), hired.outcomes, tmp_path / "alone", draws=16_384)
    assert content(tmp_path) == content(tmp_path / "alone")
