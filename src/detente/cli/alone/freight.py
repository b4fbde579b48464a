"""`detente freight`: what a container costs and how long it takes by each way, before and after links open."""

from __future__ import annotations

from pathlib import Path

import click

from ...ground.faults import RunError
from ...ground.json_text import json_text
from ..paths import PATH


@click.command()
@click.argument("path", metavar="FILE", type=PATH)
@click.option("--figure", type=PATH, help="Draw the network on a map into FILE.svg.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def freight(path: Path, figure: Path | None, as_json: bool) -> None:
    """Weigh freight by rail, road and sea: days, US$ and shares by way, before and after links open.

    FILE is a small YAML file: terminals, links, goods, and containers between economies.
    """
    from ...bind.alone.freight import read
    from .freight_words import found_in, plain, show

    asked = read(path)
    found = found_in(asked)
    if figure:
        if not asked.placed:
            raise RunError(f"{path}: no map without places; give every terminal `at: [longitude, latitude]`")
        from ...domains.freight.view.map import map_of
        from ...report.figure import svg

        try:
            figure.write_text(svg(map_of(asked.freight, asked.title)), encoding="utf-8", newline="\n")
        except OSError as error:
            raise RunError(f"{figure}: cannot be written ({error.strerror or error})") from None
    if as_json:
        click.echo(json_text(plain(found)))
        return
    show(found)
    if figure:
        click.echo(f"written: {figure}")
