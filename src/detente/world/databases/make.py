"""The whole way from a downloaded file to a world's folder, kept by the hashes of what went in."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from platformdirs import user_cache_dir

from ... import __version__
from ...ground.faults import DataError
from ...ground.json_text import json_text
from ..sources import TableSource
from ..write import put, sources_text, tables
from .book import Book
from .concordance import economies, industries
from .convert import Made, labels, made
from .extras import elasticities, tariffs
from .kinds import Kind
from .read import parsed, prepared

LOG = "import.json"
PIECE = 1 << 20


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
    if (kept / LOG).is_file():
        put({path.name: path.read_text(encoding="utf-8") for path in kept.iterdir() if path.name != LOG}, out)
        return list(json.loads((kept / LOG).read_text(encoding="utf-8"))), True
    found = _made(order, parsed(order.kind, order.path, order.year))
    told = said(found)
    facts = replace(found.facts, sources=provenance(order, found, hashes))
    put({**tables(facts), "sources.json": sources_text(facts)}, out)
    _keep(out, kept, told)
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
    """Return what tells one order from another: what goes in, by its content, and the version that reads it."""
    roles = {name: hashes.get(str(path), "") for name, path in order.extras.items()}
    words = [
        __version__,
        order.kind.name,
        order.year,
        order.rate,
        sorted(hashes.values()),
        sorted(roles.items()),
    ]
    return hashlib.sha256(json.dumps(words, allow_nan=False).encode()).hexdigest()


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
    year = str(order.year or "as the file's name says")
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
    notes = (*book.notes, f"summed to ROW, as no line names them: {', '.join(left)}") if left else book.notes
    rate = order.rate or 1.0
    scaled = replace(
        book, used=book.used * rate, final=book.final * rate, stocks=book.stocks * rate, notes=notes
    )
    return made(scaled, rows, goods, wanted, tariff=duty, theta=theta)


def _keep(out: Path, kept: Path, told: list[str]) -> None:
    """Keep a world that was made; where the folder cannot be written, nothing is kept."""
    passing = kept.with_name(kept.name + ".tmp")
    try:
        shutil.rmtree(passing, ignore_errors=True)
        shutil.copytree(out, passing)
        (passing / LOG).write_text(json_text(told, None), encoding="utf-8")
        passing.replace(kept)
    except OSError:
        shutil.rmtree(passing, ignore_errors=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
