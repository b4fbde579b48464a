"""The numbers of the embedded gas world: tables, and ranges for what no source settles."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from ..ground.faults import DataError, did_you_mean
from .sources import table_text

FOLDER = "gas"
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
def ranges() -> dict[str, Range]:
    """Return every number of the embedded gas world that a study may move, by name."""
    made = [
        Range(
            name=row["name"],
            low=float(row["low"]),
            mid=float(row["mid"]),
            high=float(row["high"]),
            unit=row["unit"],
            source=row["source"],
            meaning=row["meaning"],
        )
        for row in rows("assumptions")
    ]
    return {one.name: one for one in made}


class Values:
    """The numbers of a world by name: what a study gives, the middle of the range for the rest."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        known = ranges()
        for name in given:
            if name not in known:
                raise DataError(f"no number '{name}' in the gas world; {did_you_mean(name, known)}")
        self.found = {name: np.asarray(given.get(name, one.mid), float) for name, one in known.items()}

    def __call__(self, name: str) -> np.ndarray:
        """Return a number, `[*draw]`."""
        return self.found[name]

    def row(self, names: Sequence[str]) -> np.ndarray:
        """Return numbers on a last axis, `[*draw, name]`."""
        return np.stack(np.broadcast_arrays(*[self.found[name] for name in names]), -1)


@cache
def _sea_table() -> dict[tuple[str, str], tuple[float, int]]:
    return {
        (row["supply"], row["market"]): (float(row["nautical_miles"]), len(row["canals"].split()))
        for row in rows("sea")
    }


def sea(supply: str, market: str) -> tuple[float, int]:
    """Return nautical miles between the terminals of a supply and a market, and the canals passed."""
    return _sea_table()[supply, market]


@cache
def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of an embedded table."""
    return list(csv.DictReader(table_text(FOLDER, name).splitlines()))
