"""Kill runs at random, again and again, and see that each ends in the same bytes: `python benchmarks/soak.py [KILLS]`.

A run of 16 batches is begun, with one to three workers, and killed with SIGKILL after a random time: the run itself,
or, one time in three where it has processes, one of them, which the run must survive. Then it is begun again in the
same folder, and killed again, until a start comes to its end; the bytes of all batches must then be those of a run
that nobody killed. Linux only: it reads /proc.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

import detente
from detente.audit.judge import judge
from detente.runs.processes import processes

KILLS, SEED, DRAWS = 200, 1, 16_384
PAUSE = 0.1
"""Seconds that a batch takes beside what writing it takes."""
MIDST = 0.7
"""How often the clock starts at the next batch and not at the start, which takes longer than all batches."""
COLUMNS = 60
"""Outcomes of a batch, so that writing it takes a while too."""
STUDY = """study: soak
question: Is every byte where it was?
argument: {title: An example}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN]
assumptions:
  duty: {is: a duty, uniform: 1 % to 30 %, source: judgement}
  leak: {is: a leak, uniform: 0 to 1, source: judgement}
moves:
  tax: {is: a duty, tariff: {seller: CHN, buyer: USA, add: duty}}
worlds:
  taxed: {is: with a duty, moves: [tax]}
claims:
  pays: {says: The buyer gains., holds: 'real_income[USA, taxed] > 0'}
"""


def made_up(problem):
    """Return outcomes that no model computes: fast to have, and to write."""

    def outcomes(values):
        time.sleep(PAUSE)
        base = np.sin(40 * values["duty"]) - values["leak"]
        cells = {cell.name: base for cell in problem.cells}
        return cells | {f"extra {k}": base**2 + k for k in range(COLUMNS)}

    return outcomes


def run(folder: Path, workers: int) -> None:
    """Make or go on with a run: threads for one worker, processes for more."""
    problem = detente.load(folder.parent / "soak.yaml").problem
    hire = processes(problem, made_up, workers) if workers > 1 else None
    judge(problem, made_up(problem), folder, draws=DRAWS, workers=1, hire=hire)


def content(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each batch."""
    return {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest()
        for one in sorted(folder.glob("batch-*.parquet"))
    }


def soak(kills: int, seed: int, folder: Path, tell=print) -> Counter:
    """Kill so many times; return how often each thing happened. Raises AssertionError where bytes differ."""
    chance, found = random.Random(seed), Counter()
    (folder / "soak.yaml").write_text(STUDY, encoding="utf-8")
    longest = _seconds(folder / "whole", 1)
    whole = content(folder / "whole")
    assert len(whole) == DRAWS // 1024
    while found["kills"] < kills:
        target = folder / f"run-{found['runs']}"
        while _killed(target, chance, longest, found) and found["kills"] < kills:
            pass
        _start(target, 1).wait()
        assert content(target) == whole, f"{target}: other bytes than a run that nobody killed"
        assert not list(target.glob("*.tmp")), f"{target}: something unfinished was left"
        found["runs"] += 1
        tell(f"{found['kills']} kills, {found['runs']} runs ended in the same bytes")
    return found


def _start(target: Path, workers: int) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, __file__, "--run", str(target), str(workers)])


def _seconds(target: Path, workers: int) -> float:
    start = time.monotonic()
    assert _start(target, workers).wait() == 0
    return time.monotonic() - start


def _killed(target: Path, chance: random.Random, longest: float, found: Counter) -> bool:
    """Start a run and kill it, or one of its processes, after a while; tell whether it has still to end."""
    process = _start(target, chance.choice((1, 2, 3)))
    if chance.random() < MIDST:
        before, longest = content(target), 1.0
        while process.poll() is None and content(target) == before:
            time.sleep(0.01)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(chance.uniform(0.0, 1.2 * longest))
        assert process.returncode == 0, "a run that nobody killed failed"
        return False
    others = _processes(process.pid) if chance.random() < 1 / 3 else []
    if others:
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(others), signal.SIGKILL)
            found["kills"] += 1
            found["of a worker"] += 1
        assert process.wait() == 0, "a run did not survive the end of one of its processes"
        return False
    some = bool(content(target))
    process.kill()
    process.wait()
    found["kills"] += 1
    found["of a run"] += 1
    found["with batches in the folder" if some else "before any batch"] += 1
    return True


def _processes(parent: int) -> list[int]:
    """Return the processes that a run has spawned to compute."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            number, above = int(entry.name), int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if above == parent and b"spawn_main" in (entry / "cmdline").read_bytes():
                found.append(number)
    return found


def main(kills: int) -> None:
    """Soak and keep a record."""
    from record import Agreement, Figure, Record, Table, free_share, keep

    free, start = [free_share()], time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = soak(kills, SEED, Path(folder))
    figures = tuple(
        Figure.of(what, "times", [count]) for what, count in sorted(found.items()) if what != "runs"
    )
    table = Table(f"{found['kills']} kills at random times, 1 to 3 workers, seed {SEED}", figures)
    record = Record(
        name="soak",
        title="Runs killed at random",
        what="A run of 16 batches is killed (SIGKILL: the run itself or, one time in three, one of its processes) "
        "after a random time, begun again in its folder, and killed again, until it comes to its end.",
        tables=(table,),
        agreement=(Agreement(f"{found['runs']} runs that ended: batches with other bytes", 0.0, 0.0),),
        notes=(f"{(time.monotonic() - start) / 60:.0f} minutes. Ten kills are part of the tests.",),
    )
    print(keep(record, [*free, free_share()]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else KILLS)
