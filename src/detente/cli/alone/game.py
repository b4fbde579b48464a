"""`detente game`: one game from a small file, solved and shown."""

from __future__ import annotations

from pathlib import Path

import click

from ...ground.faults import RunError
from ...ground.json_text import json_text
from ..paths import PATH


@click.command()
@click.argument("path", metavar="FILE", type=PATH)
@click.option("--logit", "precisions", help="Precisions of logit play of a table, ascending, as 0.1,1,10.")
@click.option("--write", type=PATH, help="Write the game for Gambit: FILE.nfg or FILE.efg.")
@click.option("--figure", type=PATH, help="Draw the logit path or the tree into FILE.svg.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def game(path: Path, precisions: str | None, write: Path | None, figure: Path | None, as_json: bool) -> None:
    """Solve one game: equilibria, dominance, logit play, backward induction.

    FILE is a small YAML file (players and payoffs, or a tree), or a .nfg or .efg file as Gambit writes them.
    """
    from ...domains.forms import Extensive
    from ...domains.strategy.files import read, written
    from ...domains.strategy.findings import found_in

    wanted = _precisions(precisions)
    one = read(path)
    if wanted and isinstance(one, Extensive):
        what = "logit play is traced for tables, and this is a tree; --write FILE.nfg makes a table of it"
        raise RunError(f"{path}: {what}")
    text = written(one, write) if write else ""
    found = found_in(one, wanted)
    if write:
        _put(write, text)
    if figure:
        _draw(one, figure)
    if as_json:
        click.echo(json_text(found.plain()))
        return
    from .game_table import show

    show(found)
    for path_ in (write, figure):
        if path_:
            click.echo(f"written: {path_}")


def _precisions(text: str | None) -> tuple[float, ...]:
    """Return the precisions asked for."""
    try:
        found = tuple(float(word) for word in text.split(",")) if text else ()
    except ValueError:
        raise click.BadParameter(f"'{text}' is not a list of numbers, as 0.1,1,10") from None
    if any(b < a for a, b in zip((0.0, *found), found, strict=False)) or not all(one < 1e9 for one in found):
        raise click.BadParameter("precisions must ascend from 0")
    return found


def _draw(one: object, figure: Path) -> None:
    """Write a picture of a game."""
    from ...domains.strategy.view import LARGEST, picture
    from ...report.figure import svg

    chart = picture(one)  # type: ignore[arg-type]
    if chart is None:
        raise RunError(f"the tree has over {LARGEST} nodes, too many to draw; leave out --figure")
    _put(figure, svg(chart))


def _put(path: Path, text: str) -> None:
    """Write a file. Raises RunError where that cannot be done."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise RunError(f"{path}: cannot be written ({error.strerror or error})") from None
