"""Read what a user has downloaded of a data base, and check it against its own totals; nothing is ever fetched."""

from __future__ import annotations

import contextlib
import logging
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ...ground.faults import DataError, RunError, StudyError, did_you_mean
from . import eora, exiobase, gloria, icio, wiod
from .align import book
from .book import Book
from .kinds import KINDS, Kind
from .ledger import Ledger
from .lines import Member, members
from .memory import fits

PIECE = 1 << 20


class Reader(NamedTuple):
    """How a data base is read: which of the files found are needed, and what they say. Nothing else is opened."""

    chosen: Callable[[dict[str, Member], int | None], list[str]]
    ledger: Callable[[dict[str, Member], Sequence[str], int | None], Ledger]


READERS = {
    "icio": Reader(icio.chosen, icio.ledger),
    "wiod": Reader(wiod.chosen, wiod.ledger),
    "exiobase": Reader(exiobase.chosen, exiobase.ledger),
    "eora26": Reader(eora.chosen, eora.ledger),
    "gloria": Reader(gloria.chosen, gloria.ledger),
}


def read(kind: Kind, path: Path, year: int | None) -> Book:
    """Return a data base's table in US$ million (or its own money's). Raises what `prepared` and `parsed` do."""
    prepared(kind, path, year)
    return parsed(kind, path, year)


def prepared(kind: Kind, path: Path, year: int | None) -> tuple[Path, ...]:
    """Return the files that are to be read, after looking whether they can be.

    Raises RunError where they are not there, are damaged, or have no room in memory, or where what reads them is
    not installed; DataError where it is not said which are meant.
    """
    if not path.exists():
        raise RunError(
            f"{path}: there is no such file or folder; download {kind.title} yourself, as nothing is fetched for you"
        )
    if kind.needs_year and year is None:
        raise DataError(f"{path}: say which year is meant with --year")
    if path.is_file():
        whole(path)
    found = members(path)
    if not found:
        raise RunError(
            f"{path}: the folder is empty; download {kind.title} yourself, as nothing is fetched for you"
        )
    files = tuple(sorted({found[name].path for name in _chosen(kind, path, found, year)}))
    for one in files if path.is_dir() else ():
        whole(one)
    fits(files)
    need_libraries()
    return files


def parsed(kind: Kind, path: Path, year: int | None) -> Book:
    """Return the table of files that were prepared. Raises DataError where they are not what they should be."""
    try:
        with quiet():
            found = members(path)
            table = book(READERS[kind.name].ledger(found, _chosen(kind, path, found, year), year))
    except (StudyError, RunError):
        raise
    except MemoryError:
        raise RunError(f"{path}: the table has no room in memory; use a machine with more") from None
    except Exception as error:  # DataError too: what is wrong with the file, without its name
        words = str(error).strip().splitlines() or [type(error).__name__]
        raise DataError(f"{path} cannot be read as {kind.title}: {words[0][:200]}") from None
    scale = kind.to_million
    return replace(table, used=table.used * scale, final=table.final * scale, stocks=table.stocks * scale)


def _chosen(kind: Kind, path: Path, found: dict[str, Member], year: int | None) -> list[str]:
    """Return the names of the files that are read, of those found: no other is opened."""
    try:
        return READERS[kind.name].chosen(found, year)
    except DataError as error:
        raise DataError(f"{path} cannot be read as {kind.title}: {error}") from None


def kind_of(name: str) -> Kind:
    """Return a data base by its name. Raises DataError for one that is not known."""
    if name not in KINDS:
        raise DataError(f"no data base '{name}'; {did_you_mean(name, KINDS)}")
    return KINDS[name]


def need_libraries() -> None:
    """Raise RunError, saying what mends it, where the parts that read data bases are not installed."""
    try:
        import country_converter  # type: ignore[import-untyped] # noqa: F401
        import openpyxl  # type: ignore[import-untyped] # noqa: F401
        import pandas  # type: ignore[import-untyped] # noqa: F401
        import pymrio  # type: ignore[import-untyped] # noqa: F401
    except ImportError as error:
        raise RunError(
            f"{error.name} is not installed, which reads data bases: pip install 'detente[import]'"
        ) from None


def whole(path: Path) -> None:
    """Raise RunError where a zip is damaged, as one whose download broke off."""
    if path.suffix.lower() != ".zip":
        return
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                with archive.open(entry) as inside:
                    while inside.read(PIECE):
                        pass
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise RunError(
            f"{path} is damaged, or only a part of it is there ({error}); download it again and compare its size"
        ) from None


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep what libraries say to their authors from the user."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        level = logging.root.manager.disable
        logging.disable(logging.ERROR)
        try:
            yield
        finally:
            logging.disable(level)
