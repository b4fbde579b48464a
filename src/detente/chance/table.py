"""Distributions that data tell, once a study is bound: ranges of a table, and the rate of dated events."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .distribution import Distribution, said


@dataclass(frozen=True)
class FromTable(Distribution):
    """Ranges that a table of the world gives: a triangular number for each row, but for those that are held."""

    table: str
    held: tuple[tuple[str, float], ...] = ()
    """Rows that are not drawn, each with the value at which it stands."""

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        if self.held:
            stands = ", ".join(f"{name} at {said(value)}" for name, value in self.held)
            return f"{FromTable(self.table).words(unit)}, but {stands}"
        if self.table == "transitions":
            return "a Dirichlet posterior for each phase, from transitions counted up to the study's date"
        each = "industry" if self.table == "elasticities" else "number of its own"
        return f"triangular from low over middle to high of the world's table of {self.table}, one for each {each}"


@dataclass(frozen=True)
class Rate(Distribution):
    """Events a year, learnt from dated rows up to the study's date."""

    rows: str
    filters: tuple[tuple[str, str], ...]
    since: dt.date

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        wanted = ", ".join(f"{name} {word}" for name, word in self.filters)
        return f"gamma posterior of a yearly rate, from the rows of {self.rows} ({wanted}) since {self.since}"
