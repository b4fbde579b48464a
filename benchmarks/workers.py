"""What a second worker adds, each worker with one processor: `python benchmarks/workers.py [STUDY] [DRAWS]`.

A run by one process that may use one processor, and one by two processes that may use two, in turn. The clock starts
when every process has finished a batch, so that what is compiled once does not count; it stops at the last batch.
Beside it stands what two processors give for a loop that shares nothing: on a machine whose two processors are
threads of one core, or are shared with others, that is less than two. Linux only: it sets what processors are used.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time

from record import Aim, Figure, Record, Table, free_share, keep, ratios

STUDY, DRAWS, ROUNDS = "korea-2018", 2048, 3
BEST = 0.9
"""The efficiency aimed at."""
LOOP = "import hashlib, time; b = bytes(1 << 20); s = time.perf_counter(); [hashlib.sha256(b) for _ in range(2000)]"
LOOP += "; print(time.perf_counter() - s)"


class Enough(Exception):
    """All draws are computed: nothing is judged."""


def rate(study: str, draws: int, workers: int) -> float:
    """Return draws a second of a run by so many workers, each with one processor, once all are at work."""
    script = [sys.executable, __file__, "--run", study, str(draws), str(workers)]
    found = subprocess.run(script, capture_output=True, text=True, check=True)
    return float(found.stdout.split()[-1])


def run(study: str, draws: int, workers: int) -> float:
    """Run a study and return draws a second, as `rate` does."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:workers])
    import detente
    from detente.audit.judge import batch_size, judge
    from detente.run import evaluator
    from detente.runs.processes import processes

    laboratory, told = detente.load(study), []

    def note(done: int, total: int, left: float | None) -> None:
        told.append((time.perf_counter(), done))
        if done == total:
            raise Enough

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, contextlib.suppress(Enough):
        judge(
            laboratory.problem,
            evaluator(laboratory.problem),
            folder,
            draws=draws,
            hire=processes(laboratory.problem, evaluator, workers),
            on_progress=note,
        )
    batch = batch_size(draws)
    start = next(one for one in told if one[1] >= workers * batch)
    return (told[-1][1] - start[1]) / (next(one for one in told if one[1] == draws)[0] - start[0])


def apart(count: int) -> float:
    """Return loops a second of so many processes that share nothing, each with one processor."""
    some = sorted(os.sched_getaffinity(0))[:count]
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", f"import os; os.sched_setaffinity(0, {{{one}}}); {LOOP}"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for one in some
    ]
    return count / max(float(one.communicate()[0]) for one in begun)


def main(study: str, draws: int) -> None:
    """Measure and write the record."""
    free = [free_share()]
    rates: dict[int, list[float]] = {1: [], 2: []}
    loops: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(ROUNDS):
        for count in (1, 2):
            loops[count].append(apart(count))
            rates[count].append(rate(study, draws, count))
    ours = [one / 2 for one in ratios(rates[2], rates[1])]
    machines = [one / 2 for one in ratios(loops[2], loops[1])]
    figures = (
        Figure.of("one worker, one processor", "draws a second", rates[1]),
        Figure.of("two workers, two processors", "draws a second", rates[2]),
        Figure.of("efficiency: half of what two do over what one does", "share", ours),
        Figure.of("the same of a loop that shares nothing: what the machine gives", "share", machines),
        Figure.of("of what the machine gives", "share", ratios(ours, machines)),
    )
    record = Record(
        name="workers",
        title="A second worker",
        what="A run by one process on one processor, and by two on two, in turn; the clock starts when every process "
        "has finished a batch (what is compiled once does not count) and stops at the last batch.",
        tables=(Table(f"{study}, {draws:,} draws", figures),),
        aims=(Aim("a second worker", "efficiency", BEST, figures[2].median, f"{study}, a processor each"),),
    )
    print(keep(record, [*free, free_share()]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        print(run(sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
    else:
        main(sys.argv[1] if sys.argv[1:] else STUDY, int(sys.argv[2]) if sys.argv[2:] else DRAWS)
