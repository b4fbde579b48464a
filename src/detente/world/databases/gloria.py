"""GLORIA, read by pymrio: supply and use tables of products and industries, and a read-me that names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...ground.faults import DataError, Fault, Place, StudyError
from .ledger import Ledger, Margins
from .lines import Member, members, numbers

PARTS = re.compile(r"GLORIA_(MRIOs_\d+|SatelliteAccounts_0\d+)_(\d{4})")
READ_ME = re.compile(r"GLORIA_ReadMe_0\w+\.xlsx")
RESULTS = re.compile(r"_(T|Y|V)-Results_\d{4}_.*\.csv$")
OWN = 0.001
"""Share of its output that an industry may make of other products: GLORIA's supply is diagonal."""


def chosen(found: dict[str, Member], year: int | None) -> list[str]:
    """Return the tables of the year, in zips or folders, and the read-me. Raises DataError for several versions."""
    versions = {match[1] for name in found if (match := re.match(r"GLORIA_MRIOs_(\d+)_", name))}
    if len(versions) != 1:
        raise DataError(
            f"it holds {len(versions)} versions of GLORIA; give the folder of one, as it was downloaded"
        )
    parts = {name: match for name in found if (match := PARTS.match(name)) and match[2] == str(year)}
    books = [name for name in found if READ_ME.fullmatch(name)]
    held = {match[1].split("_")[0] for match in parts.values()}
    needed = (("MRIOs", held), ("SatelliteAccounts", held), ("ReadMe", ["ReadMe"] if books else []))
    if lacks := [f"GLORIA_{kind}_..." for kind, there in needed if kind not in there]:
        raise DataError(
            f"it lacks {', '.join(lacks)} for {year}; give the folder as it was downloaded, and --year"
        )
    return [*parts, *books]


def ledger(found: dict[str, Member], names: Sequence[str], year: int | None) -> Ledger:
    """Read the tables. Raises DataError or StudyError where they are not what they should be."""
    import pymrio  # type: ignore[import-untyped]

    folder = _top(found, names)
    version = next(match[1] for name in names if (match := re.match(r"GLORIA_MRIOs_(\d+)_", name)))
    try:
        tables, _ = pymrio.parse_gloria_sut(folder, year=year, version=version)
    except (TypeError, ValueError):
        for name in names:
            for inner, source in (
                members(found[name].path).items() if name.endswith(".zip") else [(name, found[name])]
            ):
                if RESULTS.search(inner):
                    numbers(source, ",")
        raise
    supply, use, final, added = (tables[name] for name in ("V", "U", "Y", "VA"))
    where = f"{folder}/GLORIA_MRIOs_{version}_{year}"
    for table, called in ((supply, "T"), (added, "V")):
        _whole(table, f"{where}, {called}")
    supply = supply.loc[use.columns, use.index]
    made = supply.to_numpy(float)
    out = made.sum(1)
    stray = np.abs(made.sum(1) - np.diag(made)) > OWN * np.maximum(np.abs(out), 1e-9)
    if stray.any() or list(supply.index) != list(supply.columns):
        who = " ".join(map(str, supply.index[int(stray.argmax())]))
        raise DataError(
            f"{who} makes products of other industries, and GLORIA's industries make their own alone"
        )
    gone = _empty(folder, use)
    notes = (f"left out, as all their cells are 0: {', '.join(gone)}",) if gone else ()
    rows = tuple((str(a), str(b)) for a, b in use.index)
    factors = added[use.columns].sum(0).to_numpy(float)
    margins = Margins(factors=factors, names=("", "", "value added", ""), loose=True)
    return Ledger(
        rows,
        tuple((str(a), str(b)) for a, b in use.columns),
        tuple((str(a), str(b)) for a, b in final.columns),
        use.to_numpy(float),
        final.loc[use.index].to_numpy(float),
        [Place(where, place + 1) for place in range(len(rows))],
        margins,
        empty=True,
        notes=notes,
    )


def _top(found: dict[str, Member], names: Sequence[str]) -> Path:
    """Return the folder that holds GLORIA's parts."""
    name = next(one for one in names if one.startswith("GLORIA_"))
    return Path(str(found[name].path)[: -len(name)] or ".")


def _whole(table: Any, where: str) -> None:
    """Raise StudyError where cells of a margin are blank."""
    cells = table.to_numpy(float)
    faults = [
        Fault(
            Place(where),
            f"the cell {' '.join(map(str, table.index[row]))}/{' '.join(map(str, table.columns[column]))} is blank",
            "download the table again",
        )
        for row, column in np.argwhere(np.isnan(cells))[:40]
    ]
    if faults:
        raise StudyError(faults)


def _empty(folder: Path, use: Any) -> list[str]:
    """Return the economies that the read-me names and pymrio drops, as all their cells are 0."""
    import pandas  # type: ignore[import-untyped]

    book = next(one for one in sorted(folder.iterdir()) if READ_ME.fullmatch(one.name))
    named = pandas.read_excel(book, sheet_name="Regions")["Region_acronyms"]
    kept = set(map(str, use.index.get_level_values(0)))
    return [str(who) for who in named if str(who) not in kept]
