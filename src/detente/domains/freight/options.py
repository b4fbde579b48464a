"""What of the freight world a study sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...study.expression import Expression
from ...study.numbers import entries_but, numbers
from ...study.variants import table_of
from ..domain import Reading
from .facts import ranges

TABLE = "facts"
"""The entry of the option `freight` that names an assumption; the others are numbers of the freight world."""


@dataclass(frozen=True)
class FreightOptions:
    """What of the freight world a draw sets."""

    numbers: Mapping[str, Expression] = field(default_factory=dict)
    """Numbers of the freight world, by their names there, each in its own unit."""
    facts: str = ""
    """The assumption with a column for each other number of it; their middles if empty."""

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """Everything that a draw decides."""
        return tuple(self.numbers.values())


def options_of(reading: Reading) -> FreightOptions:
    """Return what a study sets of the freight world."""
    study, faults = reading.study, reading.faults
    node = study.option("freight")
    if node is None:
        return FreightOptions()
    units = {name: one.unit for name, one in ranges().items()}
    return FreightOptions(
        numbers=numbers(entries_but(node, TABLE), units, "number of the freight world", faults, study),
        facts=table_of(study, faults.table_of(node).get(TABLE), "freight", faults),
    )
