"""Judge a study: draw its assumptions, compute every draw, and say how far each claim holds."""

from __future__ import annotations

import time
from pathlib import Path

from ..domains.domain import Problem, statuses_of
from ..ground.faults import RunError
from ..runs import manifest, world_copy
from ..runs.batch import Evaluate, Work
from ..runs.disk import clear
from ..runs.draws import DEFAULT, REPLICATES, Draws
from ..runs.executor import Hire, Tell, threads
from ..runs.loop import Progress, compute
from ..runs.manifest import Fingerprint
from ..runs.store import Store, alone
from ..runs.table import Table
from ..runs.truth import judged
from .evidence import gather
from .forecasts import scored
from .records import Judgement, RunRecord, Verdict
from .solved import kept_or_solved
from .verdict import not_modelled, verdict

BATCH = 1_024
"""Draws that are computed, written and counted as finished together."""
LEAST, THREADS = 256, 4
"""A short run is cut into a few batches of no fewer draws, so that several threads have work."""
HELD = 1 << 21
"""Most truths that are held in memory at once, claims times draws: some 100 MB with their margins."""


def judge(
    problem: Problem,
    evaluate: Evaluate,
    folder: str | Path,
    *,
    draws: int = DEFAULT,
    seed: int = 1,
    workers: int | None = None,
    hire: Hire | None = None,
    tell: Tell | None = None,
    on_progress: Progress | None = None,
    reading: bool = False,
    replace: bool = False,
    code_version: str = "",
) -> Judgement:
    """Judge every claim of a problem over draws of its assumptions, kept in a folder.

    Arguments: `evaluate` turns columns of assumptions into columns of outcomes, `[draw]` each, NaN where a
    solve failed; it is called by `workers` threads (default: one a processor), and the numbers do not depend
    on how many; `hire` has others do the batches instead, and `tell` is told what a user should know. `draws`
    is 16 times a power of two, 256 or more. A run that was stopped, even killed, goes on where it was and ends
    in the same bits. A finished run that other versions computed is opened where it is for `reading` alone, and
    `tell` is told. With `replace`, a folder's other run gives way to this one. `code_version` tells apart what
    versions of packages do not.

    Raises RunError, saying what mends it, for a number of draws that cannot be, a folder that another run
    holds or that holds another run, a full disk, or a batch that fails.
    """
    start = time.monotonic()
    folder = Path(folder)
    sample = Draws.of(problem, draws, seed)
    size = batch_size(draws)
    wanted = manifest.fingerprint(problem, sample, batch=size, code_version=code_version)
    with alone(folder):
        store = _store(folder, wanted, problem, reading, replace)
        tell = tell or (lambda words: None)
        if store.other_code:
            tell(f"{folder} holds a run {store.other_code}: its numbers are told as they are")
        world_copy.keep(problem.world, folder)
        reused = store.count - len(store.missing())
        work = Work(sample, folder, size)
        compute(work, hire or threads(evaluate, workers), store, on_progress, tell)
        table = store.table()
        verdicts = _verdicts(problem, table, draws)
        forecasts = scored(problem, table)
        run = RunRecord(
            draws=draws,
            seed=seed,
            replicates=REPLICATES,
            batches=store.count,
            reused=reused,
            seconds=time.monotonic() - start,
            folder=str(folder),
            versions=store.versions,
            status_counts={
                name: table.counts(name) for name in table.names if statuses_of(problem.domains, name)
            },
        )
        solved = kept_or_solved(problem, table, folder, store.fingerprint)
        return Judgement(problem, run, verdicts, table, forecasts, solved)


def _store(folder: Path, wanted: Fingerprint, problem: Problem, reading: bool, replace: bool) -> Store:
    """Return a folder's batches; those of another run are removed first, if they may be."""
    outcomes = [cell.name for cell in problem.cells]
    try:
        return Store(folder, wanted, outcomes, reading)
    except RunError:
        if not replace:
            raise
    clear(folder)
    return Store(folder, wanted, outcomes, reading)


def batch_size(draws: int) -> int:
    """Return how many draws are computed and counted as finished together.

    >>> batch_size(256), batch_size(2_048), batch_size(65_536)
    (256, 512, 1024)
    """
    return min(BATCH, max(LEAST, draws // THREADS))


def _verdicts(problem: Problem, table: Table, draws: int) -> dict[str, Verdict]:
    """Return a verdict on every claim of the study, in its order; memory holds a few claims at a time."""
    found: dict[str, Verdict] = {}
    at_once = max(1, HELD // draws)
    for start in range(0, len(problem.claims), at_once):
        some = problem.claims[start : start + at_once]
        claims = [judged(problem, claim, table, draws) for claim in some]
        evidence = gather(problem.columns, claims, table, problem.correlations)
        for one, its in zip(claims, evidence, strict=True):
            found[one.claim.id] = verdict(problem, one, its, table)
    return {name: found.get(name) or not_modelled(claim) for name, claim in problem.study.claims.items()}
