"""Recorded columns, read one at a time from the batches on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..ground.faults import RunError, did_you_mean
from .database import cursor, to_read

HELD = 1 << 21
"""Most numbers whose quantiles are sought at once, draws times columns: some 20 MB."""
AT_HAND = 1 << 19
"""Most numbers that are kept at hand, draws times columns: some 4 MB."""


@dataclass(frozen=True)
class Table:
    """The batches of a run as one table; `stored` gives the name on disk of each column."""

    files: tuple[Path, ...]
    stored: Mapping[str, str]
    draws: int
    _known: dict[tuple[str, tuple[int, ...]], dict[int, float]] = field(
        default_factory=dict, compare=False, repr=False
    )
    _at_hand: dict[str, np.ndarray] = field(default_factory=dict, compare=False, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(self.stored)

    def column(self, name: str) -> np.ndarray:
        """Return one column, `[draw]`; NaN where unknown."""
        return self.read([name])[name]

    def read(self, names: list[str]) -> dict[str, np.ndarray]:
        """Return some columns in one pass over the files, each `[draw]`; NaN where unknown."""
        if not names:
            return {}
        wanted = ", ".join(self._quoted(name) for name in names)
        with cursor() as connection:
            found = connection.execute(f"SELECT {wanted} FROM read_parquet(?) ORDER BY draw", [self._paths()])
            arrays = found.fetchnumpy()
        return {
            name: np.ma.filled(array.astype(float), np.nan)
            for name, array in zip(names, arrays.values(), strict=True)
        }

    def at_hand(self, names: list[str]) -> dict[str, np.ndarray]:
        """Return some columns, each `[draw]`, not to be changed; what was asked for lately is not read again."""
        self._at_hand.update(self.read([name for name in names if name not in self._at_hand]))
        found = {name: self._at_hand.pop(name) for name in names}
        self._at_hand.update(found)
        while self._at_hand and len(self._at_hand) * self.draws > AT_HAND:
            self._at_hand.pop(next(iter(self._at_hand)))
        return found

    def row(self, names: list[str], draw: int) -> list[float]:
        """Return what one draw has in some columns; NaN where unknown."""
        if not names:
            return []
        wanted = ", ".join(self._quoted(name) for name in names)
        query = f"SELECT {wanted} FROM read_parquet(?) WHERE draw = ?"
        with cursor() as connection:
            found = connection.execute(query, [self._paths(), draw]).fetchone()
        return [np.nan if value is None else float(value) for value in found or [None] * len(names)]

    def rows(self, names: list[str], draws: Sequence[int]) -> dict[str, np.ndarray]:
        """Return what some draws, in rising order, have in some columns, each `[draw]`; NaN where unknown."""
        if not names:
            return {}
        wanted = ", ".join(self._quoted(name) for name in names)
        query = f"SELECT {wanted} FROM read_parquet(?) WHERE draw IN (SELECT unnest(?)) ORDER BY draw"
        with cursor() as connection:
            found = connection.execute(query, [self._paths(), list(draws)]).fetchnumpy()
        return {
            name: np.ma.filled(array.astype(float), np.nan)
            for name, array in zip(names, found.values(), strict=True)
        }

    def means(self, names: Sequence[str]) -> dict[str, float]:
        """Return the means of some columns over the draws where each is known; NaN if nowhere."""
        if not names:
            return {}
        wanted = ", ".join(f"avg({self._quoted(name)})" for name in names)
        with cursor() as connection:
            row = connection.execute(f"SELECT {wanted} FROM read_parquet(?)", [self._paths()]).fetchone()
        found = [np.nan if value is None else float(value) for value in row or [None] * len(names)]
        return dict(zip(names, found, strict=True))

    def quantiles(self, name: str, percents: tuple[int, ...]) -> dict[int, float]:
        """Return quantiles of a column by percent, over the draws where it is known; NaN if nowhere.

        Its neighbours' are found with it and kept: opening the files costs more than a few columns.
        """
        if (name, percents) not in self._known:
            self._quoted(name)
            place = self.names.index(name)
            some = self.names[place : place + max(1, HELD // max(self.draws, 1))]
            for one, values in zip(some, self._quantiles(some, percents), strict=True):
                self._known[one, percents] = values
        return dict(self._known[name, percents])

    def _quantiles(self, names: tuple[str, ...], percents: tuple[int, ...]) -> list[dict[int, float]]:
        """Return quantiles of some columns, read in one pass."""
        shares = [percent / 100 for percent in percents]
        wanted = ", ".join(f"quantile_cont({self._quoted(name)}, {shares})" for name in names)
        with cursor() as connection:
            row = connection.execute(f"SELECT {wanted} FROM read_parquet(?)", [self._paths()]).fetchone()
        found = [
            [np.nan] * len(percents) if values is None else values for values in row or [None] * len(names)
        ]
        return [dict(zip(percents, map(float, values), strict=True)) for values in found]

    def counts(self, name: str) -> dict[int, int]:
        """Return how many draws have each value of a column of whole numbers."""
        column = self._quoted(name)
        query = (
            f"SELECT {column}, count(*) FROM read_parquet(?) WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 1"
        )
        with cursor() as connection:
            rows = connection.execute(query, [self._paths()]).fetchall()
        return {int(value): int(count) for value, count in rows}

    def _paths(self) -> list[str]:
        return [to_read(path) for path in self.files]

    def _quoted(self, name: str) -> str:
        if name not in self.stored:
            raise RunError(f"no recorded column '{name}'; {did_you_mean(name, self.names)}")
        return '"' + self.stored[name].replace('"', '""') + '"'
