"""Tables as text, read line by line: a cell that is no number is a fault with its line, a blank one is kept as such."""

from __future__ import annotations

import contextlib
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...ground.archives import members as packed
from ...ground.faults import DataError, Fault, Place, StudyError


@dataclass(frozen=True)
class Text:
    """A table: its first lines, the labels at the left of the others, and its cells, NaN where one is blank."""

    file: str
    head: list[list[str]]
    left: list[list[str]]
    cells: np.ndarray
    """`[row, column]`."""
    lines: list[int]
    """The line of each row, from 1."""

    def at(self, row: int) -> Place:
        """Return where a row stands."""
        return Place(self.file, self.lines[row])


@dataclass(frozen=True)
class Member:
    """A file, or one inside a zip."""

    path: Path
    inside: str = ""

    @property
    def name(self) -> str:
        """Return what a user calls it."""
        return f"{self.path}/{self.inside}" if self.inside else str(self.path)

    @contextlib.contextmanager
    def opened(self) -> Iterator[Iterable[str]]:
        """Yield its lines."""
        if not self.inside:
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                yield file
            return
        with zipfile.ZipFile(self.path) as archive, archive.open(self.inside) as data:
            yield io.TextIOWrapper(data, encoding="utf-8-sig", newline="")


def members(path: Path) -> dict[str, Member]:
    """Return the files of a folder, or of a zip, by their names with slashes; a file that is neither by its own."""
    if path.is_dir():
        found = sorted(one for one in path.rglob("*") if one.is_file())
        return {one.relative_to(path).as_posix(): Member(one) for one in found}
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive:
            return {name: Member(path, inside) for name, inside in packed(archive.namelist()).items()}
    return {path.name: Member(path)}


def rows_of(source: Member, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each line that is not empty as its number, from 1, and its values."""
    with source.opened() as lines:
        for number, line in enumerate(lines, 1):
            text = line.rstrip("\r\n")
            if text.strip():
                quoted = '"' in text
                yield (
                    number,
                    next(csv.reader([text], delimiter=separator)) if quoted else text.split(separator),
                )


def read(source: Member, separator: str, heads: int, left: int) -> Text:
    """Read a table of `heads` lines of labels, then rows that begin with `left` labels.

    Without heads the first row tells how many cells a row has. Raises DataError for a table that is cut off,
    StudyError with every cell that is not a number and every row that is too long or too short.
    """
    head, labels, lines = list[list[str]](), list[list[str]](), list[int]()
    cells, faults = list[np.ndarray](), list[Fault]()
    width, last = 0, (0, list[str]())
    for number, values in rows_of(source, separator):
        if len(head) < heads:
            head.append(values)
            width = len(values)
            continue
        if not labels and left > 1 and not any(one.strip() for one in values[left:]):
            continue  # the names of the columns of labels
        width, last = width or len(values), (number, values)
        place = Place(source.name, number)
        if len(values) > width:
            what = f"{_row(values, left)}: {len(values)} values, and there are {width} columns"
            faults.append(Fault(place, what, "download it again"))
            continue
        found = _numbers(values[left:], place, _row(values, left), faults)
        found += [np.nan] * (width - len(values))
        labels.append([one.strip() for one in values[:left]])
        cells.append(np.array(found))
        lines.append(number)
    if not cells:
        raise DataError("it holds no rows of numbers")
    if len(last[1]) < width:
        said = f"line {last[0]}, {_row(last[1], left)}, ends after {len(last[1])} of {width} values"
        raise DataError(f"{said}: the file is cut off; download it again and compare its size")
    if faults:
        raise StudyError(faults)
    return Text(source.name, head, labels, np.vstack(cells), lines)


def numbers(source: Member, separator: str) -> None:
    """Read a table of numbers alone and keep nothing. Raises StudyError with every value that is not a number."""
    faults = list[Fault]()
    for number, values in rows_of(source, separator):
        _numbers(values, Place(source.name, number), "the row", faults)
    if faults:
        raise StudyError(faults)


def _numbers(values: list[str], place: Place, row: str, faults: list[Fault]) -> list[float]:
    """Return values as numbers, NaN for a blank; a fault for each that is something else."""
    with contextlib.suppress(ValueError):
        found = list(map(float, values))
        if np.isfinite(found).all():
            return found
    found = []
    for column, text in enumerate(values, 1):
        try:
            found.append(float(text) if text.strip() else np.nan)
        except ValueError:
            found.append(np.inf)
        if text.strip() and not np.isfinite(found[-1]):
            what = f"{row}: value {column} is '{text.strip()[:40]}', which is not a number"
            faults.append(Fault(place, what, "download it again, or write the number"))
    return found


def _row(values: list[str], left: int) -> str:
    return f"row {' '.join(values[:left])}" if left else "the row"
