"""The one DuckDB of this process: it holds nothing, and reads and writes Parquet files."""

from __future__ import annotations

import functools
import glob
from pathlib import Path

import duckdb

SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "enable_external_file_cache": False,
}
"""One thread, so that a batch is written in one order; no cache, so that a folder made anew is read anew."""


def cursor() -> duckdb.DuckDBPyConnection:
    """Return a connection of the caller's own, to be closed after use; any thread may ask for one."""
    return _database().cursor()


def to_write(path: Path) -> str:
    """Return a path as DuckDB is to write there: whole, so that it reads no `~` in it."""
    return str(path.absolute())


def to_read(path: Path) -> str:
    """Return a path as DuckDB is to read it: whole, with no sign in it that stands for several files."""
    return glob.escape(str(path.absolute()))


@functools.cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config=SETTINGS)
