"""The command `detente export`: a finished run as a document, a workbook, one page, or single figures."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

KINDS = (".docx", ".xlsx", ".pdf")
PICTURES = (".svg", ".png", ".pdf", ".csv")


@click.command()
@click.argument("study")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the run.  [default: runs/STUDY]")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="As in the run.")
def export(study: str, files: tuple[Path, ...], out: Path | None, settings: tuple[str, ...]) -> None:
    """Write a finished run as FILES: a brief for Word (.docx), every table for Excel (.xlsx), one page to print (.pdf).

    A file that has the name of a figure is that figure: drivers-CLAIM.png, or .svg, .pdf, .csv for its data. A file
    that is there is replaced.
    """
    from ..report import summary
    from ..report.brief import brief
    from ..report.content import content, figures
    from ..report.workbook import workbook
    from ..run import load
    from .finished import finished
    from .settings import fixed

    whole = {".docx": brief, ".xlsx": workbook, ".pdf": summary.write}
    for path in files:
        if path.suffix.lower() not in (*KINDS, *PICTURES):
            raise click.BadParameter(
                f"'{path}' ends neither in {' nor in '.join(dict.fromkeys((*KINDS, *PICTURES)))}"
            )
    found = content(finished(load(study, fixed(settings)), out))
    drawn = {figure.name: figure for figure in figures(found)}
    for path in files:
        if path.stem in drawn and path.suffix.lower() in PICTURES:
            drawn[path.stem].save(path)
        elif path.suffix.lower() in whole:
            whole[path.suffix.lower()](found, path)
        else:
            raise click.BadParameter(_unknown(path, drawn))
        click.echo(path)


def _unknown(path: Path, drawn: Collection[str]) -> str:
    """Say that a file has no figure's name."""
    from ..ground.faults import did_you_mean

    return f"'{path}': the report has no figure '{path.stem}'; {did_you_mean(path.stem, drawn)}"
