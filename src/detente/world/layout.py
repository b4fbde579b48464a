"""The layout of a world's folder: which tables it holds, and their columns."""

from __future__ import annotations

from collections.abc import Mapping

SOURCES = "sources.json"
MEASURES = "measures"
TABLES: Mapping[str, tuple[str, ...]] = {
    "economies": ("code", "gdp_musd"),
    "industries": ("code", "title"),
    "flows": ("buyer", "seller", "industry", "value_musd", "tariff"),
    "inputs": ("economy", "input", "industry", "share_of_output"),
    "elasticities": ("industry", "theta", "low", "high"),
}
"""Tables that every world has, with the columns that are read; a table may have more."""
OPTIONAL: Mapping[str, tuple[str, ...]] = {
    MEASURES: ("date", "measure", "authority", "target", "direction", "partner", "industry", "share", "note"),
}
"""Tables that a world may have."""
FILES = (*(f"{name}.csv" for name in (*TABLES, *OPTIONAL)), SOURCES)
"""Every file of a folder that is read, and so is part of what the world is."""
MILLION_TO_BILLION = 1e-3
"""Tables are in US$ million, a `World` is in US$ bn."""
LARGEST = 256 << 20
"""Most bytes of a table: five hundred times those of 18 economies and 16 industries."""
