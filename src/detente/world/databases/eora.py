"""Eora26: tables without heads (T, FD, VA), and labels in files beside them.

pymrio drops the rest of the world, which Eora knows as one industry, TOTAL; here it is spread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ...ground.faults import DataError, Fault, Place, StudyError
from .ledger import Label, Ledger, Margins
from .lines import Member, Text, members, read, rows_of

TABLES, LABELS = ("T", "FD", "VA"), ("labels_T.txt", "labels_FD.txt")
ALL = "TOTAL"
"""The one industry of an economy that Eora does not divide."""


def chosen(found: dict[str, Member], year: int | None) -> list[str]:
    """Return the files of tables and of labels; a zip that holds them stands for all of them.

    Raises DataError where one of them is not there, or several could be meant.
    """
    zips = [name for name in found if name.endswith(".zip") and f"_{year}_" in name]
    tables = {kind: _named(found, rf"Eora26_{year}_(bp|pp)_{kind}\.txt") for kind in TABLES}
    if not any(tables.values()) and len(zips) == 1:
        inside = members(found[zips[0]].path)
        lacks = [one for one in LABELS if not _named(inside, re.escape(one))]
        beside = (
            [name for name in found if name.rsplit("/", 1)[-1] in (*lacks, "indices.zip")] if lacks else []
        )
        return [zips[0], *beside]
    several = next((names for names in (zips, *tables.values()) if len(names) > 1), [])
    if several:
        raise DataError(f"it holds {', '.join(several)}: give one of them, or a folder with one")
    top = (tables["T"] or [""])[0].rpartition("/")[0]
    labels = [
        [name for name in _named(found, re.escape(one)) if name.rpartition("/")[0] in (top, "")]
        for one in LABELS
    ]
    missing = [f"Eora26_{year}_bp_{kind}.txt" for kind, names in tables.items() if not names]
    missing += [one for one, names in zip(LABELS, labels, strict=True) if not names]
    if missing:
        raise DataError(
            f"it lacks {', '.join(missing)}; is it Eora26 of {year}? Give its folder, labels in it, or its zip"
        )
    return [*(names[0] for names in tables.values()), *(max(names, key=len) for names in labels)]


def ledger(found: dict[str, Member], names: Sequence[str], year: int | None) -> Ledger:
    """Read the tables. Raises DataError or StudyError where they are not what they should be."""
    held = {name: found[name] for name in names}
    for name in names:
        if name.endswith(".zip"):
            held = {**members(found[name].path), **held}
    picked = {name.rsplit("/", 1)[-1]: one for name, one in held.items()}
    price = next((one for one in ("bp", "pp") if f"Eora26_{year}_{one}_T.txt" in picked), "bp")
    needed = [*(f"Eora26_{year}_{price}_{kind}.txt" for kind in TABLES), *LABELS]
    if lacks := [name for name in needed if name not in picked]:
        raise DataError(f"it lacks {', '.join(lacks)}; download Eora26 of {year} again")
    flows, final, added = (read(picked[name], "\t", 0, 0) for name in needed[:3])
    rows, uses = (_labels(picked[name]) for name in LABELS)
    _fits(flows, len(rows), len(rows), LABELS[0])
    _fits(final, len(rows), len(uses), LABELS[1])
    if added.cells.shape[1] != len(rows):
        what = f"the table has {added.cells.shape[1]} columns, and {LABELS[0]} {len(rows)} lines"
        raise StudyError([Fault(Place(added.file), what, "take tables and labels of one download")])
    blank = [
        Fault(
            added.at(row),
            f"{' '.join(rows[column])} has no value added: the cell is blank",
            "download it again",
        )
        for row, column in np.argwhere(np.isnan(added.cells))
    ]
    if blank:
        raise StudyError(blank)
    margins = Margins(factors=added.cells.sum(0), names=("", "", "value added", ""), loose=True)
    at = [flows.at(place) for place in range(len(rows))]
    return _spread(Ledger(rows, rows, uses, flows.cells, final.cells, at, margins, empty=True))


def _named(found: dict[str, Member], pattern: str) -> list[str]:
    return [name for name in found if re.fullmatch(pattern, name.rsplit("/", 1)[-1])]


def _labels(source: Member) -> tuple[Label, ...]:
    """Return economy and industry, or kind of use, of each line: name, code, kind, label."""
    found, faults = list[Label](), list[Fault]()
    for number, values in rows_of(source, "\t"):
        if len(values) < 4 or not values[1].strip() or not values[3].strip():
            what = f"{len(values)} values, not name, code, kind and label"
            faults.append(Fault(Place(source.name, number), what, "separate them by tabs, as Eora does"))
            continue
        found.append((values[1].strip(), values[3].strip()))
    if faults:
        raise StudyError(faults)
    return tuple(found)


def _fits(text: Text, rows: int, columns: int, labels: str) -> None:
    """Raise StudyError where a table is not as large as the files of labels say."""
    if text.cells.shape != (rows, columns):
        have = f"{text.cells.shape[0]} rows and {text.cells.shape[1]} columns"
        what = f"the table has {have}, and by {labels} it should have {rows} and {columns}"
        raise StudyError(
            [Fault(text.at(-1), what, "it may be cut off: take tables and labels of one download")]
        )


def _spread(found: Ledger) -> Ledger:
    """Return the table with each undivided economy divided as the world's output is, sums kept.

    What it sells is divided over goods, and what it buys over the industries that buy it, both by the output of
    the economies that are divided; nothing is known of its industries beyond.
    """
    whole = [who for who, what in found.rows if what == ALL]
    parts = list(dict.fromkeys(what for who, what in found.rows if who not in whole))
    if not whole or not parts:
        return found
    output = np.nan_to_num(found.used).sum(1) + np.nan_to_num(found.final).sum(1)
    share = np.array(
        [sum(x for x, (_, one) in zip(output, found.rows, strict=True) if one == what) for what in parts]
    )
    share = np.maximum(share, 0) / max(np.maximum(share, 0).sum(), 1e-300)
    labels: list[Label] = []
    places, weights = list[int](), list[float]()
    for place, (who, what) in enumerate(found.rows):
        divided = who in whole
        labels += [(who, one) for one in parts] if divided else [(who, what)]
        places += [place] * (len(parts) if divided else 1)
        weights += share.tolist() if divided else [1.0]
    weight = np.array(weights)
    used = found.used[np.ix_(places, places)] * weight[:, None] * weight
    notes = [
        f"{who} is one industry in the data base, with an output of {output[found.rows.index((who, ALL))]:,.4g} in its "
        "unit: what it sells and buys is divided over industries as the output of all other economies is"
        for who in whole
        if output[found.rows.index((who, ALL))] > 0
    ]
    factors = found.margins.factors
    assert factors is not None
    margins = Margins(factors=factors[places] * weight, names=found.margins.names, loose=True)
    at = [found.at[place] for place in places]
    final = found.final[places] * weight[:, None]
    return Ledger(
        tuple(labels), tuple(labels), found.uses, used, final, at, margins, empty=True, notes=tuple(notes)
    )
