"""Tables of outcomes that a page fills in, point by point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .records import Case, OutcomeCell

Cells = Mapping[str, OutcomeCell]


@dataclass(frozen=True)
class Row:
    """A row of a table: what it is about, and the cell in each column; None where there is none."""

    name: str
    meaning: str
    cells: tuple[OutcomeCell | None, ...]


@dataclass(frozen=True)
class Sheet:
    """A table of outcomes; `kind` says how its numbers are drawn."""

    id: str
    title: str
    words: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: str = "signed"
    """`signed` (gains and losses), `share` (chances), or `plain`."""


def by_world(cells: Cells, outcome: str, cases: Sequence[Case], labels: Sequence[str]) -> tuple[Row, ...]:
    """Return a row a world, with an outcome's cell for each label; worlds without any are left out."""
    rows = [
        Row(case.name, case.meaning, tuple(cells.get(f"{outcome}[{one},{case.name}]") for one in labels))
        for case in cases
    ]
    return tuple(row for row in rows if any(row.cells))


def by_outcome(domain: str, outcome: str, meaning: str, cells: Sequence[OutcomeCell]) -> Sheet:
    """Return the table of one outcome, a row a cell."""
    rows = tuple(Row(", ".join(cell.places.values()) or outcome, "", (cell,)) for cell in cells)
    kind = "share" if cells[0].unit == "share" else "plain"
    words = f"{meaning[:1].upper()}{meaning[1:]}."
    return Sheet(
        f"{domain}-{outcome}", outcome.replace("_", " ").capitalize(), words, (cells[0].unit,), rows, kind
    )
