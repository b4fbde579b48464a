"""The worlds that come with the program, read from their tables."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache

import numpy as np

from ..ground.faults import DataError, did_you_mean
from .facts import Tables
from .layout import MILLION_TO_BILLION
from .measures import TARGET, Measure, read_measures
from .rebalance import rebalance
from .records import World
from .sources import TableSource, sources, table_text

WORLDS = ("world-2014",)


def load(name: str = "world-2014", as_of: dt.date | None = None) -> World:
    """Load an embedded world with the measures known on a date, none of them in force yet.

    Raises DataError for a name that is not there, or tables whose accounts do not close.
    """
    if name not in WORLDS:
        raise DataError(f"no embedded world '{name}'; {did_you_mean(name, WORLDS)}")
    tables = read_tables(name)
    return bare(tables, read_measures(as_of), as_of, (*sources(name), *sources("politics")), TARGET)


@cache
def read_tables(name: str) -> Tables:
    """Read a world's tables and rebalance them."""
    economies = [row["code"] for row in _rows(name, "economies")]
    stated = np.array([float(row["gdp_musd"]) for row in _rows(name, "economies")]) * MILLION_TO_BILLION
    industries = [row["code"] for row in _rows(name, "industries")]
    titles = [row["title"] for row in _rows(name, "industries")]
    at, of = {e: k for k, e in enumerate(economies)}, {j: k for k, j in enumerate(industries)}
    flows = np.zeros((len(industries), len(economies), len(economies)))
    tariff, inputs = np.zeros_like(flows), np.zeros((len(economies), len(industries), len(industries)))
    for buyer, seller, industry, value, duty in _cells(name, "flows"):
        cell = of[industry], at[buyer], at[seller]
        flows[cell], tariff[cell] = float(value), float(duty)
    for economy, used, industry, share in _cells(name, "inputs"):
        inputs[at[economy], of[used], of[industry]] = float(share)
    flows *= MILLION_TO_BILLION
    inputs = rebalance(flows, tariff, inputs, stated, economies)
    theta = {row["industry"]: row for row in _rows(name, "elasticities")}
    columns = [
        np.array([float(theta[industry][key]) for industry in industries]) for key in ("theta", "low", "high")
    ]
    return Tables(tuple(economies), tuple(industries), tuple(titles), flows, tariff, inputs, *columns)


def bare(
    tables: Tables,
    measures: tuple[Measure, ...],
    as_of: dt.date | None,
    provenance: tuple[TableSource, ...],
    target: str,
) -> World:
    """Return the world of the tables with no measure in force and no rule changed."""
    economies, industries = tables.economies, tables.industries
    n, j = len(economies), len(industries)
    authorities = tuple(dict.fromkeys(measure.authority for measure in measures))
    bans = np.zeros((len(authorities), j, n, n))
    caps = np.zeros((len(authorities), 0, j, n, n))
    for measure in measures:
        cells = measure.cells(economies, industries)
        place = authorities.index(measure.authority)
        if measure.is_cap:
            layer = np.zeros((len(authorities), 1, j, n, n))
            layer[place, 0] = measure.share * cells
            caps = np.concatenate([caps, layer], axis=1)
        else:
            bans[place] = np.maximum(bans[place], measure.share * cells)
    return World(
        economies=economies,
        industries=industries,
        authorities=authorities,
        target=target,
        sources=provenance,
        estimates=tuple(line for table in provenance for line in table.estimates),
        as_of=as_of,
        flows=tables.flows,
        tariff=tables.tariff,
        inputs=tables.inputs,
        theta=tables.theta,
        theta_low=tables.theta_low,
        theta_high=tables.theta_high,
        measure_bans=bans,
        measure_caps=caps,
        tariff_now=tables.tariff,
        delivered=np.ones_like(tables.flows),
        open=np.ones_like(tables.flows),
        productivity=np.ones((n, j)),
        transfer=np.zeros(n),
        deficit_rule=np.int32(0),
        force=np.zeros((len(authorities), n)),
        quota_cells=np.zeros((0, j, n, n)),
        quota_cap=np.zeros(0),
    )


def _rows(folder: str, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(table_text(folder, name).splitlines()))


def _cells(folder: str, name: str) -> list[list[str]]:
    return list(csv.reader(table_text(folder, name).splitlines()))[1:]
