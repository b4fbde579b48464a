"""Read what a user has downloaded of a data base, by pymrio; nothing is ever fetched."""

from __future__ import annotations

import contextlib
import logging
import re
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ...ground.archives import members
from ...ground.faults import DataError, DetenteError, RunError, did_you_mean
from .book import Book
from .kinds import KINDS, Kind
from .memory import fits
from .wiod import read as read_wiod

STOCKS = re.compile(r"inven|invnt|changes? in stocks|\binv\b", re.IGNORECASE)
"""How data bases call changes of stocks."""
PIECE = 1 << 20


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
    files = _sources(path, kind, year)
    for one in files:
        whole(one)
    fits(files)
    need_pymrio()
    return files


def parsed(kind: Kind, path: Path, year: int | None) -> Book:
    """Return the table of files that were prepared. Raises DataError where they are not what they should be."""
    try:
        with quiet():
            book = READERS[kind.name](path, year)
    except DetenteError:
        raise
    except MemoryError:
        raise RunError(f"{path}: the table has no room in memory; use a machine with more") from None
    except Exception as error:
        words = str(error).strip().splitlines() or [type(error).__name__]
        raise DataError(f"{path} cannot be read as {kind.title}: {words[0][:200]}") from None
    scale = kind.to_million
    return Book(
        book.economies,
        book.industries,
        book.used * scale,
        book.final * scale,
        book.stocks * scale,
        book.notes,
    )


def kind_of(name: str) -> Kind:
    """Return a data base by its name. Raises DataError for one that is not known."""
    if name not in KINDS:
        raise DataError(f"no data base '{name}'; {did_you_mean(name, KINDS)}")
    return KINDS[name]


def need_pymrio() -> None:
    """Raise RunError, saying what mends it, where the parts that read data bases are not installed."""
    try:
        import country_converter  # type: ignore[import-untyped] # noqa: F401
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


def _sources(path: Path, kind: Kind, year: int | None) -> tuple[Path, ...]:
    """Return the files that will be read: of a folder, those that name the year, or all."""
    if path.is_file():
        return (path,)
    files = sorted(one for one in path.rglob("*") if one.is_file())
    named = [one for one in files if year is not None and str(year) in str(one.relative_to(path))]
    if not files:
        raise RunError(
            f"{path}: the folder is empty; download {kind.title} yourself, as nothing is fetched for you"
        )
    return tuple(named or files)


def _icio(path: Path, year: int | None) -> Book:
    import pymrio

    if path.suffix.lower() != ".zip":
        return of_frames(pymrio.parse_oecd(path, year=year))
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as passing:
        inside = [name for name in members(archive.namelist()).values() if name.lower().endswith(".csv")]
        if len(inside) != 1:
            raise DataError(
                f"{path} holds {len(inside)} tables; unpack it and give one, as ICIO2023_2018.csv"
            )
        return of_frames(pymrio.parse_oecd(Path(archive.extract(inside[0], passing)), year=year))


def _exiobase(path: Path, year: int | None) -> Book:
    import pymrio

    return of_frames(pymrio.core.fileio.load(path, subset=["Z", "A", "Y"], path_in_arc=_inside(path)))


def _inside(path: Path) -> str:
    """Return the folder in EXIOBASE's zip that holds its tables."""
    if not zipfile.is_zipfile(path):
        return ""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith("file_parameters.json")]
    shortest = min(names, key=lambda name: name.count("/"), default="")
    return shortest.rpartition("/")[0]


def _eora26(path: Path, year: int | None) -> Book:
    import pymrio

    return of_frames(pymrio.parse_eora26(path, year=year))


def _gloria(path: Path, year: int | None) -> Book:
    import pymrio

    versions = {
        match[1]
        for one in path.glob("GLORIA_MRIOs_*")
        if (match := re.match(r"GLORIA_MRIOs_(\d+)_", one.name))
    }
    if len(versions) != 1:
        raise DataError(
            f"{path} holds {len(versions)} versions of GLORIA; give the folder of one, as it was downloaded"
        )
    return of_frames(pymrio.parse_gloria(path, year=year, version=versions.pop()))


def _wiod(path: Path, year: int | None) -> Book:
    return read_wiod(path)


READERS: dict[str, Callable[[Path, int | None], Book]] = {
    "icio": _icio,
    "wiod": _wiod,
    "exiobase": _exiobase,
    "eora26": _eora26,
    "gloria": _gloria,
}


def of_frames(io: Any) -> Book:
    """Return pymrio's tables as arrays. Raises DataError where they are no whole table."""
    table = io.Z if io.Z is not None else io.A
    if table is None or io.Y is None:
        raise DataError("it holds no table of flows between industries")
    regions = list(dict.fromkeys(table.index.get_level_values(0)))
    sectors = list(dict.fromkeys(table.index.get_level_values(1)))
    every = [(region, sector) for region in regions for sector in sectors]
    if sorted(map(tuple, table.index)) != sorted(every) or sorted(map(tuple, table.columns)) != sorted(every):
        raise DataError("its rows and columns are not every industry of every economy, each once")
    n, j = len(regions), len(sectors)
    flows = table.loc[every, every].to_numpy(float)
    wanted = io.Y.loc[every]
    final, stocks, notes = np.zeros((n * j, n)), np.zeros((n * j, n)), list[str]()
    for place, (region, category) in enumerate(map(tuple, wanted.columns)):
        values = np.nan_to_num(wanted.iloc[:, place].to_numpy(float))
        if region not in regions:
            notes.append(f"left out: {category} of {region}, {values.sum():,.4g} in the data base's unit")
        else:
            (stocks if STOCKS.search(str(category)) else final)[:, regions.index(region)] += values
    if io.Z is None:
        output = np.linalg.solve(np.eye(n * j) - flows, (final + stocks).sum(1))
        flows = flows * output
    shape = n, j, n
    names = tuple(map(str, regions)), tuple(map(str, sectors))
    used = np.nan_to_num(flows).reshape(n, j, n, j)
    return Book(*names, used, final.reshape(shape), stocks.reshape(shape), tuple(notes))
