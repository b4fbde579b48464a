"""The World Input-Output Database's release of 2016, in the forms in which it is offered.

pymrio reads the release of 2013 alone (35 industries): this one has 56, and other files.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np

from ...ground.faults import DataError
from .book import Book

INDUSTRIES, USES = 56, 61
"""Columns of an economy: its industries, then final uses, of which the last is the change of stocks."""
COLUMN = re.compile(r"v?([A-Z]{3})(\d{1,2})")
"""A column of the edition for Stata or R: vAUS1 or AUS1."""


def read(path: Path) -> Book:
    """Read WIOT<year>_..._ROW in its edition for Stata (.dta), as CSV, or for Excel (.xlsx, .xlsb)."""
    import pandas  # type: ignore[import-untyped]

    kind = path.suffix.lower()
    if path.is_dir():
        raise DataError(f"{path} is a folder; give one file, as WIOT2014_October16_ROW.dta")
    if kind == ".dta":
        return _of_columns(pandas.read_stata(path))
    if kind == ".csv":
        return _of_columns(pandas.read_csv(path))
    if kind in (".xlsx", ".xlsb"):
        try:
            return _of_sheet(pandas.read_excel(path, header=None))
        except ImportError:
            part = {".xlsb": "pyxlsb", ".xlsx": "openpyxl"}[kind]
            raise DataError(
                f"{path}: {part} is not installed, which reads such files; pip install {part}, or use the edition for "
                "Stata (.dta), which needs nothing more"
            ) from None
    raise DataError(f"{path}: give the edition for Stata (.dta), or for Excel (.xlsx, .xlsb), or a CSV of it")


def _of_columns(frame: Any) -> Book:
    """Read the edition whose columns are named by economy and number."""
    missing = [name for name in ("IndustryCode", "Country", "RNr") if name not in frame.columns]
    if missing:
        raise DataError(f"it has no column {', '.join(missing)}, as the release of 2016 has")
    columns = [match.groups() if (match := COLUMN.fullmatch(str(name))) else None for name in frame.columns]
    rows = [
        (str(code), str(country), int(number))
        for code, country, number in zip(frame["IndustryCode"], frame["Country"], frame["RNr"], strict=True)
    ]
    return _book(rows, [(one[0], int(one[1])) if one else None for one in columns], frame.to_numpy())


def _of_sheet(frame: Any) -> Book:
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
    return _book(rows, columns, body)


def _book(rows: list[tuple[str, str, int]], columns: list[tuple[str, int] | None], cells: np.ndarray) -> Book:
    """Return the arrays of a table whose rows and columns are named."""
    goods = [
        place for place, (_, who, number) in enumerate(rows) if who != "TOT" and 1 <= number <= INDUSTRIES
    ]
    economies = tuple(dict.fromkeys(rows[place][1] for place in goods))
    codes = tuple(dict.fromkeys(rows[place][0] for place in goods))
    n, j = len(economies), len(codes)
    uses = {one: place for place, one in enumerate(columns) if one and one[1] <= USES}
    wanted = [(who, number) for who in economies for number in range(1, USES + 1)]
    if j != INDUSTRIES or len(goods) != n * j or set(uses) != set(wanted):
        raise DataError(
            f"it has {n} economies, {j} industries and {len(uses)} uses, not 56 industries and 61 uses of each"
        )
    table = cells[np.ix_(goods, [uses[one] for one in wanted])].astype(float).reshape(n, j, n, USES)
    used, final = table[..., :INDUSTRIES], table[..., INDUSTRIES:]
    return Book(economies, codes, used.copy(), final[..., :-1].sum(3), final[..., -1].copy())
