"""From assumptions to the numbers that a draw samples."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from ..chance.kinds import Fixed, FromTable, Gamma, Rate
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
    given, study, faults = assumption.distribution, reading.study, reading.faults
    if isinstance(given, FromTable):
        return _held(_from_table(assumption, given, reading), assumption, given, faults)
    if isinstance(given, Rate):
        rate = posterior(assumption, given, study.as_of, faults)
        return [column_of(assumption, assumption.id, 0, rate)] if rate else []
    names = given.columns(assumption.id)
    return [column_of(assumption, name, part, given) for part, name in enumerate(names)]


def _from_table(assumption: Assumption, given: FromTable, reading: Reading) -> list[Column]:
    """Return the columns of a table of a domain's facts."""
    tables = {table: domain for domain in reading.domains for table in domain.tables}
    if given.table in tables:
        return tables[given.table].columns(assumption, given, reading)
    reading.faults.add(assumption.place, f"no table '{given.table}'", did_you_mean(given.table, tables))
    return []


def _held(columns: list[Column], assumption: Assumption, given: FromTable, faults: Faults) -> list[Column]:
    """Return the columns of a table, those that `at` holds fixed there."""
    held, known = dict(given.held), [label(column.name) for column in columns]
    for name in held:
        if columns and name not in known:
            what = f"`at` of '{assumption.id}': the table of {given.table} has no '{name}' that is drawn"
            faults.add(assumption.place, what, did_you_mean(name, known))
    return [
        _at(column, held[label(column.name)]) if label(column.name) in held else column for column in columns
    ]


def _at(column: Column, value: float) -> Column:
    """Return a column that stands at a value."""
    return replace(column, distribution=Fixed(value), source=f"held at {value:g} (was: {column.source})")


def posterior(assumption: Assumption, given: Rate, as_of: dt.date, faults: Faults) -> Gamma | None:
    """Return the posterior of a Poisson rate a year from dated rows: gamma(events, years).

    The prior is 1/rate (Jeffreys 1961, for a scale), so that the mean is events over years; no row dated
    after the study's date counts.
    """
    wanted = dict(given.filters)
    known = TABLES.get(given.rows, ())
    for name in wanted:
        if name not in known:
            mend = did_you_mean(name, known) if known else did_you_mean(given.rows, TABLES)
            faults.add(assumption.place, f"rows of '{given.rows}' have no field '{name}'", mend)
            return None
    try:
        rows = [row for row in events(given.rows, as_of) if row.matches(wanted) and row.date >= given.since]
    except DataError as error:
        faults.add(assumption.place, str(error))
        return None
    years = (as_of - given.since).days / DAYS_A_YEAR
    if not rows or years <= 0:
        faults.add(
            assumption.place,
            f"no row of '{given.rows}' matches between {given.since} and {as_of}, so there is no rate to learn",
            "widen the filter or `since`, or give the rate a range",
        )
        return None
    return Gamma(float(len(rows)), years)
