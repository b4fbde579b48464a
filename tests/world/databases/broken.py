"""Data bases as folders of text, so that a test can break one cell, line or label of any format."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.world.databases.kinds import KINDS
from detente.world.databases.read import read
from tests.world.databases import formats


@dataclass(frozen=True)
class Format:
    """Where a format's table of flows stands, and how its cells are found there."""

    kind: str
    industries: list[str]
    economies: tuple[str, ...]
    separator: str
    table: str
    heads: int
    left: int

    def write(self, one: formats.Small, folder: Path) -> Path:
        """Write the data base unpacked; return what is given to an import."""
        if self.kind == "icio":
            return formats.icio(one, folder / self.table)
        if self.kind == "wiod":
            return formats.wiod_csv(one, folder / self.table)
        if self.kind == "exiobase":
            return formats.exiobase(one, folder / "IOT_2014_ixi", zipped=False)
        if self.kind == "eora26":
            formats.eora26(one, folder / "eora.zip")
            return _unpacked(folder / "eora.zip", folder / "eora")
        formats.gloria(one, folder / "gloria")
        packed = folder / "gloria" / "GLORIA_MRIOs_59_2014.zip"
        _unpacked(packed, packed.with_suffix(""))
        return folder / "gloria"

    def lines(self, path: Path) -> tuple[Path, list[list[str]]]:
        """Return the file of flows and its values, line by line."""
        file = path if path.is_file() else next(path.rglob(self.table))
        text = file.read_text(encoding="utf-8")
        return file, [line.split(self.separator) for line in text.splitlines()]

    def put(self, file: Path, lines: list[list[str]]) -> None:
        """Write the file of flows."""
        text = "\n".join(self.separator.join(line) for line in lines) + "\n"
        file.write_text(text, encoding="utf-8", newline="\n")

    def read(self, path: Path):
        """Read the data base."""
        return read(KINDS[self.kind], path, 2014)

    def table_of(self, seed: int = 0) -> formats.Small:
        """Return a table with no fall of stocks."""
        return formats.small(self.economies, self.industries, seed=seed, fall=False)


ALL = {
    one.kind: one
    for one in (
        Format("icio", formats.ICIO[:5], ("CHN", "USA", "ROW"), ",", "ICIO2023_2014.csv", 1, 1),
        Format("wiod", formats.WIOD, ("AUS", "USA", "ROW"), ",", "WIOT2014.csv", 1, 5),
        Format("exiobase", ["Cattle", "Steel"], ("DE", "US", "WA"), "\t", "A.txt", 3, 2),
        Format("eora26", formats.EORA, ("CHN", "DEU", "USA"), "\t", "Eora26_2014_bp_T.txt", 0, 0),
        Format("gloria", ["Wheat", "Steel"], ("CHN", "DEU", "USA"), ",", "*_T-Results_*.csv", 0, 0),
    )
}


def arrays(book) -> list[np.ndarray]:
    """Return a book's arrays, its industries in the order of the alphabet."""
    order = np.argsort(book.industries)
    used = book.used[:, order][..., order]
    return [used, book.final[:, order], book.stocks[:, order]]


def _unpacked(packed: Path, folder: Path) -> Path:
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)
    packed.unlink()
    return folder
