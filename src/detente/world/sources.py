"""Where each embedded table comes from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class TableSource:
    """Provenance of one table: what it holds, its source, year, unit and licence, and what is estimated."""

    table: str
    holds: str
    source: str
    year: str
    unit: str
    licence: str
    estimates: tuple[str, ...] = ()


@cache
def sources(folder: str) -> tuple[TableSource, ...]:
    """Return the provenance of every table in an embedded folder."""
    text = files(__package__).joinpath("data", folder, "sources.json").read_text(encoding="utf-8")
    rows = json.loads(text)
    return tuple(TableSource(**{**row, "estimates": tuple(row.get("estimates", ()))}) for row in rows)


def table_text(folder: str, name: str) -> str:
    """Return the text of an embedded CSV table."""
    return files(__package__).joinpath("data", folder, f"{name}.csv").read_text(encoding="utf-8")
