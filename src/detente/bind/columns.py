"""From assumptions to the numbers that a draw samples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..chance.fixed import fixed
from ..domains.columns import column_of, label
from ..domains.domain import Reading
from ..domains.records import Column
from ..ground.faults import DataError, did_you_mean
from ..study.faults import Faults
from ..study.records import Assumption
from ..world.events import TABLES, events

DAYS_A_YEAR = 365.25


def columns(reading: Reading) -> tuple[Column, ...]:
    """Return every sampled number of a study, in the order of its assumptions."""
    every = reading.study.assumptions.values()
    return tuple(column for assumption in every for column in _of(assumption, reading))


def _of(assumption: Assumption, reading: Reading) -> list[Column]:
    given, faults = assumption.distribution, reading.faults
    if given.of_table:
        return _held(_from_table(assumption, reading), assumption, faults)
    learnt = given.learnt(Events(assumption, reading.study.as_of, faults))
    names = learnt.columns(assumption.id) if learnt else ()
    return [column_of(assumption, name, part, learnt) for part, name in enumerate(names) if learnt]


def _from_table(assumption: Assumption, reading: Reading) -> list[Column]:
    """Return the columns of a table of a domain's facts."""
    named = assumption.distribution.of_table
    tables = {table: domain for domain in reading.domains for table in domain.tables}
    if named in tables:
        return tables[named].columns(assumption, reading)
    reading.faults.add(assumption.place, f"no table '{named}'", did_you_mean(named, tables))
    return []


def _held(columns: list[Column], assumption: Assumption, faults: Faults) -> list[Column]:
    """Return the columns of a table, those that `at` holds fixed there."""
    given = assumption.distribution
    held, known = given.rows_held, [label(column.name) for column in columns]
    for name in held:
        if columns and name not in known:
            what = f"`at` of '{assumption.id}': the table of {given.of_table} has no '{name}' that is drawn"
            faults.add(assumption.place, what, did_you_mean(name, known))
    return [
        _at(column, held[label(column.name)]) if label(column.name) in held else column for column in columns
    ]


def _at(column: Column, value: float) -> Column:
    """Return a column that stands at a value."""
    return replace(
        column,
        distribution=fixed(column.distribution, value),
        source=f"held at {value:g} (was: {column.source})",
    )


@dataclass(frozen=True)
class Events:
    """Dated rows of the world, told to an assumption that is learnt from them."""

    assumption: Assumption
    as_of: dt.date
    faults: Faults

    def events(self, rows: str, filters: Mapping[str, str], since: dt.date) -> tuple[int, float] | None:
        """Return how many rows match, and over how many years; None, and a fault, where none does.

        No row dated after the study's date counts.
        """
        place, known = self.assumption.place, TABLES.get(rows, ())
        for name in filters:
            if name not in known:
                mend = did_you_mean(name, known) if known else did_you_mean(rows, TABLES)
                self.faults.add(place, f"rows of '{rows}' have no field '{name}'", mend)
                return None
        try:
            every = events(rows, self.as_of)
        except DataError as error:
            self.faults.add(place, str(error))
            return None
        count = sum(row.matches(dict(filters)) and row.date >= since for row in every)
        years = (self.as_of - since).days / DAYS_A_YEAR
        if not count or years <= 0:
            self.faults.add(
                place,
                f"no row of '{rows}' matches between {since} and {self.as_of}, so there is no rate to learn",
                "widen the filter or `since`, or give the rate a range",
            )
            return None
        return count, years
