"""Batches in processes of their own: the same bytes, whoever computes them and whoever is killed."""

import contextlib
import hashlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import detente
from detente.audit.judge import judge
from detente.ground.faults import RunError
from detente.runs.processes import Processes, processes
from tests.runs import hired

DRAWS = 4096
RUN = """
import sys
sys.path.insert(0, sys.argv[1])
from tests.runs import hired
from detente.audit.judge import judge
from detente.runs.processes import processes

if __name__ == "__main__":
    make = getattr(hired, sys.argv[3])
    judge(hired.small(), hired.outcomes, sys.argv[2], draws=16_384, hire=processes(hired.small(), make, 2))
"""
ROOT = str(Path(__file__).parents[2])


def content(folder):
    return {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest()
        for one in sorted(folder.glob("batch-*.parquet"))
    }


def run(folder, make, count=2, told=None, draws=DRAWS):
    hire = processes(hired.small(), make, count)
    return judge(
        hired.small(),
        hired.outcomes,
        folder,
        draws=draws,
        hire=hire,
        tell=(told.append if told is not None else None),
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The bytes, and the verdict, of a run by one thread."""
    folder = tmp_path_factory.mktemp("whole")
    found = judge(hired.small(), hired.outcomes, folder, draws=DRAWS, workers=1)
    return content(folder), found.verdicts


def test_processes_give_the_bytes_and_verdicts_of_one_thread(tmp_path, whole):
    found = run(tmp_path, hired.make)
    assert (content(tmp_path), found.verdicts) == whole


def test_a_process_that_is_killed_costs_nothing_but_time(tmp_path, whole, monkeypatch):
    monkeypatch.setenv("DETENTE_TEST_MARK", str(tmp_path / "mark"))
    told = []
    found = run(tmp_path / "run", hired.make_once_deadly, told=told)
    assert (tmp_path / "mark").exists()
    assert told == ["a process was killed; its batch is given to another"]
    assert (content(tmp_path / "run"), found.verdicts) == whole


def test_a_batch_that_kills_every_process_stops_the_run_and_keeps_the_others(tmp_path, whole):
    with pytest.raises(RunError, match=r"killed 4 times and no batch was finished in between; .* --workers"):
        run(tmp_path, hired.make_deadly)
    found = run(tmp_path, hired.make)
    assert (
        found.run.reused < 4
    )  # at most the other three: those at work beside the deadly one may have gone with it
    assert content(tmp_path) == whole[0]


def test_a_batch_that_fails_in_a_process_is_told_as_here(tmp_path):
    with pytest.raises(RunError, match=r"^batch \d \(draws \d+ to \d+\) failed: no supplier left"):
        run(tmp_path, hired.make_wrong)


def test_processes_find_what_is_finished(tmp_path, whole):
    judge(hired.small(), hired.outcomes, tmp_path, draws=DRAWS)
    assert run(tmp_path, hired.make_deadly).run.reused == 4


def test_processes_with_models_and_a_share_of_the_processors_give_the_bytes_of_threads(tmp_path):
    lab = detente.load(Path(ROOT) / "docs/tutorial/leaky.yaml")
    lab.run(draws=512, out=tmp_path / "threads", flips=0)
    lab.run(draws=512, out=tmp_path / "processes", flips=0, workers=2)
    assert content(tmp_path / "threads") == content(tmp_path / "processes")
    assert len(content(tmp_path / "threads")) == 2


def children(process):
    """Return the processes that a run has spawned (Linux)."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == process.pid and b"spawn_main" in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
    return found


def gone(pid):
    """Tell whether a process is no more: not there, or dead and waiting for its parent to notice."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_no_process_outlives_a_run_that_is_killed_and_the_run_goes_on(tmp_path):
    script = tmp_path / "run.py"  # a file, not -c: a spawned process reads its parent's main file again
    script.write_text(RUN, encoding="utf-8")
    process = subprocess.Popen([sys.executable, str(script), ROOT, str(tmp_path / "run"), "make_slow"])
    deadline = time.monotonic() + 60
    while not content(tmp_path / "run"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    spawned = children(process)
    assert len(spawned) == 2
    process.kill()
    process.wait()
    while not all(map(gone, spawned)):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    found = judge(hired.small(), hired.outcomes, tmp_path / "run", draws=16_384)
    assert found.run.reused < 16
    judge(hired.small(), hired.outcomes, tmp_path / "other", draws=16_384)
    assert content(tmp_path / "run") == content(tmp_path / "other")


@pytest.mark.skipif(not Path("/proc/self/wchan").exists(), reason="what a process waits for is not told here")
def test_a_process_killed_when_all_is_done_does_not_hold_up_the_end():
    """One of two idle processes holds the lock of the line of batches; the other waits for it."""
    hands = Processes(pickle.dumps((None, hired.small(), hired.make)), 2, print)
    ready, until = set(), time.monotonic() + 60
    while len(ready) < 2 and time.monotonic() < until:
        ready |= {one.result(60) for one in [hands.pool.submit(os.getpid) for _ in range(4)]}
    time.sleep(0.3)
    waits = {one: Path(f"/proc/{one}/wchan").read_text(encoding="ascii") for one in ready}
    holds = next((one for one, what in waits.items() if "pipe" in what), None)
    if holds is None:
        hands.close()
        pytest.skip("this system does not tell who waits for what")
    (other,) = ready - {holds}

    def send(process, what):
        with contextlib.suppress(
            ProcessLookupError
        ):  # the pool may have ended it, as one of its processes is gone
            os.kill(process, what)

    for one in ready:
        send(one, signal.SIGSTOP)
    end = threading.Thread(target=hands.close, daemon=True)
    end.start()
    time.sleep(0.3)
    send(holds, signal.SIGKILL)
    send(other, signal.SIGCONT)
    end.join(30)
    held_up = end.is_alive()
    send(other, signal.SIGKILL)  # or a failure would hold up the tests' own end
    assert not held_up
