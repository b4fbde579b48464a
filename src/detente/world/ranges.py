"""Numbers that no source settles: embedded tables of their ends, middle, unit and source."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from .sources import table_text

PERCENT = 0.01


@dataclass(frozen=True)
class Range:
    """A number that no source settles: its ends and middle, unit, and source or the word `judgement`."""

    name: str
    low: float
    mid: float
    high: float
    unit: str
    source: str
    meaning: str

    @property
    def judged(self) -> bool:
        """Tell whether it rests on judgement, in part at least."""
        return "judgement" in self.source


@cache
def rows(folder: str, name: str) -> list[dict[str, str]]:
    """Return the rows of an embedded table."""
    return list(csv.DictReader(table_text(folder, name).splitlines()))


def range_of(row: Mapping[str, str]) -> Range:
    """Return the number of a row."""
    low, mid, high = (float(row[end]) for end in ("low", "mid", "high"))
    return Range(row["name"], low, mid, high, row["unit"], row["source"], row["meaning"])
