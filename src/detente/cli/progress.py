"""What a run will cost, before it starts, and how far it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..domains.domain import Problem
from .echo import flips_cost

Report = Callable[[int, int, float | None], None]


@contextmanager
def progress(problem: Problem, draws: int, flips: int = 0, quiet: bool = False) -> Iterator[Report]:
    """Show a bar with the time left while a run goes on; on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total, left: None
        return
    from rich.progress import BarColumn, Progress, TextColumn

    from .terminal import Terminal

    console = Terminal(stderr=True)
    console.print(
        f"{problem.study.id}: {draws:,} draws x {len(problem.cases)} worlds, "
        f"{draws * len(problem.cases):,} equilibria; Ctrl-C stops, the same command resumes"
    )
    if flips:
        console.print(f"{flips_cost(problem, flips)} --no-flips skips it; what is known is not sought again.")
    columns = (
        TextColumn("{task.completed} of {task.total} draws", markup=False),
        BarColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("compiling", total=draws)

        def on_progress(done: int, total: int, left: float | None) -> None:
            words = "" if left is None else f"{left:.0f} s left"
            words = (
                f"judging{', and seeking where each claim turns' * bool(flips)}" if done == total else words
            )
            bar.update(task, completed=done, total=total, description=words)

        yield on_progress
