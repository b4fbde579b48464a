"""The whole laboratory on one page: a study is read, bound, computed, judged and shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from . import __version__
from .bind.problem import bind
from .bind.setting import fix
from .domains.domain import Problem
from .ground.faults import RunError
from .ground.paths import path_of
from .study.read import read

if TYPE_CHECKING:
    import numpy as np

    from .audit.records import Judgement
    from .report.figure import Figure
    from .runs.batch import Evaluate
    from .runs.executor import Hire

DRAWS, QUICK = 16_384, 1_024
"""Draws of a full run, and of a quick one."""
FLIPS = 1_280
"""Points at which the models are run to find where the claims turn."""


@dataclasses.dataclass(frozen=True)
class Laboratory:
    """A study that is ready to run: every name resolved, nothing computed yet."""

    problem: Problem

    def run(
        self,
        *,
        draws: int = DRAWS,
        seed: int = 1,
        out: str | Path | None = None,
        workers: int | None = None,
        cluster: str | None = None,
        flips: int = FLIPS,
        replace: bool = False,
        on_progress: Callable[[int, int, float | None], None] | None = None,
        tell: Callable[[str], None] | None = None,
    ) -> Judgement:
        """Judge every claim over so many draws, kept in `out` (default `runs/NAME`), resuming what is there.

        Without `workers` this process computes, with a thread a processor; 1 is one thread, more are processes of
        their own; `cluster` is the address of a Dask scheduler instead. The numbers do not depend on who computes,
        to the bit on the same kind of processor with the same versions. Where each claim turns
        is sought with `flips` points, none where 0, and told again where it is known. `tell` is told in lines what
        else a user should know. With `replace`, another run in the folder gives way.

        Raises RunError where the run cannot start or go on.
        """
        from .audit.judge import judge
        from .flips.kept import with_flips

        if workers is not None and workers < 1:
            raise RunError(f"{workers} processes compute nothing; give 1 or more, or leave workers out")
        if flips < 0:
            raise RunError(f"{flips} points are none to seek flips with; give 0 or more")
        folder = path_of(out) if out else Path("runs") / self.problem.study.id
        models = evaluator(self.problem)
        found = judge(
            self.problem,
            models,
            folder,
            draws=draws,
            seed=seed,
            workers=1 if workers == 1 else None,
            hire=self._hire(workers, cluster),
            tell=tell,
            replace=replace,
            on_progress=on_progress,
            code_version=__version__,
        )
        return with_flips(found, models, flips)

    def open(
        self, folder: str | Path | None = None, *, tell: Callable[[str], None] | None = None
    ) -> Judgement:
        """Return the judgement of a run kept in a folder (default `runs/NAME`), finishing it if it was stopped.

        `tell` is told where other versions computed it. Raises RunError where the folder holds no run of this study.
        """
        from .audit.judge import judge
        from .flips.kept import with_flips
        from .runs import manifest

        kept = path_of(folder) if folder else Path("runs") / self.problem.study.id
        found = manifest.read(kept)
        if found is None:
            raise RunError(f"{kept}: no run is kept there; `detente run {self.problem.study.id}` makes one")
        models = when_called(self.problem)
        judged = judge(
            self.problem,
            models,
            kept,
            draws=found.fingerprint.draws,
            seed=found.fingerprint.seed,
            tell=tell,
            reading=True,
            code_version=__version__,
        )
        return with_flips(judged, models, 0)

    def flip(self, folder: str | Path, *, budget: int = FLIPS, claims: Collection[str] = ()) -> Judgement:
        """Seek again where claims of a finished run turn, all or some, with `budget` points.

        Raises RunError where the folder holds no run of this study.
        """
        from .audit.judge import judge
        from .flips.kept import sought_again
        from .runs import manifest

        found, models = manifest.read(path_of(folder)), evaluator(self.problem)
        if found is None:
            raise RunError(f"{folder}: no run is kept there; `detente run` makes one")
        draws, seed = found.fingerprint.draws, found.fingerprint.seed
        judged = judge(
            self.problem, models, path_of(folder), draws=draws, seed=seed, code_version=__version__
        )
        return sought_again(judged, models, budget=budget, only=claims)

    def _hire(self, workers: int | None, cluster: str | None) -> Hire | None:
        """Return who computes the batches; None for threads of this process."""
        from .runs.cluster import cluster as machines
        from .runs.processes import processes

        if cluster:
            return machines(self.problem, evaluator, cluster)
        return processes(self.problem, evaluator, workers) if workers and workers > 1 else None


def load(study: str | Path, settings: Mapping[str, str] | None = None) -> Laboratory:
    """Read and bind a study, shipped or the user's own; `settings` fixes assumptions by name.

    Raises StudyError with every fault of the file.
    """
    return Laboratory(bind(fix(read(study), settings or {})))


def evaluator(problem: Problem, switches: Sequence[str] = (), keeps: int = 0) -> Evaluate:
    """Return every model and the game of a problem: from columns of assumptions to columns of outcomes.

    Moves named in `switches` can be left out of every world (see `bind.switches.switch`). Each model keeps so many
    of its newest answers, for calls that change nothing that it reads.
    """
    from .chance.cube import median as centre
    from .solve.evaluate import Evaluator

    middle = {column.name: centre(column) for column in problem.columns}
    return Evaluator(problem, middle, switches, keeps)


def when_called(problem: Problem) -> Evaluate:
    """Return the same, prepared at the first call: a finished run is opened without its models, and without JAX."""
    made: list[Evaluate] = []
    one_at_a_time = Lock()

    def evaluate(values: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
        with one_at_a_time:
            if not made:
                made.append(evaluator(problem))
        return made[0](values)

    return evaluate


def figures(judgement: Judgement) -> dict[str, Figure]:
    """Return every figure of a judgement's report by its name, to be shown, changed, or kept as a file."""
    from .report.content import content
    from .report.content import figures as drawn

    return {figure.name: figure for figure in drawn(content(judgement))}


def show(judgement: Judgement, folder: str | Path | None = None, *, png: bool = False) -> Path:
    """Write the report of a judgement, the data and pictures of its figures; return the page's path."""
    from .report.show import show as write

    return write(judgement, path_of(folder) if folder else Path(judgement.run.folder), png=png)
