"""The command `detente backtest`: forecasts of finished runs against what happened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..ground.faults import RunError
from .paths import PATH

if TYPE_CHECKING:
    from ..audit.backtest import Backtest

RUNS = Path("runs")
FEW = 30
"""Below so many forecasts, skill cannot be told from luck."""


@click.command()
@click.argument("folders", nargs=-1, type=PATH, metavar="[RUN]...")
def backtest(folders: tuple[Path, ...]) -> None:
    """Score what finished runs forecast against what happened: Brier scores and calibration.

    RUN is the folder of a run; all in the folder `runs` if none is given.
    """
    from ..audit.backtest import backtest as scored

    chosen = list(folders) or sorted(path.parent for path in RUNS.glob("*/results.json"))
    if not chosen:
        raise RunError(f"no run is kept in {RUNS}; `detente run STUDY` makes one")
    _show(scored(chosen))


def _show(found: Backtest) -> None:
    """Print the table of forecasts, that of calibration, and how little it says."""
    from ..audit.sentences import percent
    from .terminal import Grid, Terminal

    console, table = Terminal(), Grid()
    table.texts("study", "forecast", "chance", "came about", "Brier")
    for one in found.told:
        came = "yes" if one.happened else "no"
        table.add_row(one.study, one.what, percent(one.chance), came, f"{one.score:.3f}")
    console.print(table)
    table = Grid()
    table.texts("chance given", "forecasts", "mean chance", "came about", "95 % interval")
    for row in found.classes:
        ends = f"{100 * row.least:.0f}-{100 * row.most:.0f} %"
        span = f"{100 * row.low:.0f}-{100 * row.high:.0f} %"
        table.add_row(span, str(row.count), percent(row.chance), percent(row.came), ends)
    console.print(table)
    count = len(found.told)
    few = "; far too few to tell skill from luck" if count < FEW else ""
    console.print(
        f"mean Brier score {found.score:.3f} over {count} forecast{'s' if count > 1 else ''}{few}\n"
        "0 is perfect, 0.25 is what always saying one half gets, "
        f"{found.blind:.3f} what the share that came about gets"
    )
