"""The numbers of the embedded gas world: tables, and ranges for what no source settles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from ...ground.faults import DataError, did_you_mean
from ...world.ranges import Range, range_of, rows

FOLDER = "gas"


@cache
def ranges() -> dict[str, Range]:
    """Return every number of the embedded gas world that a study may move, by name."""
    return {row["name"]: range_of(row) for row in rows(FOLDER, "assumptions")}


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
        for row in rows(FOLDER, "sea")
    }


def sea(supply: str, market: str) -> tuple[float, int]:
    """Return nautical miles between the terminals of a supply and a market, and the canals passed."""
    return _sea_table()[supply, market]
