"""The commands `detente world ...`: a world of one's own, written, checked and rebalanced."""

from __future__ import annotations

from math import isfinite
from pathlib import Path

import click

from ..ground.faults import RunError, StudyError
from .paths import NAME, PATH


@click.group()
def world() -> None:
    """Make, check and change worlds: folders of tables that a study names by `world: ./FOLDER`."""


@world.command()
@click.argument("folder", type=PATH)
@click.option("--like", metavar="WORLD", type=NAME, help="Copy an embedded world to change, as world-2014.")
def new(folder: Path, like: str | None) -> None:
    """Write a small commented world to begin with, into a new FOLDER."""
    from ..world.template import copied, template
    from ..world.write import put

    put(copied(like) if like else template(), folder)
    click.echo(f"wrote {folder}; now put your numbers in, then `detente world check {folder}`")


@world.command()
@click.argument("folder", type=PATH)
@click.option("--rebalance", "out", type=PATH, metavar="OUT", help="Write a world that closes.")
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


@world.command("import")
@click.argument("kind", metavar="KIND")
@click.argument("path", type=PATH)
@click.option("--out", type=PATH, required=True, help="The new folder of the world.")
@click.option("--year", type=click.IntRange(1), help="Where a folder holds several years.")
@click.option("--economies", type=PATH, help="Concordance, CSV: theirs,ours.")
@click.option(
    "--industries",
    type=PATH,
    help="The same, or a list code,title,isic_rev4.  [default: 16]",
)
@click.option("--tariffs", type=PATH, help="Duties, CSV: buyer,seller,industry,tariff.")
@click.option("--elasticities", type=PATH, help="CSV: industry,theta,low,high.")
@click.option(
    "--rate",
    type=click.FloatRange(0, min_open=True),
    help="US$ for a unit of the data base's money, where that is another.",
)
def import_(
    kind: str,
    path: Path,
    out: Path,
    year: int | None,
    economies: Path | None,
    industries: Path | None,
    tariffs: Path | None,
    elasticities: Path | None,
    rate: float | None,
) -> None:
    """Make a world of a data base that you have downloaded to PATH; nothing is fetched.

    KIND is icio (OECD), wiod (release of 2016), exiobase, eora26 or gloria. Economies that no line names are summed
    to ROW. Needs the extra `detente[import]`.
    """
    from ..world.databases.make import Order, make
    from ..world.databases.read import kind_of

    if rate is not None and not isfinite(rate):
        raise click.BadParameter(f"--rate {rate} is no price of money")
    if out.exists():
        raise RunError(f"{out} is there already; choose another name, nothing was changed")
    order = Order(kind_of(kind), path, year, economies, industries, tariffs, elasticities, rate)
    told, again = make(order, out)
    for line in told:
        click.echo(line)
    known = " (kept from an earlier import of the same files)" if again else ""
    click.echo(f"wrote {out}{known}; `detente world check {out}` reads it back")


@world.command()
@click.argument("kind", metavar="KIND")
@click.argument("path", type=PATH)
@click.option("--out", type=PATH, required=True, help="The new CSV file.")
@click.option(
    "--of", "what", type=click.Choice(["industries", "economies"]), default="industries", show_default=True
)
@click.option("--year", type=click.IntRange(1), help="Where a folder holds several years.")
def concordance(kind: str, path: Path, out: Path, what: str, year: int | None) -> None:
    """Write a concordance to fill in: the labels of a data base, and a proposal where ISIC or ISO gives one."""
    from ..world.databases import concordance as made
    from ..world.databases.read import kind_of, read

    book = read(kind_of(kind), path, year)
    if what == "industries":
        labels, ours = book.industries, made.by_isic(book.industries, made.usual_goals())
    else:
        labels, ours = book.economies, made.three_letters(book.economies)
    try:
        with out.open("x", encoding="utf-8", newline="") as file:
            file.write(made.template(labels, ours))
    except OSError as error:
        raise RunError(f"{out} cannot be written ({error.strerror or error}); choose another name") from None
    open_ = len([label for label in labels if label not in ours])
    click.echo(f"wrote {out}: {len(labels)} {what}, {open_} of them still to be mapped")


@world.command()
@click.argument("name", metavar="WORLD", type=NAME)
@click.argument("path", metavar="FILE", type=PATH)
@click.option("--out", type=PATH, required=True, help="The new folder of the world.")
def split(name: str, path: Path, out: Path) -> None:
    """Split an economy that WORLD lacks out of its rest of the world, and write the new world.

    WORLD is a folder or an embedded world, as world-2014. FILE says what is known of the economy: its GDP,
    shares of value added, and trade by partner and industry. World totals stay what they were.
    """
    from dataclasses import replace

    from ..world import split as splitting
    from ..world.books import imbalances
    from ..world.folder import read
    from ..world.home import is_folder
    from ..world.split_file import read as newcomer
    from ..world.split_file import told_in
    from ..world.template import facts as embedded
    from ..world.write import write

    facts = read(name) if is_folder(name) or Path(name).is_dir() else embedded(name)
    new, told = newcomer(path, facts)
    found = splitting.split(facts, new)
    if off := imbalances(found):
        raise StudyError(one.fault for one in off)
    write(replace(found, sources=told_in(facts, told)), out)
    click.echo(
        f"wrote {out}: {new.code} with US$ {new.gdp:g} bn, taken out of ROW; world totals are what they were"
    )
