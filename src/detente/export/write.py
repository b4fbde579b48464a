"""A run's tables as CSV and Parquet: what has a row a draw goes from batch to file and is never held whole."""

from __future__ import annotations

import contextlib
import errno
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from ..ground.cells import MARK, NUMBER, RUN
from ..ground.faults import RunError, did_you_mean
from ..runs.batch import DRAW
from ..runs.database import cursor, to_read, to_write
from ..runs.disk import FULL, FULL_WORDS
from ..runs.table import Table
from .claims import HOLDS, claim_columns, claims
from .codebook import axes_in, names_of
from .given import Given
from .short import short_names
from .tables import DRAWS, OUTCOMES, TABLES, rows_of

if TYPE_CHECKING:
    from pandas import DataFrame  # type: ignore[import-untyped]

FORMATS = {".csv": "FORMAT csv, HEADER true", ".parquet": "FORMAT parquet, COMPRESSION zstd"}
LABELS = "labels"
GROUP, NUMBERS = 122_880, 1 << 23
"""Rows of a Parquet file that are written together, at most, and numbers: 64 MB."""


def write(given: Given, path: Path, table: str = DRAWS, *, short: bool = False) -> None:
    """Write a table of a run as CSV or Parquet, by the file's ending, whole or not at all; memory stays flat.

    With `short` the columns of the draws have the short names of the table `columns`. A file that is there is
    replaced. Raises RunError for an ending or a table that is not known, and where it cannot be written.
    """
    if table not in TABLES:
        raise RunError(f"a run has no table '{table}'; {did_you_mean(table, TABLES)}")
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise RunError(f"{path}: tables are written as .csv or .parquet; end the name so")
    with (
        whole(path) as unfinished,
        cursor() as connection,
        _query(given, table, short, connection, path.parent) as text,
    ):
        rows = min(GROUP, NUMBERS // len(names_of(given)))
        group = f", ROW_GROUP_SIZE {rows}" if "parquet" in form else ""
        text = text if "parquet" in form else _guarded(connection, text)
        connection.execute(f"COPY ({text}) TO {quoted(to_write(unfinished))} ({form}{group})")


def _guarded(connection: duckdb.DuckDBPyConnection, text: str) -> str:
    """Return a query whose texts no spreadsheet runs as formulas: see `ground.cells`."""
    columns = connection.execute(f"DESCRIBE {text}").fetchall()
    words = [identifier(name) for name, kind, *_ in columns if kind == "VARCHAR"]
    if not words:
        return text
    begins, number = quoted(f"^{RUN}"), quoted(NUMBER)
    told = [
        f"CASE WHEN regexp_matches({one}, {begins}) AND NOT regexp_full_match({one}, {number}) "
        f"THEN {quoted(MARK)} || {one} ELSE {one} END AS {one}"
        for one in words
    ]
    return f"SELECT * REPLACE ({', '.join(told)}) FROM ({text})"


def put(path: Path, text: str) -> None:
    """Write a text, whole or not at all. Raises RunError where it cannot be written."""
    with whole(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline="\n")


def outcomes_frame(given: Given, names: Sequence[str] | None) -> DataFrame:
    """Return the outcomes as one long table in memory; `names` keeps some outcomes."""
    cells = [cell for cell in given.bound().cells if cell.name in given.table.stored]
    known = {cell.outcome for cell in cells}
    for name in names or ():
        if name not in known:
            raise RunError(f"the run has no outcome '{name}'; {did_you_mean(name, known)}")
    kept = [cell.name for cell in cells if names is None or cell.outcome in names]
    given.within(
        len(kept) * 4, "name some outcomes, or write them: `detente export RUN x.parquet --as outcomes`"
    )
    with cursor() as connection:
        return connection.execute(_long(given, connection, kept)).df()


@contextlib.contextmanager
def _query(
    given: Given, table: str, short: bool, connection: duckdb.DuckDBPyConnection, folder: Path
) -> Iterator[str]:
    """Give the query that makes a table, and what it reads, for as long as it runs."""
    if table == DRAWS:
        with tempfile.TemporaryDirectory(prefix=".detente-", dir=folder) as place:
            yield _wide(given, _judged(given, Path(place)), short)
    elif table == OUTCOMES:
        yield _long(given, connection, None)
    else:
        connection.register(LABELS, rows_of(given, table))
        yield f"SELECT * FROM {LABELS}"


def _judged(given: Given, place: Path) -> list[Path]:
    """Write the claims' columns, a file a batch; none where no claim can be judged."""
    problem = given.problem and given.bound()
    if not problem or not problem.claims:
        return []
    files = []
    for number, file in enumerate(given.table.files):
        one = replace(given.table, files=(file,))
        count, first = _size(file)
        found = claims(problem, Table(one.files, one.stored, count), count)
        files.append(place / f"claims-{number:09d}.parquet")
        with cursor() as connection:
            connection.register("found", found)
            wanted = f"SELECT {first} + row_number() OVER () - 1 AS {DRAW}, * FROM found"
            connection.execute(f"COPY ({wanted}) TO {quoted(to_write(files[-1]))} (FORMAT parquet)")
    return files


def _size(file: Path) -> tuple[int, int]:
    """Return how many draws a batch has, and the first."""
    with cursor() as connection:
        row = connection.execute(
            f"SELECT count(*), min({DRAW}) FROM read_parquet(?)", [to_read(file)]
        ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def _wide(given: Given, judged: Sequence[Path], short: bool) -> str:
    """Return the query of the draws: batches side by side with the claims' columns, checked draw by draw."""
    names = names_of(given)
    plain = short_names([DRAW, *names.values()])
    said: Callable[[str], str] = (lambda name: identifier(plain[name])) if short else identifier
    batches = f"read_parquet({_listed(given.table.files)}) AS batch"
    number = f"batch.{DRAW}"
    if judged:
        apart = f"error('draws and claims are out of step at draw ' || batch.{DRAW})"
        number = f"CASE WHEN batch.{DRAW} = claim.{DRAW} THEN batch.{DRAW} ELSE {apart} END"
        batches += f" POSITIONAL JOIN read_parquet({_listed(judged)}) AS claim"
    wanted = [f"{number} AS {said(DRAW)}"]
    for name, stored in given.table.stored.items():
        wanted.append(f"{_decoded(given, name, 'batch.' + identifier(stored))} AS {said(names[name])}")
    for name in claim_columns(given.problem) if judged and given.problem else ():
        form = "TINYINT" if name.startswith(HOLDS[:6]) else "DOUBLE"
        value = f"nullif(claim.{identifier(name)}, 'nan'::DOUBLE)"
        wanted.append(f"CAST({value} AS {form}) AS {said(names[name])}")
    return f"SELECT {', '.join(wanted)} FROM {batches}"


def _decoded(given: Given, name: str, column: str) -> str:
    """Return a column, a choice's with the names of its variants."""
    law = given.laws.get(name)
    if not law or not law.variants:
        return column
    cases = " ".join(f"WHEN {place} THEN {quoted(variant)}" for place, variant in enumerate(law.variants))
    return f"CASE CAST({column} AS INTEGER) {cases} END"


def _long(given: Given, connection: duckdb.DuckDBPyConnection, kept: Sequence[str] | None) -> str:
    """Return the query of the outcomes, one a row; their labels are registered beside it."""
    from pandas import DataFrame

    problem = given.bound()
    cells = [cell for cell in problem.cells if cell.name in given.table.stored]
    cells = [cell for cell in cells if kept is None or cell.name in kept]
    if not cells:
        raise RunError(f"{given.study} records no outcome, so that there is no table of them")
    axes = axes_in(tuple(cells))
    rows = [
        {
            "cell": given.table.stored[cell.name],
            "outcome": cell.outcome,
            **dict.fromkeys(axes, ""),
            **cell.places,
            "unit": cell.unit,
            "model": cell.domain,
        }
        for cell in cells
    ]
    connection.register(LABELS, DataFrame(rows))
    columns = ", ".join(identifier(row["cell"]) for row in rows)
    wide = f"SELECT {DRAW}, {columns} FROM read_parquet({_listed(given.table.files)})"
    tall = f"({wide}) UNPIVOT INCLUDE NULLS (value FOR cell IN ({columns})) AS tall"
    told = ", ".join(f"{LABELS}.{identifier(name)}" for name in ("outcome", *axes, "unit", "model"))
    return f"SELECT tall.{DRAW}, {told}, tall.value FROM {tall} JOIN {LABELS} USING (cell)"


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a name to write under; the file gets its own name once it is whole."""
    if not path.parent.is_dir():
        raise RunError(f"cannot write {path}: there is no folder {path.parent}; make it first")
    unfinished = path.with_name(path.name + ".tmp")
    try:
        yield unfinished
        unfinished.replace(path)
    except (OSError, duckdb.Error) as error:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        number = error.errno if isinstance(error, OSError) else None
        if number in (errno.ENOSPC, *FULL) or any(words in str(error).lower() for words in FULL_WORDS):
            raise RunError(
                f"the disk that holds {path.parent} is full; {path.name} was not written"
            ) from error
        known = error.strerror if isinstance(error, OSError) else None
        reason = known or str(error).splitlines()[0]
        raise RunError(f"cannot write {path}: {reason}; close it if another program has it open") from error


def _listed(files: Sequence[Path]) -> str:
    return "[" + ", ".join(quoted(to_read(file)) for file in files) + "]"


def identifier(name: str) -> str:
    """Return a column's name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def quoted(text: str) -> str:
    """Return a text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"
