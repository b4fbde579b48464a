"""Write a world's facts as a folder of tables that can be read again."""

from __future__ import annotations

import csv
import io
import shutil
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from ..ground.cells import guarded
from ..ground.faults import RunError
from ..ground.json_text import json_text
from .facts import Facts
from .layout import MEASURES, MILLION_TO_BILLION, OPTIONAL, SOURCES, TABLES

EXACT = ".12g"
"""Numbers are written to twelve digits, so that accounts that close still do."""


def write(facts: Facts, folder: Path) -> None:
    """Write facts into a new or empty folder. Raises RunError where it is not empty or cannot be written."""
    put({**tables(facts), SOURCES: sources_text(facts)}, folder)


def put(texts: dict[str, str], folder: Path) -> None:
    """Write files into a new or empty folder, all or none: they are written aside first.

    Raises RunError where it is not empty or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RunError(f"{folder} is not an empty folder; choose another name, nothing was changed")
    there = folder.is_dir()
    passing = (folder if there else folder.parent) / f".{uuid.uuid4().hex[:12]}.part"
    moved: list[Path] = []
    try:
        passing.mkdir(parents=True)
        for name, text in texts.items():
            (passing / name).write_text(text, encoding="utf-8", newline="\n")
        if not there:
            passing.replace(folder)
        for name in texts if there else ():
            moved.append((passing / name).replace(folder / name))
        moved.clear()
    except OSError as error:
        raise RunError(
            f"{folder} cannot be written ({error.strerror or error}); choose another folder"
        ) from None
    finally:
        for path in moved:
            path.unlink(missing_ok=True)
        shutil.rmtree(passing, ignore_errors=True)


def tables(facts: Facts) -> dict[str, str]:
    """Return the text of each table by its file."""
    made, economies, industries = facts.tables, facts.tables.economies, facts.tables.industries
    rows: dict[str, Iterable[Sequence[object]]] = {
        "economies": zip(economies, map(_million, facts.gdp), strict=True),
        "industries": zip(industries, made.titles, facts.isic or [""] * len(industries), strict=True),
        "flows": (
            (
                economies[n],
                economies[i],
                industries[j],
                _million(made.flows[j, n, i]),
                _exact(made.tariff[j, n, i]),
            )
            for n, i, j in np.argwhere(np.moveaxis(made.flows, 0, 2) > 0)
        ),
        "inputs": (
            (economies[n], industries[k], industries[j], _exact(made.inputs[n, k, j]))
            for n, k, j in np.argwhere(made.inputs > 0)
        ),
        "elasticities": (
            (name, *map(_exact, values))
            for name, *values in zip(industries, made.theta, made.theta_low, made.theta_high, strict=True)
        ),
    }
    heads = dict(TABLES) | {"industries": (*TABLES["industries"], "isic_rev4")}
    found = {f"{name}.csv": _csv(heads[name], rows[name]) for name in TABLES}
    if facts.measures:
        listed = [
            (
                m.date,
                m.name,
                m.authority,
                m.target,
                m.direction,
                m.partner,
                m.industry,
                _exact(m.share),
                m.note,
            )
            for m in facts.measures
        ]
        found[f"{MEASURES}.csv"] = _csv(OPTIONAL[MEASURES], listed)
    return found


def sources_text(facts: Facts) -> str:
    """Return the text of `sources.json`."""
    told = [asdict(one) | {"estimates": list(one.estimates)} for one in facts.sources]
    return json_text(told) + "\n"


def _million(value: float) -> str:
    return _exact(float(value) / MILLION_TO_BILLION)


def _exact(value: float) -> str:
    return format(float(value), EXACT)


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue()
