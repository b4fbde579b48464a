"""A table against the totals that its data base ships: outputs, value added, sums of rows and columns."""

from __future__ import annotations

import numpy as np

from ...ground.faults import Fault
from .ledger import Ledger

RELATIVE = 1e-4
"""Share of a total by which a sum may miss it, beside rounding."""
UNBALANCED = 0.02
"""Share of world output by which rows and columns may differ in data bases that are not balanced by themselves."""
SAMPLE = 20_000
"""Cells that tell how a file is rounded."""
AGAIN = "download the table again; a cell of it is lost or changed"


def checked(ledger: Ledger, notes: list[str]) -> tuple[list[Fault], np.ndarray, np.ndarray]:
    """Return the faults of a table's cells and totals, and its cells with 0 for a blank that a total proves to be 0.

    A sum may miss a total by 0.01 % of it and by what rounding leaves: six standard deviations of a sum of so many
    rounded cells. Where nothing states a row's total, every blank in it is a fault.
    """
    used, final, step = np.nan_to_num(ledger.used), np.nan_to_num(ledger.final), rounding(ledger.used)
    stated = {name: _there(getattr(ledger.margins, name)) for name in ("out", "made", "factors", "bought")}
    order = {label: place for place, label in enumerate(ledger.columns)}
    turn = [order[label] for label in ledger.rows]
    rows, columns = used.sum(1) + final.sum(1), used.sum(0)[turn]
    room = step * np.sqrt(3.0 * (used.shape[1] + final.shape[1]))

    def gap(sums: np.ndarray, total: np.ndarray) -> np.ndarray:
        found = sums - total
        return np.where(np.abs(found) > RELATIVE * np.abs(total) + room, found, 0.0)

    off = gap(rows, stated["out"]) if stated["out"] is not None else np.zeros(len(rows))
    faults = _blanks(ledger, off, stated["out"], notes)
    marked = {fault.place for fault in faults}
    total = stated["made"] if stated["made"] is not None else stated["out"]
    balanced = total is None
    total = rows if total is None else total
    aside = np.zeros(len(rows))
    if stated["factors"] is not None:
        aside = gap(columns + stated["factors"], total)
    elif stated["made"] is not None:
        aside = gap(rows, stated["made"])
    summed = gap(columns, stated["bought"]) if stated["bought"] is not None else np.zeros(len(rows))
    if ledger.margins.loose:
        faults += [] if marked else _loosely(ledger, aside, total, notes)
        aside = np.zeros(len(rows))
    if stated["out"] is not None and stated["made"] is not None and not marked:
        faults += _crossed(ledger, gap(stated["made"], stated["out"]), stated["out"])
    faults += _missed(ledger, marked, (off, rows, stated["out"]), (aside, columns, total), balanced)
    for place in map(int, np.flatnonzero(summed) if not marked else ()):
        what = f"column {ledger.name(ledger.rows[place])}: its cells sum to {_say(columns[place])}, and "
        what += f"{ledger.margins.names[3]} says {_say(columns[place] - summed[place])}"
        faults.append(Fault(ledger.at[place], what, AGAIN))
    if not any(one is not None for one in stated.values()):
        notes.append("not checked against totals of its own, as the file holds none")
    return faults, used, final


def rounding(cells: np.ndarray) -> float:
    """Return the unit of the last decimal that cells are written to; 0 where they are not rounded.

    >>> float(rounding(np.array([1.25, 3.5]))), float(rounding(np.array([1 / 3])))
    (0.01, 0.0)
    """
    some = cells.reshape(-1)[:: max(1, cells.size // SAMPLE)]
    some = some[np.isfinite(some)]
    for decimals in range(7):
        if np.abs(np.round(some, decimals) - some).max(initial=0.0) <= 1e-9 * max(
            1.0, np.abs(some).max(initial=0.0)
        ):
            return float(10.0**-decimals)
    return 0.0


def _there(total: np.ndarray | None) -> np.ndarray | None:
    """Return a total; None for one that holds nothing but zeros and blanks."""
    return None if total is None or not np.nan_to_num(total).any() else np.nan_to_num(total)


def _blanks(ledger: Ledger, off: np.ndarray, out: np.ndarray | None, notes: list[str]) -> list[Fault]:
    """Return a fault for each blank cell that the total of its row does not prove to be 0."""
    faults, proven = [], 0
    for cells, found in ((ledger.used, ledger.columns), (ledger.final, ledger.uses)):
        if not np.isnan(cells.sum()):
            continue
        for row, column in np.argwhere(np.isnan(cells)):
            if out is not None and not off[row]:
                proven += 1
                continue
            cell = f"{ledger.name(ledger.rows[row])}/{ledger.name(found[column])}"
            short = f"; its row lacks {_say(-off[row])} of {ledger.margins.names[0]}" if off[row] else ""
            faults.append(
                Fault(ledger.at[row], f"the cell {cell} is blank{short}", "download the table again")
            )
    if proven:
        notes.append(f"{proven} blank cells are 0, as the totals of their rows say")
    return faults


def _crossed(ledger: Ledger, off: np.ndarray, out: np.ndarray) -> list[Fault]:
    """Return a fault for each industry of which a row and a column of totals state two outputs."""
    names = ledger.margins.names
    return [
        Fault(
            ledger.at[place],
            f"column {ledger.name(ledger.rows[place])}: {names[1]} says {_say(out[place] + off[place])}, and "
            f"{names[0]} says {_say(out[place])} for the row of that name",
            "download the table again; its columns, or these totals, are exchanged",
        )
        for place in map(int, np.flatnonzero(off))
    ]


def _missed(
    ledger: Ledger,
    marked: set,
    by_row: tuple[np.ndarray, np.ndarray, np.ndarray | None],
    by_column: tuple[np.ndarray, np.ndarray, np.ndarray],
    balanced: bool,
) -> list[Fault]:
    """Return a fault for each total that is missed; where a row and a column are off by as much, one for their cell."""
    faults, (off, rows, _), (aside, columns, total) = [], by_row, by_column
    names, left = ledger.margins.names, set(map(int, np.flatnonzero(aside)))
    for row in map(int, np.flatnonzero(off)):
        same = [place for place in left if abs(aside[place] - off[row]) <= 0.01 * abs(off[row])]
        if ledger.at[row] in marked:
            left -= set(same)
            continue
        name = ledger.name(ledger.rows[row])
        where = f"row {name}"
        if len(same) == 1:
            left.remove(same[0])
            where = (
                f"the cell {name}/{ledger.name(ledger.rows[same[0]])} is off by {_say(off[row])}: row {name}"
            )
        what = (
            f"{where}: its cells sum to {_say(rows[row])}, and {names[0]} says {_say(rows[row] - off[row])}"
        )
        faults.append(Fault(ledger.at[row], what, AGAIN))
    if marked:
        return faults
    for place in sorted(left):
        said = "what its row sells" if balanced else names[1]
        what = (
            f"column {ledger.name(ledger.rows[place])}: its cells sum to {_say(columns[place])}, which with "
        )
        what += f"{names[2]} is {_say(total[place] + aside[place])}, and {said} is {_say(total[place])}"
        faults.append(Fault(ledger.at[place], what, AGAIN))
    return faults


def _loosely(ledger: Ledger, aside: np.ndarray, total: np.ndarray, notes: list[str]) -> list[Fault]:
    """Say how far a data base is from balance; return the ten largest gaps as faults where that is too far."""
    world, missed = float(np.abs(total).sum()), float(np.abs(aside).sum())
    if not missed:
        return []
    largest = np.argsort(-np.abs(aside))[:10]
    share = missed / world if world else 1.0
    if share <= UNBALANCED:
        worst = ledger.name(ledger.rows[largest[0]])
        notes.append(
            f"columns and rows of {int((aside != 0).sum())} industries do not balance in the data base itself, by "
            f"{100 * share:.2g} % of world output in all, most in {worst}: rows are taken, value added is what is left"
        )
        return []
    return [
        Fault(
            ledger.at[place],
            f"{ledger.name(ledger.rows[place])}: its column with {ledger.margins.names[2]} is "
            f"{_say(total[place] + aside[place])}, and its output {_say(total[place])}; all such gaps are "
            f"{100 * share:.3g} % of world output",
            AGAIN,
        )
        for place in map(int, largest)
        if aside[place]
    ]


def _say(value: float) -> str:
    return f"{value:,.6g}"
