"""A CSV table of the user's, row by row, every value with its line and column."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from typing import NamedTuple

from ..ground.cells import unguarded
from ..ground.faults import Fault, Place, did_you_mean

COMMENT = "#"
"""How a line begins that is not read."""
OTHERS = {";": "semicolons", "\t": "tabs"}
"""Separators that programs write in place of commas."""


class Row(NamedTuple):
    """A line's number, from 1, and its values."""

    line: int
    values: list[str]


class Sheet(NamedTuple):
    """A table as read."""

    file: str
    lines: list[str]
    columns: dict[str, int]
    rows: list[Row]

    def get(self, row: Row, name: str) -> str:
        """Return the value in a named column."""
        return row.values[self.columns[name]].strip()

    def place(self, row: Row, name: str = "") -> Place:
        """Return where a row, or its value in a column, begins."""
        if not name:
            return Place(self.file, row.line)
        return Place(self.file, row.line, start_of(self.lines[row.line - 1], self.columns[name]))

    def number(self, row: Row, name: str, faults: list[Fault]) -> float:
        """Return a value as a finite number; 0, and a fault, where it is none."""
        text = self.get(row, name)
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if math.isfinite(value):
            return value
        what = f"{name} is '{text}', which is not a number"
        faults.append(Fault(self.place(row, name), what, "write digits and a decimal point, as 1234.5"))
        return 0.0

    def label(self, row: Row, name: str, known: Sequence[str] | dict[str, int], faults: list[Fault]) -> bool:
        """Tell whether a value is one of the known names; add a fault if not."""
        text = self.get(row, name)
        if text in known:
            return True
        faults.append(Fault(self.place(row, name), f"no {name} '{text}'", did_you_mean(text, list(known))))
        return False


def sheet(text: str, file: str, needed: Sequence[str], faults: list[Fault]) -> Sheet | None:
    """Read a CSV text; lines that begin with # are comments. None, and a fault, where a column is missing."""
    lines = text.splitlines()
    numbered = [
        (number, line)
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith(COMMENT)
    ]
    if not numbered:
        faults.append(Fault(Place(file), "the table is empty", f"begin with the line {','.join(needed)}"))
        return None
    first, head = numbered[0]
    names = [name.strip() for name in values_of(head, Place(file, first), faults)]
    missing = [name for name in needed if name not in names]
    if missing:
        faults.append(
            Fault(Place(file, first), f"no column {', '.join(missing)}", _mend(head, names, missing))
        )
        return None
    rows = []
    for number, line in numbered[1:]:
        values = values_of(line, Place(file, number), faults)
        if len(values) == len(names):
            rows.append(Row(number, values))
        elif values:
            what = f"{len(values)} values stand here, and the first line names {len(names)} columns"
            mend = "write numbers without commas, and text that holds one in quotes"
            faults.append(Fault(Place(file, number), what, mend))
    return Sheet(file, lines, {name: place for place, name in enumerate(names)}, rows)


def values_of(line: str, place: Place, faults: list[Fault]) -> list[str]:
    """Return the values of a line; none, and a fault, where its quotes do not close."""
    if '"' not in line:
        return [unguarded(value) for value in line.split(",")]
    try:
        return [unguarded(value) for value in next(csv.reader([line], strict=True))]
    except csv.Error:
        faults.append(Fault(place, "the quotes in this line do not close", 'write "" for a quote in a text'))
        return []


def start_of(line: str, number: int) -> int:
    """Return the column, from 1, at which a line's value of that number begins.

    >>> start_of('a,"b,c",d', 2)
    9
    """
    quoted, passed = False, 0
    for place, letter in enumerate(line):
        if passed == number:
            return place + 1
        if letter == '"':
            quoted = not quoted
        passed += letter == "," and not quoted
    return len(line) + 1


def _mend(head: str, names: Sequence[str], missing: Sequence[str]) -> str:
    """Say what mends a header."""
    for mark, words in OTHERS.items():
        if mark in head and "," not in head:
            return f"values are separated by {words}: save the table as CSV with commas"
    others = [name for name in names if name]
    return did_you_mean(missing[0], others) if others else f"begin with {','.join(missing)}"
