"""The one DuckDB of this process: it holds nothing, and reads and writes Parquet files."""

from __future__ import annotations

import functools

import duckdb

SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "enable_external_file_cache": False,
}
"""One thread, so that a batch is written in one order; no cache, so that a folder made anew is read anew."""


def cursor() -> duckdb.DuckDBPyConnection:
    """Return a connection of the caller's own, to be closed after use; any thread may ask for one."""
    return _database().cursor()


@functools.cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config=SETTINGS)
