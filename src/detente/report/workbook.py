"""A judgement as an Excel workbook: every table of the report, numbers as numbers."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..ground.faults import RunError
from .content import Content, argument, command, tables
from .figure import Row

WIDEST = 60
"""Width of a column at most [characters]."""
SETTINGS = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
"""A text of the study is text, whatever it begins with."""


def workbook(found: Content, path: Path) -> None:
    """Write every table of a report as a sheet of one workbook; tables of one shape share a sheet.

    Raises RunError where the file cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    try:
        with xlsxwriter.Workbook(str(path), SETTINGS) as book:
            known = found.judgement.study.as_of  # the same run gives the same bytes
            book.set_properties(
                {"title": found.judgement.study.question, "created": dt.datetime.combine(known, dt.time())}
            )
            head = book.add_format({"bold": True, "bottom": 1})
            for name, rows in (("about", _about(found)), *_grouped(found)):
                _sheet(book.add_worksheet(name[:31]), rows, head)
    except (OSError, FileCreateError) as error:
        raise RunError(f"cannot write {path}: {error}; close it if another program has it open") from error


def _about(found: Content) -> list[Row]:
    """Return what the workbook is of."""
    judgement = found.judgement
    study, run = judgement.study, judgement.run
    rows = {
        "study": study.id,
        "question": study.question,
        "argument": argument(study),
        "as of": study.as_of.isoformat(),
        "draws": run.draws,
        "seed": run.seed,
        "to run it again": command(judgement),
        **{f"version of {name}": version for name, version in run.versions.items()},
    }
    return [{"what": name, "value": value} for name, value in rows.items()]


def _grouped(found: Content) -> Iterator[tuple[str, list[Row]]]:
    """Yield sheets: tables named `drivers-CLAIM` and the like become one, with a column that tells of what."""
    groups: dict[str, list[Row]] = {}
    for name, rows in tables(found):
        kind, _, about = name.partition("-")
        groups.setdefault(kind, []).extend({"of": about, **row} if about else row for row in rows)
    yield from ((kind, rows) for kind, rows in groups.items() if rows)


def _sheet(sheet: Any, rows: Sequence[Row], head: Any) -> None:
    """Write rows under their names, in the order in which names turn up."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    widths = {name: len(name) for name in names}
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, head)
    for line, row in enumerate(rows, 1):
        for column, name in enumerate(names):
            _write(sheet, line, column, row.get(name))
            widths[name] = max(widths[name], len(str(row.get(name) or "")))
    for column, name in enumerate(names):
        sheet.set_column(column, column, min(WIDEST, widths[name]) + 2)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(names) - 1)


def _write(sheet: Any, line: int, column: int, value: Any) -> None:
    """Write one value; what is unknown leaves its cell empty."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(line, column, value)
    else:
        sheet.write_string(line, column, str(value))
