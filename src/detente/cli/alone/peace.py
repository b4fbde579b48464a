"""`detente peace`: how likely a peace process is not to go back, from a small file."""

from __future__ import annotations

from pathlib import Path

import click

from ...ground.faults import RunError
from ...ground.json_text import json_text
from ..paths import PATH


@click.command()
@click.argument("path", metavar="FILE", type=PATH)
@click.option("--figure", type=PATH, help="Draw phases and chances into FILE.svg.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def peace(path: Path, figure: Path | None, as_json: bool) -> None:
    """Estimate whether a peace process goes back: chance of no return, years to a settlement, base rates.

    FILE is a small YAML file; chronology and rule of coding are ours or CSV files.
    """
    from ...bind.alone.peace import read
    from .peace_words import judged, plain, show

    found = judged(read(path))
    if figure:
        from ...domains.peace.view.picture import picture
        from ...report.figure import svg

        asked = found.asked
        text = svg(picture(asked.title, asked.as_of, asked.phases, asked.coded, found.past, found.courses))
        try:
            figure.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise RunError(f"{figure}: cannot be written ({error.strerror or error})") from None
    if as_json:
        click.echo(json_text(plain(found)))
        return
    show(found)
    if figure:
        click.echo(f"written: {figure}")
