"""From assumptions to the numbers that a draw samples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from ..chance.kinds import Distribution, Fixed, FromTable, Gamma, Rate, Triangular
from ..domains.freight.facts import ranges as freight_ranges
from ..domains.gas.values import ranges as gas_ranges
from ..domains.negotiation.facts import FOLDER as NEGOTIATION
from ..domains.negotiation.options import drawn
from ..domains.peace.options import TABLE as TRANSITIONS
from ..domains.peace.options import PeaceOption
from ..domains.problem import Column
from ..ground.faults import DataError, did_you_mean
from ..study.faults import Faults
from ..study.records import Assumption, Study
from ..world.events import TABLES, events
from ..world.ranges import Range
from ..world.records import World

DAYS_A_YEAR = 365.25
RANGES = {"gas": gas_ranges, "freight": freight_ranges}
"""Tables of the numbers of a model's world, each with its own range, unit and source."""


def columns(
    study: Study, world: World, faults: Faults, peace: PeaceOption | None = None
) -> tuple[Column, ...]:
    """Return every sampled number of a study, in the order of its assumptions."""
    return tuple(
        column
        for assumption in study.assumptions.values()
        for column in _of(assumption, study, world, faults, peace)
    )


def _of(
    assumption: Assumption, study: Study, world: World, faults: Faults, peace: PeaceOption | None
) -> list[Column]:
    given = assumption.distribution
    if isinstance(given, FromTable) and given.table == TRANSITIONS:
        return _held(_transitions(assumption, peace), assumption, given, faults)
    if isinstance(given, FromTable):
        return _held(_from_table(assumption, given, study, world, faults), assumption, given, faults)
    if isinstance(given, Rate):
        rate = posterior(assumption, given, study.as_of, faults)
        return [_column(assumption, assumption.id, 0, rate)] if rate else []
    names = given.columns(assumption.id)
    return [_column(assumption, name, part, given) for part, name in enumerate(names)]


def _column(assumption: Assumption, name: str, part: int, distribution: Distribution) -> Column:
    return Column(
        name=name,
        assumption=assumption.id,
        part=part,
        distribution=distribution,
        unit=assumption.unit,
        source=assumption.source,
        meaning=assumption.meaning + (f": {label(name)}" if name != assumption.id else ""),
        judged=assumption.judged,
    )


def label(column: str) -> str:
    """Return what a column of several is about: `mining` of `theta[mining]`."""
    return column.partition("[")[2].removesuffix("]")


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


def _from_table(
    assumption: Assumption, given: FromTable, study: Study, world: World, faults: Faults
) -> list[Column]:
    """Return a triangular column a row of a table: low, middle and high."""
    if given.table in RANGES:
        return _ranged(assumption, _free(study, given.table))
    if given.table == NEGOTIATION:
        return _ranged(assumption, drawn(study))
    if given.table != "elasticities":
        faults.add(
            assumption.place,
            f"no table '{given.table}'",
            did_you_mean(given.table, ["elasticities", TRANSITIONS, NEGOTIATION, *RANGES]),
        )
        return []
    ranges = zip(world.industries, world.theta_low, world.theta, world.theta_high, strict=True)
    return [
        _column(
            assumption, f"{assumption.id}[{code}]", part, Triangular(float(low), float(mode), float(high))
        )
        for part, (code, low, mode, high) in enumerate(ranges)
    ]


def _free(study: Study, table: str) -> list[Range]:
    """Return the numbers of a model's world that the study does not set itself."""
    given = study.option(table)
    own = set(given.value) if given and isinstance(given.value, dict) else set()
    return [one for one in RANGES[table]().values() if one.name not in own]


def _ranged(assumption: Assumption, found: Sequence[Range]) -> list[Column]:
    """Return a column a number that is not settled, with its own unit and source."""
    free = [one for one in found if one.low < one.high]
    return [
        Column(
            name=f"{assumption.id}[{one.name}]",
            assumption=assumption.id,
            part=part,
            distribution=Triangular(one.low, one.mid, one.high),
            unit=one.unit,
            source=one.source,
            meaning=one.meaning,
            judged=one.judged,
        )
        for part, one in enumerate(free)
    ]


def _transitions(assumption: Assumption, peace: PeaceOption | None) -> list[Column]:
    """Return a column a transition that can be: gamma numbers, whose shares of a row's sum are Dirichlet.

    No settlement has been observed: what gives its chance is a pseudo-count, and judgement.
    """
    if peace is None:
        return []
    found: list[Column] = []
    for phase, row in enumerate(peace.alpha[:-1]):
        for after, weight in enumerate(row):
            if weight > 0:
                column = _column(assumption, peace.column(phase, after), len(found), Gamma(weight, 1.0))
                found.append(replace(column, judged=column.judged or after == len(row) - 1))
    return found


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
