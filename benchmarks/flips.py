"""Where the claims of the shipped studies turn, and what that costs: `python benchmarks/flips.py [study ...]`.

Distances are compared with those of `flips-before.json`: the search of 0.1.0, on the draws of seed 1, with
2,560 points; a flip within 0.02 standard deviations is told to lie right beside the centre, and counts as 0.02.
Runs of 1,024 draws are made once, in a folder that is thrown away. Every way of searching is given the same draws;
what its models take and what the search itself takes are told apart.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from record import Aim, Figure, Record, Table, free_share, keep

from detente.audit.reasons import BESIDE
from detente.flips.flips import Flips, flips
from detente.run import FLIPS, QUICK, evaluator, load
from detente.runs.draws import Draws
from detente.study.read import shipped

BEFORE = Path(__file__).with_name("flips-before.json")
WORSE = 1.05
"""How much farther than before a flip may lie."""
SEEDS = 1, 2


def main(*names: str) -> None:
    """Write, for each study, how far its flips lie beside those before, and what they cost."""
    free = [free_share()]
    before = json.loads(BEFORE.read_text(encoding="utf-8"))
    tables, kept, spent, spent_before = [], [], 0.0, 0.0
    for study in names or shipped():
        runs, old = [measured(study, seed) for seed in SEEDS], before["studies"][study]
        near = [ratios(found, old["distances"]) for found, _, _ in runs]
        kept += [ratio for one in near for ratio in one.values()]
        spent += float(np.mean([seconds for _, seconds, _ in runs]))
        spent_before += old["processor_seconds"]
        figures = [
            Figure.of(what, "of the distance before", some)
            for what in near[0]
            if (some := [one[what] for one in near if one[what] < np.inf])
        ]
        figures += [
            Figure.of("points", "", [found.points for found, _, _ in runs]),
            Figure.of("calls of the models", "", [found.calls for found, _, _ in runs]),
            Figure.of("calls before", "", [old["calls"]]),
            Figure.of("the search, with the models", "s of processors", [one for _, one, _ in runs]),
            Figure.of("the models alone", "s of processors", [one for _, _, one in runs]),
            Figure.of("the search before, with the models", "s of processors", [old["processor_seconds"]]),
        ]
        lost = [
            f"{what}, seed {seed}"
            for one, seed in zip(near, SEEDS, strict=True)
            for what in one
            if one[what] == np.inf
        ]
        tables.append(Table(study, tuple(figures), f"Not found any more: {'; '.join(lost)}." if lost else ""))
    record = Record(
        name="flips",
        title="Where claims turn",
        what=f"Flips of the claims of the shipped studies, {QUICK:,} draws, {FLIPS:,} points at most, seeds 1 and 2.",
        tables=tuple(tables),
        aims=(
            Aim(
                "flips no more than 5 % farther than before",
                "of all",
                1.0,
                float(np.mean([one <= WORSE for one in kept])),
                "one that is not found any more counts as farther",
            ),
            Aim("processor seconds of all studies before, for one now", "times", 3.0, spent_before / spent),
        ),
        notes=(
            "Seconds hold the tracing of the models for blocks of 128 points, which a run has behind it.",
        ),
    )
    keep(record, [*free, free_share()])


def measured(study: str, seed: int) -> tuple[Flips, float, float]:
    """Return the flips of a study, and the processors' seconds of the search and of the models in it."""
    lab = load(study)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        judged = lab.run(draws=QUICK, seed=seed, out=folder, flips=0)
        models, spent = evaluator(lab.problem), []

        def timed(values: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
            start = time.process_time()
            outcomes = models(values)
            spent.append(time.process_time() - start)
            return outcomes

        start, sample = time.process_time(), Draws.of(lab.problem, QUICK, seed)
        found = flips(lab.problem, judged.verdicts, timed, judged.table, sample, budget=FLIPS)
        return found, time.process_time() - start, sum(spent)


def ratios(found: Flips, before: Mapping[str, float | None]) -> dict[str, float]:
    """Return how far each flip lies, by its claim and variant, of how far it lay; beside the centre all are alike."""
    now = {f"{name} {one.under}".strip(): one.distance for name, some in found.of.items() for one in some}
    told = {}
    for name, old in before.items():
        new = now.get(name)
        if old is not None:
            told[name] = np.inf if new is None else max(new, BESIDE) / max(old, BESIDE)
    return told


if __name__ == "__main__":
    main(*sys.argv[1:])
