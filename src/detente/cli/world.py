"""The commands `detente world ...`: a world of one's own, written, checked and rebalanced."""

from __future__ import annotations

from pathlib import Path

import click

from ..ground.faults import StudyError


@click.group()
def world() -> None:
    """Make, check and change worlds: folders of tables that a study names by `world: ./FOLDER`."""


@world.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--like", metavar="WORLD", help="Copy an embedded world to change, as world-2014.")
def new(folder: Path, like: str | None) -> None:
    """Write a small commented world to begin with, into a new FOLDER."""
    from ..world.template import copied, template
    from ..world.write import put

    put(copied(like) if like else template(), folder)
    click.echo(f"wrote {folder}; now put your numbers in, then `detente world check {folder}`")


@world.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--rebalance", "out", type=click.Path(path_type=Path), metavar="OUT", help="Write a world that closes."
)
def check(folder: Path, out: Path | None) -> None:
    """Read a world back in words, or list every fault of its files and every account that does not close.

    With --rebalance a world whose accounts close is written into the new folder OUT, and every change is said.
    """
    from ..world.books import imbalances
    from ..world.folder import read
    from .world_words import changed, words

    facts = read(folder)
    if out is not None:
        click.echo(changed(facts, out))
        return
    off = imbalances(facts)
    if not off:
        click.echo(words(facts))
        return
    if any(one.mends for one in off):
        mend = f"`detente world check {folder} --rebalance OUT` writes a world that closes, and says what it changed"
        click.echo(mend, err=True)
    raise StudyError(one.fault for one in off)
