"""OECD Inter-Country Input-Output Tables, editions 2016 to 2023, as one CSV: V1, then economy_industry.

pymrio reads them by position, once their labels are sorted: where the margins are missing, columns change places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ...ground.faults import DataError, Fault, StudyError
from .ledger import Label, Ledger, Margins
from .lines import Member, Text, members, read

OUTPUT = ("OUT", "TOTAL", "OUTPUT")
FACTORS = re.compile(r"TLS|VA|.*VALU.*|.*TAX.*")
USES = (
    "HFCE",
    "NPISH",
    "NPS",
    "GGFC",
    "GFCF",
    "INVNT",
    "INV",
    "DIRP",
    "DPABR",
    "FD",
    "P33",
    "HC",
    "GC",
    "CONS",
)
PART = re.compile(r"(CN|MX)\d")
WHOLE = {"CN": "CHN", "MX": "MEX"}
"""China and Mexico are divided by whom they make for."""


def chosen(found: dict[str, Member], year: int | None) -> list[str]:
    """Return the one table that is meant. Raises DataError where there is none, or several."""
    tables = [name for name in found if name.lower().endswith((".csv", ".zip"))]
    named = [name for name in tables if re.search(rf"_{year}(?!\d)", name)] if len(tables) > 1 else tables
    if len(named) != 1:
        what = f"{len(named)} tables" + ("" if year is None else f" of {year}")
        raise DataError(
            f"it holds {what}: {', '.join(named or found)[:200]}; unpack it and give one, as ICIO2023_2018.csv"
        )
    return named


def ledger(found: dict[str, Member], names: Sequence[str], year: int | None) -> Ledger:
    """Read the table. Raises DataError or StudyError where it is not what it should be."""
    text = read(_table(found[names[0]]), ",", 1, 1)
    written, columns = [row[0] for row in text.left], [one.strip() for one in text.head[0][1:]]
    goods = [
        place for place, name in enumerate(written) if name not in OUTPUT and not FACTORS.fullmatch(name)
    ]
    rows = tuple(_label(written[place], text, place) for place in goods)
    whos = {who for who, _ in rows} | {WHOLE[who[:2]] for who, _ in rows if PART.fullmatch(who)}
    industries, uses, left = _columns(text, columns, {written[place] for place in goods}, whos)
    cells = text.cells[goods]
    notes = tuple(
        f"left out: {columns[one]}, {np.nansum(cells[:, one]):,.4g} in the data base's unit" for one in left
    )
    bought, ends = [place for place, _ in industries], [place for place, _ in uses]
    total = [place for place, name in enumerate(columns) if name in OUTPUT]
    labels = tuple(label for _, label in industries)
    by_column = {label: place for place, label in industries}
    turn = [by_column.get(label, bought[0] if bought else 0) for label in rows]
    tail = [place for place, name in enumerate(written) if FACTORS.fullmatch(name)]
    made = [place for place, name in enumerate(written) if name in OUTPUT]
    out = cells[:, total[0]] - np.nansum(cells[:, left], axis=1) if total else None
    margins = Margins(
        out=out,
        made=text.cells[made[0]][turn] if made else None,
        factors=np.nan_to_num(text.cells[tail][:, turn]).sum(0) if tail else None,
        names=(
            f"column {columns[total[0]]}" if total else "",
            f"row {written[made[0]]}" if made else f"column {columns[total[0]]}" if total else "",
            _listed([written[place] for place in tail]),
            "",
        ),
    )
    return Ledger(
        rows,
        labels,
        tuple(label for _, label in uses),
        cells[:, bought],
        cells[:, ends],
        [text.at(place) for place in goods],
        margins,
        "_",
        {who: WHOLE[who[:2]] for who, _ in rows if PART.fullmatch(who)},
        notes=notes,
    )


def _table(source: Member) -> Member:
    """Return the one table in a zip that lies in a folder, or the table itself."""
    if source.inside or source.path.suffix.lower() != ".zip":
        return source
    inside = members(source.path)
    return inside[chosen(inside, None)[0]]


def _label(name: str, text: Text, place: int) -> Label:
    who, _, what = name.partition("_")
    if not who or not what:
        mend = "rows are economy_industry, as DEU_C26, then TLS, VA and OUT"
        raise StudyError([Fault(text.at(place), f"row '{name}' names no industry of an economy", mend)])
    return who, what


def _columns(
    text: Text, columns: list[str], rows: set[str], whos: set[str]
) -> tuple[list[tuple[int, Label]], list[tuple[int, Label]], list[int]]:
    """Return the columns of industries, of final uses, and of no economy (discrepancies), each with its place."""
    industries: list[tuple[int, Label]] = []
    uses: list[tuple[int, Label]] = []
    left = []
    for place, name in enumerate(columns):
        if name in OUTPUT:
            continue
        first, _, last = name.partition("_")
        if name not in rows and (last in USES or first in USES):
            uses.append((place, (first, last) if last in USES else (last, first)))
        elif last:
            industries.append((place, (first, last)))
        elif name:
            left.append(place)
    if not industries or not uses:
        raise DataError(
            "no column of it is an industry or a final use of an economy, as DEU_C26 and DEU_HFCE"
        )
    return industries, uses, left


def _listed(names: list[str]) -> str:
    return ", ".join(names[:3]) + (", ..." if len(names) > 3 else "") if names else "VA"
