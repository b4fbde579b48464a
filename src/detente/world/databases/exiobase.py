"""EXIOBASE 3: flows or coefficients, final uses and outputs as text with tabs, in a zip or its folder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...ground.faults import DataError
from .ledger import Label, Ledger, Margins
from .lines import Member, Text, read, rows_of

FACTORS = ("factor_inputs/F.txt", "satellite/F.txt")
ADDED = (
    "Taxes less subsidies on products",
    "Other net taxes on production",
    "Compensation of employees; wages",
    "Operating surplus:",
)
"""How the rows of value added begin."""


def chosen(found: dict[str, Member], year: int | None) -> list[str]:
    """Return the files that are read: flows (or coefficients), final uses, and outputs and value added if there.

    Raises DataError where a table is missing.
    """
    tops = {name[: -len("Y.txt")] for name in found if name.rsplit("/", 1)[-1] == "Y.txt"}
    tops = {top for top in tops if any(f"{top}{one}.txt" in found for one in "ZA")}
    if not tops:
        raise DataError("it holds no table of flows between industries: Z.txt or A.txt, and Y.txt beside it")
    named = {top for top in tops if year is not None and str(year) in top} or tops
    top = min(named, key=lambda name: (name.count("/"), name))
    flows = next(f"{top}{one}.txt" for one in "ZA" if f"{top}{one}.txt" in found)
    more = [f"{top}x.txt", *(f"{top}{one}" for one in FACTORS)]
    return [flows, f"{top}Y.txt", *[name for name in more if name in found]]


def ledger(found: dict[str, Member], names: Sequence[str], year: int | None) -> Ledger:
    """Read the tables. Raises DataError or StudyError where they are not what they should be."""
    text, final = read(found[names[0]], "\t", 2, 2), read(found[names[1]], "\t", 2, 2)
    rows, columns, uses = _left(text), _top(text), _top(final)
    place = {label: number for number, label in enumerate(_left(final))}
    if set(place) != set(rows) or set(columns) != set(rows):
        odd = sorted(set(place) ^ set(rows) or set(columns) ^ set(rows))[0]
        raise DataError(f"its tables name other industries: {' '.join(odd)} is not in all of them")
    ends = final.cells[[place[label] for label in rows]]
    output = next((_output(found[name], rows) for name in names if name.endswith("x.txt")), None)
    used = text.cells
    if names[0].endswith("A.txt"):
        turn = [columns.index(label) for label in rows]
        known = (
            output if output is not None else np.linalg.solve(np.eye(len(rows)) - used[:, turn], ends.sum(1))
        )
        at = {label: number for number, label in enumerate(rows)}
        used = used * known[[at[label] for label in columns]]
    added = next((_added(found[name], rows) for name in names[2:] if name.endswith("F.txt")), None)
    names_of = ("x.txt", "x.txt", "value added", "")
    margins = Margins(out=output, factors=added, names=names_of, loose=True)
    return Ledger(rows, columns, uses, used, ends, [text.at(row) for row in range(len(rows))], margins)


def _left(text: Text) -> tuple[Label, ...]:
    return tuple((row[0], row[1]) for row in text.left)


def _top(text: Text) -> tuple[Label, ...]:
    first, second = text.head
    return tuple((a.strip(), b.strip()) for a, b in zip(first[2:], second[2:], strict=True))


def _output(source: Member, rows: tuple[Label, ...]) -> np.ndarray:
    """Return output in the order of rows; NaN where the file has none."""
    text = read(source, "\t", 1, 2)
    known = dict(zip(_left(text), text.cells[:, 0], strict=True))
    return np.array([known.get(label, np.nan) for label in rows])


def _added(source: Member, rows: tuple[Label, ...]) -> np.ndarray | None:
    """Return value added in the order of rows, from the first lines of a long table; None where it has none."""
    head, total = list[list[str]](), None
    for _, values in rows_of(source, "\t"):
        if len(head) < 2:
            head.append([one.strip() for one in values[1:]])
        elif values[0].startswith(ADDED):
            line = np.array([float(one or 0) for one in values[1:]])
            total = line if total is None else total + line
    if total is None:
        return None
    known = dict(zip(zip(*head, strict=True), total, strict=True))
    return np.array([known.get(label, 0.0) for label in rows])
