"""Batches on a Dask cluster: a real scheduler, real workers, one killed and one that joins late."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from detente.audit.judge import judge
from detente.ground.faults import RunError
from detente.runs.cluster import JOB, cluster
from tests.runs import hired

from .test_processes import content

pytest.importorskip("distributed")
ROOT = str(Path(__file__).parents[2])


class Machines:
    """A scheduler and its workers, each a process."""

    def __init__(self, folder):
        self.folder, self.started = folder, []
        self.environment = os.environ | {"PYTHONPATH": os.pathsep.join([ROOT, *sys.path])}
        self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", self.file
        )
        self._until(lambda: Path(self.file).is_file() and Path(self.file).stat().st_size)

    @property
    def file(self):
        return str(self.folder / "scheduler.json")

    @property
    def address(self):
        return json.loads(Path(self.file).read_text(encoding="utf-8"))["address"]

    def worker(self, name):
        return self._start(
            "worker",
            "--scheduler-file",
            self.file,
            "--nthreads",
            "1",
            "--no-dashboard",
            "--no-nanny",
            "--name",
            name,
        )

    def stop(self):
        for process in self.started:
            process.kill()
            process.wait()

    def _start(self, kind, *words):
        command = [sys.executable, "-m", "distributed.cli.dask_" + kind, *words]
        with (self.folder / f"{kind}-{len(self.started)}.log").open("w") as log:
            process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, cwd=self.folder)
        self.started.append(process)
        return process

    def _until(self, ready):
        deadline = time.monotonic() + 60
        while not ready():
            assert time.monotonic() < deadline
            time.sleep(0.05)


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    found = Machines(tmp_path_factory.mktemp("machines"))
    yield found
    found.stop()


def run(folder, machines, make, told):
    hire = cluster(hired.small(), make, machines.address)
    return judge(hired.small(), hired.outcomes, folder, draws=16_384, hire=hire, tell=told.append)


def test_a_worker_killed_and_one_that_joins_late_leave_the_bytes_as_they_are(tmp_path, machines):
    doomed = machines.worker("doomed")
    told, found = [], []
    going = threading.Thread(
        target=lambda: found.append(run(tmp_path / "run", machines, hired.make_slow, told))
    )
    going.start()
    deadline = time.monotonic() + 60
    while len(content(tmp_path / "run")) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    doomed.kill()
    assert len(content(tmp_path / "run")) < 16
    machines.worker("late")
    going.join(120)
    assert not going.is_alive()
    alone = judge(hired.small(), hired.outcomes, tmp_path / "alone", draws=16_384, workers=1)
    assert content(tmp_path / "run") == content(tmp_path / "alone")
    assert found[0].verdicts == alone.verdicts
    assert not (tmp_path / "run" / JOB).exists()
    assert all("no worker" in words for words in told)


def test_a_batch_that_fails_on_a_worker_is_told_as_here(tmp_path, machines):
    with pytest.raises(RunError, match=r"batch \d+ \(draws \d+ to \d+\) failed: no supplier left"):
        run(tmp_path, machines, hired.make_wrong, [])


def test_a_worker_that_does_not_see_the_folder_is_told(tmp_path, machines, monkeypatch):
    from detente.runs import cluster as module

    monkeypatch.setattr(module, "JOB", ".elsewhere")  # here, and not in the worker's process
    with pytest.raises(RunError, match=r"does not see the run's folder .* --out a folder on storage"):
        run(tmp_path, machines, hired.make, [])


def test_a_run_that_is_stopped_does_not_wait_for_its_workers(tmp_path, machines):
    def stop(done, total, left):
        if done:
            raise KeyboardInterrupt

    hire = cluster(hired.small(), hired.make_slow, machines.address)
    with pytest.raises(KeyboardInterrupt):
        judge(hired.small(), hired.outcomes, tmp_path / "run", draws=65_536, hire=hire, on_progress=stop)
    assert len(content(tmp_path / "run")) < 60  # of 64, half a second each
    found = judge(hired.small(), hired.outcomes, tmp_path / "run", draws=65_536)
    assert 1 <= found.run.reused < 64


def test_no_scheduler_is_told(tmp_path, monkeypatch):
    from detente.runs import cluster as module

    monkeypatch.setattr(module, "WAIT", 1)
    hire = cluster(hired.small(), hired.make, "tcp://127.0.0.1:9")
    with pytest.raises(RunError, match=r"no Dask scheduler answers at tcp://127.0.0.1:9"):
        judge(hired.small(), hired.outcomes, tmp_path, draws=256, hire=hire)


def test_dask_that_is_not_installed_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    hire = cluster(hired.small(), hired.make, "tcp://127.0.0.1:9")
    with pytest.raises(RunError, match=r"install it with `pip install detente\[cluster\]`"):
        judge(hired.small(), hired.outcomes, tmp_path, draws=256, hire=hire)
