"""Worlds to begin with: a small commented one, and the embedded ones to copy."""

from __future__ import annotations

import csv
from importlib.resources import files

import numpy as np

from ..ground.faults import DataError, did_you_mean
from .embedded import WORLDS, read_tables
from .facts import Facts
from .layout import MEASURES, SOURCES, TABLES
from .measures import every_measure
from .rebalance import totals
from .sources import TableSource, sources, table_text
from .write import sources_text, tables

POLITICS = "un-sanctions-on-north-korea.csv"


def template() -> dict[str, str]:
    """Return the text of each file of the small commented world."""
    folder = files(__package__).joinpath("data", "template")
    names = (*(f"{name}.csv" for name in TABLES), SOURCES)
    return {name: folder.joinpath(name).read_text(encoding="utf-8") for name in names}


def copied(name: str) -> dict[str, str]:
    """Return the text of each file of an embedded world, its measures among them."""
    found = facts(name)
    return tables(found) | {SOURCES: sources_text(found)}


def facts(name: str) -> Facts:
    """Return what an embedded world says. Raises DataError for a name that is not there."""
    if name not in WORLDS:
        raise DataError(f"no embedded world '{name}'; {did_you_mean(name, WORLDS)}")
    made = read_tables(name)
    gdp = np.asarray(totals(made.flows, made.tariff, made.inputs).value_added)
    isic = tuple(row["isic_rev4"] for row in csv.DictReader(table_text(name, "industries").splitlines()))
    told = [one for one in sources("politics") if one.table == POLITICS]
    measures = [
        TableSource(f"{MEASURES}.csv", one.holds, one.source, one.year, one.unit, one.licence, one.estimates)
        for one in told
    ]
    return Facts(made, gdp, (*sources(name), *measures), every_measure(), isic)
