"""The command `detente export`: a finished run as a document or a workbook."""

from __future__ import annotations

from pathlib import Path

import click

KINDS = (".docx", ".xlsx")


@click.command()
@click.argument("study")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the run.  [default: runs/STUDY]")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="As in the run.")
def export(study: str, files: tuple[Path, ...], out: Path | None, settings: tuple[str, ...]) -> None:
    """Write a finished run as FILES: a brief for Word (.docx), every table for Excel (.xlsx).

    A file that is there is replaced.
    """
    from ..report.brief import brief
    from ..report.content import content
    from ..report.workbook import workbook
    from ..run import load
    from .finished import finished
    from .settings import fixed

    for path in files:
        if path.suffix.lower() not in KINDS:
            raise click.BadParameter(f"'{path}' ends neither in {' nor in '.join(KINDS)}")
    found = content(finished(load(study, fixed(settings)), out))
    for path in files:
        {".docx": brief, ".xlsx": workbook}[path.suffix.lower()](found, path)
        click.echo(path)
