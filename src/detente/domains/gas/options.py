"""What of the gas world a study sets: its numbers, the path of the LNG price, lines of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...study.expression import Expression
from ...study.numbers import entries_but, numbers
from ...study.variants import table_of
from ..domain import Reading
from .described import plans_of
from .facts import parties_with, ranges
from .plan import Plan

TABLE, PATH = "facts", "lng_path"
"""Entries of the option `gas` that name assumptions; the others are numbers of the gas world."""


@dataclass(frozen=True)
class GasOptions:
    """What of the gas world a draw sets."""

    numbers: Mapping[str, Expression] = field(default_factory=dict)
    """Numbers of the gas world, by their names there, each in its own unit."""
    facts: str = ""
    """The assumption with a column for each other number of the gas world; their middles if empty."""
    lng_path: str = ""
    """The assumption with a column a year for the LNG price; `lng_price` in every year if empty."""
    lines: tuple[Plan, ...] = ()
    """Lines of the study's own, offered beside those of the gas world; their numbers are expressions."""

    @property
    def parties(self) -> tuple[str, ...]:
        """Whoever sells, buys or lets gas through."""
        return parties_with(self.lines)

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """Everything that a draw decides."""
        planned = [one for plan in self.lines for one in (*plan.through.values(), *plan.numbers.values())]
        return (*self.numbers.values(), *planned)


def options_of(reading: Reading) -> GasOptions:
    """Return what a study sets of the gas world."""
    study, faults = reading.study, reading.faults
    plans = tuple(plans_of(study, faults).values())
    node = study.option("gas")
    if node is None:
        return GasOptions(lines=plans)
    given = faults.table_of(node)
    path = given.get(PATH)
    paths = [name for name, one in study.assumptions.items() if one.distribution.by_year]
    known = path is not None and faults.known(path, paths, "assumption `path:`")
    units = {name: one.unit for name, one in ranges().items()}
    return GasOptions(
        numbers=numbers(entries_but(node, TABLE, PATH), units, "number of the gas world", faults, study),
        facts=table_of(study, given.get(TABLE), "gas", faults),
        lng_path=str(path.value) if path is not None and known else "",
        lines=plans,
    )
