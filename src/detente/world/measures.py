"""The measures of 2016-17 on North Korea, as dated rows, and what of them is in force on a date."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from .sources import table_text

TARGET = "PRK"
CAPPED = "quantity cap"
"""The words in a row's note that make it a quota on the sum of flows and not a ban of a share of each."""


@dataclass(frozen=True)
class Measure:
    """One row: which share of which flows an authority bans, seen from the target."""

    date: dt.date
    name: str
    authority: str
    direction: str
    partner: str
    industry: str
    share: float
    is_cap: bool
    note: str
    target: str = TARGET
    """The economy that it is about."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What a later row with the same words replaces."""
        return self.authority, self.direction, self.partner, self.industry

    def cells(self, economies: tuple[str, ...], industries: tuple[str, ...]) -> np.ndarray:
        """Return 1 for each flow `[industry, buyer, seller]` that the row is about."""
        target = np.array([code == self.target for code in economies])
        partner = np.array([code != self.target and self.partner in ("all", code) for code in economies])
        goods = np.array([self.industry in ("all", code) for code in industries])
        exports = np.outer(partner, target)
        imports = np.outer(target, partner)
        pairs = {"export": exports, "import": imports, "both": exports | imports}[self.direction]
        cells: np.ndarray = (goods[:, None, None] & pairs[None]).astype(float)
        return cells


@cache
def read_measures(as_of: dt.date | None = None) -> tuple[Measure, ...]:
    """Return the embedded measures in force on a date: a later row replaces an earlier one about the same flows."""
    return in_force(every_measure(), as_of)


def every_measure() -> tuple[Measure, ...]:
    """Return all embedded measures, in the order of their table."""
    rows = csv.DictReader(table_text("politics", "un-sanctions-on-north-korea").splitlines())
    return tuple(measure_of(row) for row in rows)


def measure_of(row: Mapping[str, str]) -> Measure:
    """Return the measure that a row tells. Raises ValueError for a date or a share that is none."""
    return Measure(
        date=dt.date.fromisoformat(row["date"]),
        name=row["measure"],
        authority=row["authority"],
        direction=row["direction"],
        partner=row["partner"],
        industry=row["industry"],
        share=float(row["share"]),
        is_cap=CAPPED in row["note"],
        note=row["note"],
        target=row.get("target", TARGET),
    )


def in_force(known: Iterable[Measure], as_of: dt.date | None) -> tuple[Measure, ...]:
    """Return the measures in force on a date, whatever their date if None."""
    latest = {
        measure.key: measure
        for measure in sorted(known, key=lambda row: row.date)
        if as_of is None or measure.date <= as_of
    }
    return tuple(latest.values())
