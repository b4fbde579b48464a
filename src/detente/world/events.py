"""Dated public events: reactions among powers, and the chronology of the peace process."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache

from ..ground.faults import DataError, did_you_mean
from .sources import table_text

TABLES = {"reactions": ("by", "against", "kind"), "chronology": ("kind", "parties")}
"""The tables of dated events and the columns by which a study may select rows."""


@dataclass(frozen=True)
class DatedEvent:
    """One row: its date, the fields by which it can be selected, and what happened."""

    date: dt.date
    fields: tuple[tuple[str, str], ...]
    what: str

    def matches(self, wanted: dict[str, str]) -> bool:
        """Tell whether every wanted field has the wanted word."""
        have = dict(self.fields)
        return all(word in have.get(name, "").split() for name, word in wanted.items())


@cache
def events(table: str, as_of: dt.date | None = None) -> tuple[DatedEvent, ...]:
    """Return the rows of a table dated up to a date. Raises DataError for a table that is not there."""
    if table not in TABLES:
        raise DataError(f"no table of events '{table}'; {did_you_mean(table, TABLES)}")
    rows = [
        DatedEvent(
            date=dt.date.fromisoformat(row["date"]),
            fields=tuple((name, row[name]) for name in TABLES[table]),
            what=row["event"],
        )
        for row in csv.DictReader(table_text("politics", table).splitlines())
    ]
    return tuple(row for row in rows if as_of is None or row.date <= as_of)
