"""`detente split`: who gets what of what parties can do together, from a small file."""

from __future__ import annotations

from pathlib import Path

import click

from ...ground.faults import RunError
from ...ground.json_text import json_text
from ..paths import PATH


@click.command()
@click.argument("path", metavar="FILE", type=PATH)
@click.option("--figure", type=PATH, help="Draw the splits into FILE.svg.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def split(path: Path, figure: Path | None, as_json: bool) -> None:
    """Divide what parties can do together: Shapley value, nucleolus, core, fee of transit, bargaining power.

    FILE is a small YAML file: parties, and projects with the consents that each needs, or the worth of each coalition.
    """
    from ...bind.alone.split import read
    from .split_words import found_in, plain, show

    found = found_in(read(path))
    if figure:
        from ...domains.split.view.picture import picture
        from ...report.figure import svg

        asked = found.asked
        shares = {name: one.splits for name, one in found.games.items()}
        text = svg(picture(asked.title, asked.unit, asked.parties, shares))
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
