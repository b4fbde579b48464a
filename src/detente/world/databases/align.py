"""A table taken as a book, label by label and never by position, once it agrees with its own totals."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from ...ground.faults import Fault, Place, StudyError
from .balance import checked
from .book import Book
from .ledger import Label, Ledger, short

STOCKS = re.compile(r"inven|invnt|changes? in stocks|\binv\b", re.IGNORECASE)
"""How data bases call changes of stocks."""


def book(ledger: Ledger) -> Book:
    """Return the table as arrays, economies in the order of the alphabet, ROW last.

    Raises StudyError with every label that is missing or stands twice; then with every blank cell, every total that
    is missed, and every economy without output.
    """
    if faults := labels(ledger):
        raise StudyError(short(faults))
    whole = [ledger.parts.get(who, who) for who, _ in ledger.rows]
    economies = sorted(set(whole), key=lambda who: (who == "ROW", who))
    industries = list(dict.fromkeys(what for _, what in ledger.rows))
    notes = [*ledger.notes]
    faults, used, final = checked(ledger, notes)
    gone = []
    for who in economies:
        mine = [place for place, name in enumerate(whole) if name == who]
        if used[mine].sum() + final[mine].sum() > 0:
            continue
        buys = [ledger.parts.get(name, name) == who for name, _ in ledger.columns]
        takes = [name == who for name, _ in ledger.uses]
        if ledger.empty and not (used[:, buys].any() or final[:, takes].any() or used[mine].any()):
            gone.append(who)
        else:
            what = f"{who} sells nothing, not even at home, from row {ledger.name(ledger.rows[mine[0]])} on"
            faults.append(Fault(ledger.at[mine[0]], what, "its rows are lost: download the table again"))
    if faults:
        raise StudyError(short(faults))
    if gone:
        notes.append(f"left out, as all their cells are 0: {', '.join(gone)}")
    kept = [who for who in economies if who not in gone]
    return _folded(ledger, kept, industries, used, final, notes)


def _folded(
    ledger: Ledger,
    economies: list[str],
    industries: list[str],
    used: np.ndarray,
    final: np.ndarray,
    notes: list[str],
) -> Book:
    """Return arrays, each cell where its labels say; parts of an economy are added up."""
    n, j = len(economies), len(industries)
    who = {name: place for place, name in enumerate(economies)}
    what = {name: place for place, name in enumerate(industries)}

    def places(found: tuple[Label, ...]) -> np.ndarray:
        spots = [(who.get(ledger.parts.get(a, a), -1), what.get(b, 0)) for a, b in found]
        return np.array([a * j + b if a >= 0 else -1 for a, b in spots], dtype=int)

    rows, columns = places(ledger.rows), places(ledger.columns)
    square = np.zeros((n * j, n * j))
    if len(set(rows)) == len(rows) and len(set(columns)) == len(columns) and min(rows) >= 0 <= min(columns):
        square[np.ix_(rows, columns)] = used
    else:
        kept, bought = np.flatnonzero(rows >= 0), np.flatnonzero(columns >= 0)
        np.add.at(square, np.ix_(rows[kept], columns[bought]), used[np.ix_(kept, bought)])
    ends = np.zeros((2, n * j, n))
    for place, (name, kind) in enumerate(ledger.uses):
        if (buyer := ledger.parts.get(name, name)) in who:
            kept = np.flatnonzero(rows >= 0)
            np.add.at(ends[int(bool(STOCKS.search(kind))), :, who[buyer]], rows[kept], final[kept, place])
    shape = n, j, n
    return Book(
        tuple(economies),
        tuple(industries),
        square.reshape(n, j, n, j),
        ends[0].reshape(shape),
        ends[1].reshape(shape),
        tuple(notes),
    )


def labels(ledger: Ledger) -> list[Fault]:
    """Return a fault for each label that stands twice, or is missing where others need it."""
    faults: list[Fault] = []
    top = Place(ledger.at[0].file)
    again = "download the table again; nothing is read by its position alone"
    for axis, found in (("row", ledger.rows), ("column", ledger.columns), ("column", ledger.uses)):
        for label, times in Counter(found).items():
            if times > 1:
                faults.append(Fault(top, f"{axis} {ledger.name(label)} stands {times} times", again))
    rows, columns = dict.fromkeys(ledger.rows), dict.fromkeys(ledger.columns)
    for label in columns:
        if label not in rows:
            faults.append(Fault(top, f"there is a column {ledger.name(label)} and no such row", again))
    for place, label in enumerate(ledger.rows):
        if label not in columns:
            faults.append(
                Fault(ledger.at[place], f"there is a row {ledger.name(label)} and no such column", again)
            )
    if faults:
        return faults
    held = {(ledger.parts.get(who, who), what) for who, what in rows}
    economies, industries = dict.fromkeys(a for a, _ in held), dict.fromkeys(b for _, b in ledger.rows)
    for who in sorted(economies):
        for what in industries:
            if (who, what) not in held:
                said = f"there is no row {ledger.name((who, what))}, and other economies have that industry"
                faults.append(Fault(top, said, again))
    for who in dict.fromkeys(ledger.parts.get(name, name) for name, _ in ledger.uses):
        if who not in economies:
            faults.append(Fault(top, f"there are final uses of {who} and no row of its industries", again))
    ended = {ledger.parts.get(name, name) for name, _ in ledger.uses}
    for who in sorted(economies):
        if who not in ended:
            faults.append(Fault(top, f"there are rows of {who} and no column of its final uses", again))
    return faults
