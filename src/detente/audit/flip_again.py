"""Seek the flips of a finished run longer, or again."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from ..bind.records import Problem
from ..ground.faults import RunError
from . import manifest
from .batch import Evaluate
from .draws import Draws
from .flip_kept import sought_again
from .judge import judge
from .records import Judgement
from .store import alone


def flip_again(
    problem: Problem,
    evaluate: Evaluate,
    folder: Path,
    *,
    budget: int,
    only: Collection[str] = (),
    code_version: str = "",
) -> Judgement:
    """Return the judgement of a run with flips sought anew, of all claims or `only` some; keep the nearer ones.

    `budget` is the number of points at which the models may be run. Raises RunError where there is no run of
    this problem in the folder.
    """
    found = manifest.read(folder)
    if found is None:
        raise RunError(f"{folder}: no run is kept there; `detente run` makes one")
    draws, seed = found.fingerprint.draws, found.fingerprint.seed
    judgement = judge(problem, evaluate, folder, draws=draws, seed=seed, code_version=code_version)
    sample = Draws.of(problem, draws, seed)
    wanted = manifest.fingerprint(problem, sample, batch=found.fingerprint.batch, code_version=code_version)
    with alone(folder):
        return sought_again(judgement, evaluate, sample, wanted, budget, only)
