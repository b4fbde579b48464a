"""The command `detente export`: a finished run as a file for another program, by the file's ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .paths import NAME, PATH

if TYPE_CHECKING:
    from ..audit.finished import Kept

PICTURES = (".svg", ".png", ".pdf")
JUDGED = (".docx", ".xlsx", ".pdf", ".svg", ".png")
"""Endings of what the run is judged again for."""
TABLES = (".csv", ".parquet")
KINDS = (*JUDGED, *TABLES, ".argdown", ".efg")
NAMES = ("draws", "outcomes", "verdicts", "columns", "iamc")


@click.command()
@click.argument("run", type=NAME)
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option(
    "--as", "table", type=click.Choice(NAMES), help="The table in a .csv or .parquet.  [default: draws]"
)
@click.option(
    "--short-names", "short", is_flag=True, help="Name the columns of draws as Stata and SAS allow."
)
@click.option("--draw", type=click.IntRange(0), help="Of the .efg.  [default: the one nearest to the centre]")
@click.option("--play", default="main", show_default=True, help="Of the study's game, in the .efg.")
@click.option("--out", type=PATH, help="Folder of the run.  [default: runs/STUDY]")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="As in the run.")
def export(
    run: str,
    files: tuple[Path, ...],
    table: str | None,
    short: bool,
    draw: int | None,
    play: str,
    out: Path | None,
    settings: tuple[str, ...],
) -> None:
    """Write a finished run as FILES, each by its ending.

    \b
    .docx           a brief for Word
    .xlsx           every table of the report for Excel
    .pdf            one page to print; where it has the name of a figure, that figure
    .svg .png       the figure that has the name of the file: drivers-CLAIM.png
    .csv .parquet   a table for R, Stata, pandas and others, named by --as:
      draws         a row a draw: assumptions, outcomes, whether each claim holds
      outcomes      a row an outcome and draw, its labels in columns of their own
      verdicts      a row a claim
      columns       a row a column of draws: meaning, unit, source, short name
      iamc          quantiles in the long format of the IAMC, which pyam reads
    .argdown        the claims and what supports them, with verdicts
    .efg            the first period of the study's game, for Gambit

    RUN is a study, or the folder of its run. A file that is there is replaced.
    """  # noqa: D301
    from ..audit.finished import kept
    from .settings import fixed

    _check(files, table, short)
    given = fixed(settings)
    if any(path.suffix.lower() in JUDGED for path in files):
        judged = _judged(run, given, out)
    if any(path.suffix.lower() not in JUDGED for path in files):
        opened = kept(run, given, folder=out)
    for path in files:
        ending = path.suffix.lower()
        if ending in JUDGED:
            judged(path)
        elif ending in TABLES:
            _table(opened, path, table or "draws", short)
        elif ending == ".efg":
            _game(opened, path, draw, play)
        else:
            _argument(opened, path)
        click.echo(path)


def _check(files: tuple[Path, ...], table: str | None, short: bool) -> None:
    """Refuse what cannot be written before anything is read."""
    for path in files:
        if path.suffix.lower() not in KINDS:
            raise click.BadParameter(f"'{path}' ends in none of {', '.join(KINDS)}")
    if not any(path.suffix.lower() in TABLES for path in files):
        for option, is_given in (("--as", table), ("--short-names", short)):
            if is_given:
                raise click.UsageError(f"{option} is for tables: write them as {' or '.join(TABLES)}")
    if short and table not in (None, "draws"):
        raise click.UsageError(f"--short-names is for --as draws; {table} has names that every program takes")


def _judged(run: str, settings: Mapping[str, str], out: Path | None) -> Callable[[Path], None]:
    """Judge a run again; return what writes it to a file, by its ending and name."""
    from ..audit.finished import STUDY
    from ..ground.faults import RunError, did_you_mean
    from ..report import summary
    from ..report.brief import brief
    from ..report.content import content, figures
    from ..report.workbook import workbook
    from ..run import load
    from .finished import finished

    folder = Path(run) if out is None and Path(run).is_dir() else None
    if folder and not (folder / STUDY).is_file():
        raise RunError(f"{folder / STUDY} is not there; give the study, and the folder with --out {folder}")
    found = content(finished(load(folder / STUDY if folder else run, settings), folder or out))
    drawn = {figure.name: figure for figure in figures(found)}
    whole = {".docx": brief, ".xlsx": workbook, ".pdf": summary.write}

    def write(path: Path) -> None:
        ending = path.suffix.lower()
        if path.stem in drawn and ending in PICTURES:
            drawn[path.stem].save(path)
        elif ending in whole:
            whole[ending](found, path)
        else:
            known = did_you_mean(path.stem, drawn)
            raise click.BadParameter(f"'{path}': the report has no figure '{path.stem}'; {known}")

    return write


def _table(opened: Kept, path: Path, table: str, short: bool) -> None:
    from ..export.write import write

    write(opened.given, path, table, short=short)


def _argument(opened: Kept, path: Path) -> None:
    from ..export.write import put
    from ..report.argdown import argdown

    put(path, argdown(opened.given.bound().study, opened.verdicts))


def _game(opened: Kept, path: Path, draw: int | None, play: str) -> None:
    from ..domains.recorded import central, drawn
    from ..export.write import put
    from ..ground.faults import RunError

    problem = opened.given.bound()
    if draw is not None and draw >= opened.draws:
        raise RunError(f"the run has draws 0 to {opened.draws - 1:,}, and no draw {draw:,}")
    number = central(problem, opened.table) if draw is None else draw
    tree = problem.taken("entry.tree")(problem, drawn(problem, opened.table, number), play)
    put(path, problem.taken("strategy.efg")(tree))
