"""The World Input-Output Database's release of 2016, in the forms in which it is offered.

pymrio reads the release of 2013 alone (35 industries): this one has 56, and other files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...ground.faults import DataError, Fault, Place, StudyError
from .ledger import Label, Ledger, Margins, short
from .lines import Member

INDUSTRIES, USES = 56, 61
"""Columns of an economy: its industries, then final uses, of which the last is the change of stocks."""
BOUGHT, FACTORS, OUTPUT = 65, range(66, 72), 73
"""Rows of margins: what industries buy (II_fob); taxes, adjustments, value added and margins; output (GO)."""
COLUMN = re.compile(r"v?([A-Z]{3})(\d{1,2})")
"""A column of the edition for Stata or R: vAUS1 or AUS1."""


Row = tuple[str, str, int]
"""Code of industry, economy, number."""


def chosen(found: dict[str, Member], year: int | None) -> list[str]:
    """Return the one file. Raises DataError for a folder of several."""
    if len(found) != 1 or next(iter(found.values())).inside:
        raise DataError("give one file, unpacked, as WIOT2014_October16_ROW.dta")
    return list(found)


def ledger(found: dict[str, Member], names: Sequence[str], year: int | None) -> Ledger:
    """Read WIOT<year>_..._ROW in its edition for Stata (.dta), as CSV, or for Excel (.xlsx, .xlsb)."""
    import pandas  # type: ignore[import-untyped]

    path = found[names[0]].path
    kind = path.suffix.lower()
    if kind == ".dta":
        return _of_columns(pandas.read_stata(path), str(path), 1)
    if kind == ".csv":
        return _of_columns(pandas.read_csv(path, low_memory=False), str(path), 2)
    if kind in (".xlsx", ".xlsb"):
        try:
            return _of_sheet(pandas.read_excel(path, header=None), str(path))
        except ImportError:
            part = {".xlsb": "pyxlsb", ".xlsx": "openpyxl"}[kind]
            raise DataError(
                f"{part} is not installed, which reads such files; pip install {part}, or use the edition for "
                "Stata (.dta), which needs nothing more"
            ) from None
    raise DataError("give the edition for Stata (.dta), or for Excel (.xlsx, .xlsb), or a CSV of it")


def _of_columns(frame: Any, file: str, first: int) -> Ledger:
    """Read the edition whose columns are named by economy and number."""
    missing = [name for name in ("IndustryCode", "Country", "RNr") if name not in frame.columns]
    if missing:
        raise DataError(f"it has no column {', '.join(missing)}, as the release of 2016 has")
    columns = [match.groups() if (match := COLUMN.fullmatch(str(name))) else None for name in frame.columns]
    numbers = _numbers(frame["RNr"].to_numpy())
    rows = [
        (str(code), str(country), int(number) if np.isfinite(number) else 0)
        for code, country, number in zip(frame["IndustryCode"], frame["Country"], numbers, strict=True)
    ]
    named = [(one[0], int(one[1])) if one else None for one in columns]
    total = [place for place, name in enumerate(frame.columns) if str(name).upper() in ("TOT", "VTOT")]
    return _ledger(rows, named, frame.to_numpy(), total, file, first)


def _of_sheet(frame: Any, file: str) -> Ledger:
    """Read the edition for Excel: codes, titles, economies and numbers stand above and left of the table."""
    cells = frame.to_numpy()
    text = np.vectorize(str)(cells[:12])
    heads = [
        row
        for row in range(len(text))
        if sum(bool(re.fullmatch(r"c\d+", one)) for one in text[row]) > INDUSTRIES
    ]
    if not heads:
        raise DataError("no row of it holds the numbers c1, c2, ... of columns, as the release of 2016 has")
    head = heads[0]
    columns = [
        (str(cells[head - 1, place]), int(one[1:])) if re.fullmatch(r"c\d+", one) else None
        for place, one in enumerate(text[head])
    ]
    body = cells[head + 1 :]
    rows = [
        (str(row[0]), str(row[2]), int(str(row[3])[1:]) if re.fullmatch(r"r\d+", str(row[3])) else 0)
        for row in body
    ]
    total = [place for place, one in enumerate(columns) if one and one[0] == "TOT"]
    return _ledger(rows, columns, body, total, file, head + 2)


def _ledger(
    rows: list[Row],
    columns: list[tuple[str, int] | None],
    cells: np.ndarray,
    total: list[int],
    file: str,
    first: int,
) -> Ledger:
    """Return a table whose rows and columns are named by economy and number."""
    goods = [
        place for place, (_, who, number) in enumerate(rows) if who != "TOT" and 1 <= number <= INDUSTRIES
    ]
    code: dict[int, str] = {}
    for place in goods:
        name, _, number = rows[place]
        if code.setdefault(number, name) != name:
            what = f"industry {number} is {name} here, and {code[number]} above"
            raise StudyError([Fault(Place(file, first + place), what, "download the table again")])
    economies = dict.fromkeys(rows[place][1] for place in goods)
    uses = [place for place, one in enumerate(columns) if one and one[1] <= USES and one[0] != "TOT"]
    n = len(economies)
    if len(code) != INDUSTRIES or len(goods) != n * INDUSTRIES or len(uses) != n * USES:
        raise DataError(
            f"it has {n} economies, {len(code)} industries, {len(goods)} rows of them and {len(uses)} uses, not 56 "
            "industries and 61 uses of each"
        )
    bought = [place for place in uses if _number(columns, place) <= INDUSTRIES]
    ends = [place for place in uses if _number(columns, place) > INDUSTRIES]
    made = {number: place for place, (_, who, number) in enumerate(rows) if who in ("TOT", "nan", "None", "")}
    table = _checked_numbers(cells, [*goods, *made.values()], [*uses, *total], rows, columns, file, first)
    labels = tuple(_industry(columns, place, code) for place in bought)
    sold = tuple((rows[place][1], code[rows[place][2]]) for place in goods)
    at = dict(zip(labels, bought, strict=True))
    turn = [at.get(label, bought[0]) for label in sold]
    factors = [made[number] for number in FACTORS if number in made]
    return Ledger(
        sold,
        labels,
        tuple(_use(columns, place) for place in ends),
        table[np.ix_(goods, bought)],
        table[np.ix_(goods, ends)],
        [Place(file, first + place) for place in goods],
        Margins(
            out=table[goods, total[0]] if total else None,
            made=table[made[OUTPUT], turn] if OUTPUT in made else None,
            factors=_sum(table[np.ix_(factors, turn)]),
            bought=table[made[BOUGHT], turn] if BOUGHT in made else None,
            names=("column TOT", "row GO", "rows TXSP to IntTTM", "row II_fob"),
        ),
    )


def _sum(rows: np.ndarray) -> np.ndarray | None:
    """Return the sum of rows of margins; None where they hold nothing."""
    found = np.nan_to_num(rows).sum(0)
    return found if found.any() else None


def _number(columns: list[tuple[str, int] | None], place: int) -> int:
    one = columns[place]
    return one[1] if one else 0


def _industry(columns: list[tuple[str, int] | None], place: int, code: dict[int, str]) -> Label:
    one = columns[place]
    return (one[0], code[one[1]]) if one else ("", "")


def _use(columns: list[tuple[str, int] | None], place: int) -> Label:
    """Return a final use: the last of an economy is the change of stocks."""
    one = columns[place]
    kind = "" if one is None else "INVEN" if one[1] == USES else f"use {one[1]}"
    return (one[0] if one else "", kind)


def _numbers(values: np.ndarray) -> np.ndarray:
    """Return values as numbers; NaN for a blank, infinity for what is none."""
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        pass

    def number(value: object) -> float:
        try:
            return float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return np.nan if value is None or not str(value).strip() else np.inf

    return np.asarray(np.vectorize(number, otypes=[float])(values))


def _checked_numbers(
    cells: np.ndarray,
    wanted: list[int],
    uses: list[int],
    rows: list[Row],
    columns: list[tuple[str, int] | None],
    file: str,
    first: int,
) -> np.ndarray:
    """Return the table as numbers, NaN where nothing is wanted. Raises StudyError with what is no number."""
    table = np.full(cells.shape, np.nan)
    spot = np.ix_(wanted, uses)
    table[spot] = _numbers(cells[spot])
    faults = []
    for row, column in np.argwhere(np.isinf(table)):
        one = columns[column]
        name = f"{one[0]}{one[1]}" if one else "TOT"
        what = f"row {rows[row][1]} {rows[row][0]}, column {name}, is '{cells[row, column]}', which is not a number"
        faults.append(Fault(Place(file, first + int(row)), what, "download it again, or write the number"))
    if faults:
        raise StudyError(short(faults))
    return table
