"""Judge a study: draw its assumptions, compute every draw, and say how far each claim holds."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from ..bind.records import Problem
from . import flip_file, manifest
from .draws import DEFAULT, REPLICATES, Draws
from .evidence import gather
from .flips import flips
from .forecasts import scored
from .loop import Evaluate, Progress, compute
from .records import Judgement, RunRecord, Verdict
from .store import Store, alone
from .table import Table
from .truth import judged
from .verdict import not_modelled, verdict

BATCH = 1_024
"""Draws that are computed, written and counted as finished together."""
LEAST, THREADS = 256, 4
"""A short run is cut into a few batches of no fewer draws, so that several threads have work."""
HELD = 1 << 21
"""Most truths that are held in memory at once, claims times draws: some 100 MB with their margins."""
STATUS = ("status[", "gas_status[")
"""How the names of columns begin that tell how a solve ended."""


def judge(
    problem: Problem,
    evaluate: Evaluate,
    folder: str | Path,
    *,
    draws: int = DEFAULT,
    seed: int = 1,
    workers: int | None = None,
    on_progress: Progress | None = None,
    code_version: str = "",
    seek_flips: bool = False,
) -> Judgement:
    """Judge every claim of a problem over draws of its assumptions, kept in a folder.

    Arguments: `evaluate` turns columns of assumptions into columns of outcomes, `[draw]` each, NaN where a
    solve failed; it is called by `workers` threads (default: one a processor), and the numbers do not depend
    on how many. `draws` is 16 times a power of two, 256 or more. A run that was stopped, even killed, goes on
    where it was and ends in the same bits. `code_version` tells apart what versions of packages do not.
    `seek_flips` has the nearest change of each claim sought, about 90 points a claim, unless the folder has it.

    Raises RunError, saying what mends it, for a number of draws that cannot be, a folder that another run
    holds or that holds another run, a full disk, or a batch that fails.
    """
    start = time.monotonic()
    folder = Path(folder)
    sample = Draws.of(problem, draws, seed)
    size = min(BATCH, max(LEAST, draws // THREADS))
    wanted = manifest.fingerprint(problem, sample, batch=size, code_version=code_version)
    with alone(folder):
        store = Store(folder, wanted)
        reused = store.count - len(store.missing())
        compute(sample, evaluate, store, workers, on_progress)
        table = store.table()
        verdicts = _verdicts(problem, table, draws)
        found = flip_file.read(folder)
        if found is None and seek_flips:
            found = flips(problem, verdicts, table, sample, evaluate)
            flip_file.write(folder, found)
        verdicts = {name: replace(one, flips=(found or {}).get(name, ())) for name, one in verdicts.items()}
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
        status_counts={name: table.counts(name) for name in table.names if name.startswith(STATUS)},
    )
    return Judgement(problem, run, verdicts, table, forecasts)


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
