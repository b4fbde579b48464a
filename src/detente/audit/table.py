"""Recorded columns, read one at a time from the batches on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..ground.faults import RunError, did_you_mean
from .database import cursor


@dataclass(frozen=True)
class Table:
    """The batches of a run as one table; `stored` gives the name on disk of each column."""

    files: tuple[Path, ...]
    stored: Mapping[str, str]

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

    def row(self, names: list[str], draw: int) -> list[float]:
        """Return what one draw has in some columns; NaN where unknown."""
        if not names:
            return []
        wanted = ", ".join(self._quoted(name) for name in names)
        query = f"SELECT {wanted} FROM read_parquet(?) WHERE draw = ?"
        with cursor() as connection:
            found = connection.execute(query, [self._paths(), draw]).fetchone()
        return [np.nan if value is None else float(value) for value in found or [None] * len(names)]

    def quantiles(self, name: str, percents: tuple[int, ...]) -> dict[int, float]:
        """Return quantiles of a column by percent, over the draws where it is known; NaN if nowhere."""
        shares = [percent / 100 for percent in percents]
        with cursor() as connection:
            row = connection.execute(
                f"SELECT quantile_cont({self._quoted(name)}, ?) FROM read_parquet(?)", [shares, self._paths()]
            ).fetchone()
        values = row[0] if row and row[0] is not None else [np.nan] * len(percents)
        return dict(zip(percents, map(float, values), strict=True))

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
        return [str(path) for path in self.files]

    def _quoted(self, name: str) -> str:
        if name not in self.stored:
            raise RunError(f"no recorded column '{name}'; {did_you_mean(name, self.names)}")
        return '"' + self.stored[name].replace('"', '""') + '"'
