"""The whole way from a downloaded file to a world's folder, kept by the hashes of what went in."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import re
import shutil
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from platformdirs import user_cache_dir

from ... import __version__
from ...ground.faults import DataError, RunError
from ...ground.json_text import json_text
from ..embedded import WORLDS
from ..folder import digest
from ..sources import TableSource
from ..write import put, sources_text, tables
from .book import Book
from .concordance import economies, industries
from .convert import Made, labels, made
from .extras import elasticities, tariffs
from .kinds import Kind
from .read import parsed, prepared

LOG = "import.json"


@dataclass(frozen=True)
class Order:
    """What a user asks for: which table, and the files that say how it is to be summed."""

    kind: Kind
    path: Path
    year: int | None = None
    economies: Path | None = None
    industries: Path | None = None
    tariffs: Path | None = None
    elasticities: Path | None = None
    rate: float | None = None
    """US$ for a unit of the data base's money."""

    @property
    def extras(self) -> dict[str, Path]:
        """Return the further files, by what they are."""
        found = {
            "economies": self.economies,
            "industries": self.industries,
            "tariffs": self.tariffs,
            "elasticities": self.elasticities,
        }
        return {name: path for name, path in found.items() if path is not None}


def make(order: Order, out: Path) -> tuple[list[str], bool]:
    """Write the world that is asked for into a new folder; return what was done, and whether it was kept from before.

    Raises DetenteError, saying what mends it, for files that are missing, damaged, too large, or do not fit.
    """
    if order.kind.money != "US$" and order.rate is None:
        raise DataError(
            f"{order.kind.title} is in {order.kind.money}: give US$ for one {order.kind.money} with --rate"
        )
    hashes = hashes_of(order)
    kept = cache() / key(order, hashes)
    if found := _kept(kept):
        texts, told = found
        put(texts, out)
        return told, True
    world = _made(order, parsed(order.kind, order.path, order.year))
    told = said(world)
    facts = replace(world.facts, sources=provenance(order, world, hashes))
    texts = {**tables(facts), "sources.json": sources_text(facts)}
    put(texts, out)
    shutil.rmtree(kept, ignore_errors=True)  # what is there is not whole
    with contextlib.suppress(
        RunError
    ):  # where the folder cannot be written, or another kept it, nothing is kept
        put({**texts, LOG: json_text({"said": told, "digest": digest(texts)}, None)}, kept)
    return told, False


def hashes_of(order: Order) -> dict[str, str]:
    """Return the SHA-256 of every file that goes in, by its name."""
    files = {str(one): one for one in prepared(order.kind, order.path, order.year)}
    files |= {str(path): path for path in order.extras.values() if path.exists()}
    return {name: _sha256(path) for name, path in files.items()}


def cache() -> Path:
    """Return the folder in which worlds that were made are kept."""
    return Path(user_cache_dir("detente", appauthor=False)) / "imports"


def key(order: Order, hashes: dict[str, str]) -> str:
    """Return what tells one order from another: every file that is read, by its name and content, and what reads it."""
    extras = sorted((name, path.name, hashes.get(str(path), "")) for name, path in order.extras.items())
    others = {str(path) for path in order.extras.values()}
    top = order.path if order.path.is_dir() else order.path.parent
    files = sorted((_within(name, top), hashed) for name, hashed in hashes.items() if name not in others)
    words = [reader(), order.kind.name, order.year, order.rate, files, extras]
    return hashlib.sha256(json.dumps(words, allow_nan=False).encode()).hexdigest()


@functools.cache
def reader() -> str:
    """Return a hash of what makes a world: this part of the program, its data, and the libraries that it reads by."""
    found = hashlib.sha256(__version__.encode())
    for name in ("country_converter", "pandas", "pymrio"):
        with contextlib.suppress(PackageNotFoundError):
            found.update(f"{name} {version(name)}\n".encode())
    top = Path(__file__).parents[1]
    kinds = ("*.py", "databases/*.py", f"data/{WORLDS[0]}/*.csv")
    for path in sorted(path for kind in kinds for path in top.glob(kind)):
        found.update(f"{path.name}\n".encode() + path.read_bytes())
    return found.hexdigest()


def _within(name: str, top: Path) -> str:
    path = Path(name)
    return path.relative_to(top).as_posix() if path.is_relative_to(top) else path.name


def said(found: Made) -> list[str]:
    """Say what was done."""
    lines = [f"stocks: {found.stocks.sentence}", *found.notes]
    if found.changes:
        lines.append(f"rebalanced: {len(found.changes)} changes")
        largest = sorted(found.changes, key=lambda one: -abs(one.after - one.before))[:10]
        lines += [f"  {one.sentence}" for one in largest]
    return lines


def provenance(order: Order, found: Made, hashes: dict[str, str]) -> tuple[TableSource, ...]:
    """Return where each table comes from, with the hash of the file that was read."""
    kind = order.kind
    files = ", ".join(
        f"{Path(name).name} (SHA-256 {digest[:16]})"
        for name, digest in hashes.items()
        if Path(name) not in order.extras.values()
    )
    money = "" if order.rate is None else f", at US$ {order.rate:g} for one {kind.money}"
    source = f"{kind.source}; read from {files[:400]}{money}"
    year = _year(order)
    estimates: tuple[str, ...] = (f"Stocks: {found.stocks.sentence}.",)
    estimates += tuple(f"{note}." for note in found.notes)
    estimates += tuple(f"Rebalanced: {one.sentence}." for one in found.changes[:10])
    duties = f"duties from {order.tariffs.name}" if order.tariffs else "no duties: all are taken for 0"
    usual = "Caliendo and Parro 2015; Fontagne, Guimbard and Orefice 2022, by the industries of world-2014"
    theta = f"{order.elasticities.name}, given at the import" if order.elasticities else usual
    return (
        TableSource(
            "economies.csv", "economies and their value added", source, year, "US$ million", kind.licence
        ),
        TableSource("industries.csv", "industries", source, year, "none", kind.licence),
        TableSource(
            "flows.csv",
            "what a buyer pays a seller for an industry's goods before duty, and the duty",
            f"{source}; {duties}",
            year,
            "US$ million; duty as a share",
            kind.licence,
            estimates,
        ),
        TableSource(
            "inputs.csv",
            "purchases of an input per unit of output",
            source,
            year,
            "share of output",
            kind.licence,
        ),
        TableSource(
            "elasticities.csv",
            "trade elasticities",
            theta,
            "2022",
            "per cent for a per cent",
            "figures cited",
        ),
    )


def _made(order: Order, book: Book) -> Made:
    """Return the world of a table."""
    rows, left = economies(order.economies, book.economies)
    goods, wanted = industries(order.industries, book.industries)
    named = labels(rows, goods, wanted)
    duty = tariffs(order.tariffs, named) if order.tariffs else None
    theta = elasticities(order.elasticities) if order.elasticities else None
    notes = book.notes
    if left:
        notes += (f"summed to ROW, as no line names them: {', '.join(left)}",)
    if order.year is not None and _year(order) != str(order.year):
        notes += (f"the year is {_year(order)}, not {order.year}",)
    rate = order.rate or 1.0
    scaled = replace(
        book, used=book.used * rate, final=book.final * rate, stocks=book.stocks * rate, notes=notes
    )
    return made(scaled, rows, goods, wanted, tariff=duty, theta=theta)


def _year(order: Order) -> str:
    """Return the year of the table: that of the file's name, where it says one alone, before that which was asked."""
    named = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", order.path.stem) if order.path.is_file() else []
    if order.year is not None and (not named or str(order.year) in named):
        return str(order.year)
    return "as the file's name says" if not named else f"as the file's name says ({named[-1]})"


def _kept(folder: Path) -> tuple[dict[str, str], list[str]] | None:
    """Return the texts of a world that was kept, and what was said of it; None where it is not there, or not whole."""
    try:
        log = json.loads((folder / LOG).read_text(encoding="utf-8"))
        texts = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name != LOG}
        return (texts, list(log["said"])) if log["digest"] == digest(texts) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
