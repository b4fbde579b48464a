"""The capability of states, by year."""

from __future__ import annotations

import csv
from functools import cache

from ...world.sources import table_text


@cache
def capabilities() -> dict[int, dict[str, float]]:
    """Return the embedded capability index (Correlates of War, NMC v6) by year and country."""
    rows = csv.DictReader(table_text("politics", "capability").splitlines())
    return {int(row.pop("year")): {name: float(value) for name, value in row.items()} for row in rows}
