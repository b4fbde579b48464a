"""A data base's table with its labels and the totals that it ships, in the order of its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ...ground.faults import Fault, Place

Label = tuple[str, str]
"""An economy, and an industry or a kind of final use."""
MOST = 40
"""Faults of one kind that are listed; the others are counted."""


@dataclass(frozen=True)
class Margins:
    """Totals as a data base states them, each in the order of the table's rows; None where it ships none."""

    out: np.ndarray | None = None
    """Output by row, as a column of the file states it."""
    made: np.ndarray | None = None
    """Output by column, as a row of the file states it."""
    factors: np.ndarray | None = None
    """Value added and all else that a column holds beside what industries buy of each other."""
    bought: np.ndarray | None = None
    """What industries buy of each other, summed."""
    names: tuple[str, str, str, str] = ("OUT", "OUT", "VA", "sum")
    """How the file calls each."""
    loose: bool = False
    """Whether columns of the data base do not balance to its rounding: told, and refused only where it is much."""


@dataclass(frozen=True)
class Ledger:
    """Sales by row to each column, in the order of a file; a blank cell is NaN."""

    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    """Industries that buy."""
    uses: tuple[Label, ...]
    """Final users."""
    used: np.ndarray
    """`[row, column]`."""
    final: np.ndarray
    """`[row, use]`."""
    at: Sequence[Place]
    """Where each row stands."""
    margins: Margins = Margins()
    joint: str = " "
    """What the file writes between an economy and an industry."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Economies that are parts of another: CN1 of CHN."""
    empty: bool = False
    """Whether the data base knows economies that had ended in a year, or had not begun: all their cells are 0."""
    notes: tuple[str, ...] = ()

    def name(self, label: Label) -> str:
        """Return a label as the file writes it."""
        return self.joint.join(label)


def short(faults: list[Fault]) -> list[Fault]:
    """Return the first of many faults, and how many more there are."""
    if len(faults) <= MOST + 1:
        return faults
    kept = sorted(set(faults))
    more = Fault(kept[MOST].place, f"and {len(kept) - MOST} more of the kind")
    return [*kept[:MOST], more]
