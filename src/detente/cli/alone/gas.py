"""`detente gas`: who sells gas to whom, and what a pipeline changes, from a small file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...ground.faults import RunError
from ...ground.json_text import json_text
from ..paths import PATH

if TYPE_CHECKING:
    from ...domains.gas.corridor import CorridorResult
    from ...domains.gas.records import Gas


@click.command()
@click.argument("path", metavar="FILE", type=PATH)
@click.option("--figure", type=PATH, help="Draw supply and costs into FILE.svg.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def gas(path: Path, figure: Path | None, as_json: bool) -> None:
    """Solve a gas market, and say what a pipeline changes for whom: flows, prices, profits, break-even.

    FILE is a small YAML file: markets, sellers, flows of a base year, ways and their costs, pipelines.
    """
    from ...bind.alone.gas import read
    from ...domains.gas.corridor import corridor
    from .gas_words import plain, show

    asked = read(path)
    found = corridor(asked.gas, asked.gas.with_lines())
    if found.status[0] != "solved":
        raise RunError(f"{path}: {found.status[0]}")
    if figure:
        _draw(asked.title, asked.gas, found, figure)
    if as_json:
        click.echo(json_text(plain(asked, found)))
        return
    show(asked, found)
    if figure:
        click.echo(f"written: {figure}")


def _draw(title: str, world: Gas, found: CorridorResult, figure: Path) -> None:
    """Write the picture. Raises RunError where there is no line to draw, or no place to write."""
    from ...domains.gas.pictured import Pictured
    from ...domains.gas.view.picture import picture
    from ...report.figure import svg

    chart = picture(title, Pictured.of(world, found))
    if chart is None:
        raise RunError("the file has no pipeline, so there is nothing to compare; leave out --figure")
    try:
        figure.write_text(svg(chart), encoding="utf-8", newline="\n")
    except OSError as error:
        raise RunError(f"{figure}: cannot be written ({error.strerror or error})") from None
