"""The whole laboratory on one page: a study is read, bound, computed, judged and shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__
from .bind.problem import bind
from .bind.records import Problem
from .bind.setting import fix
from .study.read import read

if TYPE_CHECKING:
    from .audit.loop import Evaluate
    from .audit.records import Judgement

DRAWS, QUICK = 16_384, 1_024
"""Draws of a full run, and of a quick one."""


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
        flips: bool = True,
        on_progress: Callable[[int, int, float | None], None] | None = None,
    ) -> Judgement:
        """Judge every claim over so many draws, kept in `out` (default `runs/NAME`), resuming what is there.

        With `flips`, the nearest change of each claim is sought, too.
        Raises RunError where the run cannot start or go on.
        """
        from .audit.judge import judge

        folder = Path(out) if out else Path("runs") / self.problem.study.id
        return judge(
            self.problem,
            evaluator(self.problem),
            folder,
            draws=draws,
            seed=seed,
            workers=workers,
            on_progress=on_progress,
            code_version=__version__,
            seek_flips=flips,
        )


def load(study: str | Path, settings: Mapping[str, str] | None = None) -> Laboratory:
    """Read and bind a study, shipped or the user's own; `settings` fixes assumptions by name.

    Raises StudyError with every fault of the file.
    """
    return Laboratory(bind(fix(read(study), settings or {})))


def evaluator(problem: Problem) -> Evaluate:
    """Return every model and the game of a problem: from columns of assumptions to columns of outcomes."""
    from .audit.centre import centre
    from .game.evaluate import Strategist
    from .system.evaluate import Evaluator

    return Strategist(
        problem, Evaluator(problem, {column.name: centre(column) for column in problem.columns})
    )


def show(judgement: Judgement, folder: str | Path | None = None) -> Path:
    """Write the report of a judgement and the data of its figures; return the page's path."""
    from .report.show import show as write

    return write(judgement, Path(folder) if folder else Path(judgement.run.folder))
