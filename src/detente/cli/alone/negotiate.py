"""`detente negotiate`: where disputed questions land, from a small file."""

from __future__ import annotations

from pathlib import Path

import click

from ...ground.faults import RunError
from ...ground.json_text import json_text
from ..paths import PATH


@click.command()
@click.argument("path", metavar="FILE", type=PATH)
@click.option("--figure", type=PATH, help="Draw the rounds into FILE.svg.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def negotiate(path: Path, figure: Path | None, as_json: bool) -> None:
    """Play out a negotiation: challenges, offers and rounds, with bands, and elections to compare.

    FILE is a small YAML file: issues, and each actor's position, capability and salience, as numbers or ranges.
    """
    from ...bind.alone.negotiate import read
    from .negotiate_words import found_in, plain, show

    found = found_in(read(path))
    if figure:
        from ...domains.negotiation.view.picture import picture
        from ...report.figure import svg

        text = svg(picture(found.asked.title, found.asked.issues, found.landed))
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
