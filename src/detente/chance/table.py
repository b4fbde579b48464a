"""Ranges of a table of the world, known once a study is bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ..ground.forms import Label, Quantity
from .distribution import Distribution, said
from .gamma import Gamma
from .triangular import Triangular
from .written import Written


@dataclass(frozen=True)
class FromTable(Distribution):
    """Ranges that a table of the world gives: a triangular number for each row, but for those that are held."""

    keys: ClassVar[tuple[str, ...]] = ("from",)
    form: ClassVar[Any] = Label
    aside: ClassVar[Mapping[str, Any]] = {"at": dict[str, Quantity]}
    unfit: ClassVar[tuple[str, str] | None] = (
        "is many numbers of a table",
        "give the number that moves with another an assumption of its own",
    )
    table: str
    held: tuple[tuple[str, float], ...] = ()
    """Rows that are not drawn, each with the value at which it stands."""

    @classmethod
    def of(cls, written: Written) -> FromTable:
        """Read the name of a table, and `at: {mining: 3}` beside it."""
        rows = written.beside["at"].value if "at" in written.beside else {}
        held = rows if isinstance(rows, dict) else {}
        return cls(str(written.node.value), tuple((name, written.plain(one)) for name, one in held.items()))

    def fixing(self, part: str, value: float) -> Mapping[str, Any]:
        """Return the words that hold a row."""
        return {"from": self.table, "at": {part: value}}

    @property
    def of_table(self) -> str:
        """Return the table's name."""
        return self.table

    @property
    def rows_held(self) -> Mapping[str, float]:
        """Return the rows that are not drawn."""
        return dict(self.held)

    def words(self, unit: str = "") -> str:
        """Say it in words."""
        if self.held:
            stands = ", ".join(f"{name} at {said(value)}" for name, value in self.held)
            return f"{FromTable(self.table).words(unit)}, but {stands}"
        if self.table == "transitions":
            return "a Dirichlet posterior for each phase, from transitions counted up to the study's date"
        each = "industry" if self.table == "elasticities" else "number of its own"
        return f"triangular from low over middle to high of the world's table of {self.table}, one for each {each}"


def ranged(low: float, likeliest: float, high: float) -> Distribution:
    """Return how a row is drawn that has a range."""
    return Triangular(low, likeliest, high)


def counted(weight: float) -> Distribution:
    """Return how a row is drawn that has a count: gamma numbers, whose shares of their sum are Dirichlet."""
    return Gamma(weight, 1.0)
