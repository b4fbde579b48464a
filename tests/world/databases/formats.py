"""Small data bases in the true layout of each format, made from one table whose accounts are known."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

_WIOD = (
    "A01 A02 A03 B C10-C12 C13-C15 C16 C17 C18 C19 C20 C21 C22 C23 C24 C25 C26 C27 C28 C29 C30 C31_C32 "
    "C33 D35 E36 E37-E39 F G45 G46 G47 H49 H50 H51 H52 H53 I J58 J59_J60 J61 J62_J63 K64 K65 K66 L68 "
    "M69_M70 M71 M72 M73 M74_M75 N O84 P85 Q R_S T U "
)
_ICIO = (
    "A01_02 A03 B05_06 B07_08 B09 C10T12 C13T15 C16 C17_18 C19 C20 C21 C22 C23 C24 C25 C26 C27 C28 C29 "
    "C30 C31T33 D E F G H49 H50 H51 H52 H53 I J58T60 J61 J62_63 K L M N O P Q R S T "
)
WIOD, ICIO = _WIOD.split(), _ICIO.split()
EORA = ["Agriculture", "Mining and Quarrying", "Food & Beverages", "Re-export & Re-import"]
USES = ("household", "government", "investment", "stocks")


@dataclass(frozen=True)
class Small:
    """A table: flows between industries, final uses and value added, that balances."""

    economies: tuple[str, ...]
    industries: tuple[str, ...]
    used: np.ndarray
    final: np.ndarray
    """`[seller, good, buyer, use]`; the last use is the change of stocks."""

    @property
    def output(self) -> np.ndarray:
        return self.used.sum((2, 3)) + self.final.sum((2, 3))

    @property
    def added(self) -> np.ndarray:
        return self.output - self.used.sum((0, 1))


def small(economies, industries, seed=0, fall=True) -> Small:
    """Return a table of so many labels; one change of stocks is far below zero if `fall`."""
    rng = np.random.default_rng(seed)
    n, j = len(economies), len(industries)
    home = np.eye(n) * 20 + 1
    used = rng.uniform(0.1, 1, (n, j, n, j)) * home[:, None, :, None] / j
    final = rng.uniform(1, 3, (n, j, n, 4)) * home[:, None, :, None]
    final[..., 3] *= 0.02
    if fall:
        final[0, 1, 0, 3] = -0.9 * final[0, 1, 0, :3].sum()
    return Small(tuple(economies), tuple(industries), used, final)


def square(one: Small) -> np.ndarray:
    size = len(one.economies) * len(one.industries)
    return one.used.reshape(size, size)


def icio(one: Small, path: Path, zipped: bool = False) -> Path:
    """Write ICIO<edition>_<year>.csv as the OECD does: V1, economies_industries, final uses, OUT; TLS, VA, OUT."""
    rows = [f"{who}_{what}" for who in one.economies for what in one.industries]
    uses = [f"{who}_{use}" for who in one.economies for use in ("HFCE", "GGFC", "GFCF", "INVNT")]
    final = one.final.reshape(len(rows), -1)
    table = np.hstack([square(one), final, one.output.reshape(-1, 1)])
    tail = np.zeros((3, table.shape[1]))
    tail[1, : len(rows)], tail[2, : len(rows)] = one.added.reshape(-1), one.output.reshape(-1)
    frame = pd.DataFrame(np.vstack([table, tail]), [*rows, "TLS", "VA", "OUT"], [*rows, *uses, "OUT"])
    frame.index.name = "V1"
    if zipped:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(path.with_suffix(".csv").name, frame.to_csv())
    else:
        frame.to_csv(path)
    return path


def wiod_frame(one: Small, prefix: str) -> pd.DataFrame:
    n = len(one.economies)
    final = np.concatenate(
        [one.final[..., :3], np.zeros((*one.final.shape[:3], 1)), one.final[..., 3:]], axis=3
    )
    whole = np.concatenate([one.used, final], axis=3).reshape(n * 56, n * 61)
    whole = np.hstack([whole, whole.sum(1, keepdims=True)])
    size, by_industry = n * 56, np.tile(np.arange(61) < 56, n)
    tail = np.zeros((3, whole.shape[1]))
    for row, values in enumerate((one.used.sum((0, 1)), one.added, one.output)):
        tail[row, : n * 61][by_industry] = values.reshape(size)
    frame = pd.DataFrame(
        np.vstack([whole, tail]),
        columns=[*(f"{prefix}{who}{number}" for who in one.economies for number in range(1, 62)), "TOT"],
    )
    frame.insert(
        0, "IndustryCode", [*(code for _ in one.economies for code in one.industries), "II_fob", "VA", "GO"]
    )
    frame.insert(1, "IndustryDescription", frame["IndustryCode"])
    frame.insert(2, "Country", [*(who for who in one.economies for _ in one.industries), "TOT", "TOT", "TOT"])
    frame.insert(3, "RNr", [*(number for _ in one.economies for number in range(1, 57)), 65, 70, 73])
    frame.insert(4, "Year", 2014)
    return frame


def wiod_stata(one: Small, path: Path) -> Path:
    """Write WIOT<year>_October16_ROW.dta: IndustryCode, IndustryDescription, Country, RNr, Year, vAUS1, ..., TOT."""
    wiod_frame(one, "v").to_stata(path, write_index=False)
    return path


def wiod_csv(one: Small, path: Path) -> Path:
    """Write the same as CSV, the columns named as in the edition for R: AUS1."""
    wiod_frame(one, "").to_csv(path, index=False)
    return path


def wiod_excel(one: Small, path: Path) -> Path:
    """Write the edition for Excel: two lines of title, then codes, titles, economies and numbers as heads."""
    frame = wiod_frame(one, "")
    columns = [(who, number) for who in one.economies for number in range(1, 62)]
    codes = [*one.industries, "CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN"]
    heads = [
        ["Intercountry Input-Output Table", *[None] * (frame.shape[1] - 2)],
        ["(industry-by-industry)", *[None] * (frame.shape[1] - 2)],
        [None, None, None, None, *(codes[number - 1] for _, number in columns), "GO"],
        [None, None, None, None, *(codes[number - 1] for _, number in columns), "Total output"],
        [None, None, None, None, *(who for who, _ in columns), "TOT"],
        [None, None, None, None, *(f"c{number}" for _, number in columns), "c62"],
    ]
    body = frame.drop(columns="Year")
    body["RNr"] = [f"r{number}" for number in body["RNr"]]
    rows = pd.DataFrame([*heads, *body.to_numpy().tolist()])
    rows.to_excel(path, header=False, index=False)
    return path


def exiobase(one: Small, path: Path, zipped: bool = True) -> Path:
    """Write IOT_<year>_ixi: tab-separated A and Y with their heads, and the parameters that say so."""
    labels = pd.MultiIndex.from_product([one.economies, one.industries], names=["region", "sector"])
    names = [
        "Final consumption expenditure by households",
        "Final consumption expenditure by government",
        "Gross fixed capital formation",
        "Changes in inventories",
    ]
    uses = pd.MultiIndex.from_product([one.economies, names], names=["region", "category"])
    a = pd.DataFrame(square(one) / one.output.reshape(1, -1), labels, labels)
    y = pd.DataFrame(one.final.reshape(len(labels), -1), labels, uses)
    files = {
        "A": {"name": "A.txt", "nr_index_col": "2", "nr_header": "2"},
        "Y": {"name": "Y.txt", "nr_index_col": "2", "nr_header": "2"},
    }
    x = pd.DataFrame({"indout": one.output.reshape(-1)}, labels)
    added = pd.DataFrame([one.added.reshape(-1)], ["Operating surplus: all"], labels)
    added.index.name = "stressor"
    texts = {
        "A.txt": a.to_csv(sep="\t"),
        "x.txt": x.to_csv(sep="\t"),
        "satellite/F.txt": added.to_csv(sep="\t"),
        "Y.txt": y.to_csv(sep="\t"),
        "file_parameters.json": json.dumps({"systemtype": "IOSystem", "files": files}),
        "metadata.json": json.dumps(
            {"description": "small", "name": "EXIO3", "system": "ixi", "version": "3.8"}
        ),
    }
    texts["metadata.json"] = json.dumps({**json.loads(texts["metadata.json"]), "history": []})
    if zipped:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in texts.items():
                archive.writestr(f"IOT_2014_ixi/{name}", text)
    else:
        (path / "satellite").mkdir(parents=True)
        for name, text in texts.items():
            (path / name).write_text(text, encoding="utf-8")
    return path


def eora26(one: Small, path: Path) -> Path:
    """Write Eora26_<year>_bp.zip: tables without heads, labels beside them, a last region ROW of zeros."""
    economies = [*one.economies, "ROW"]
    n, j = len(one.economies), len(one.industries)
    size = n * j
    z = np.zeros((size + 1, size + 1))
    z[:size, :size] = square(one) * 1e3
    y = np.zeros((size + 1, (n + 1) * 4))
    y[:size, : n * 4] = one.final.reshape(size, -1) * 1e3
    full = {code: f"Country {code}" for code in economies}
    rows = [(full[who], who, "Industries", what) for who in one.economies for what in one.industries]
    rows.append((full["ROW"], "ROW", "Industries", "TOTAL"))
    names = [
        "Household final consumption P.3h",
        "Government final consumption P.3g",
        "Gross fixed capital formation P.51",
        "Changes in inventories P.52",
    ]
    uses = [(full[who], who, "Final Demand", name) for who in economies for name in names]
    texts = {
        "Eora26_2014_bp_T.txt": z,
        "Eora26_2014_bp_FD.txt": y,
        "Eora26_2014_bp_VA.txt": np.append(one.added.reshape(-1) * 1e3, 0)[None],
        "Eora26_2014_bp_Q.txt": np.zeros((1, size + 1)),
        "Eora26_2014_bp_QY.txt": np.zeros((1, (n + 1) * 4)),
        "labels_T.txt": rows,
        "labels_FD.txt": uses,
        "labels_VA.txt": [("Primary Inputs", "Compensation of employees D.1", "")],
        "labels_Q.txt": [("CO2 emissions (Gg)", "CDIAC", "")],
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows_of in texts.items():
            archive.writestr(name, pd.DataFrame(rows_of).to_csv(sep="\t", header=False, index=False))
    return path


def gloria(one: Small, path: Path) -> Path:
    """Write GLORIA's folder: a zip of tables (industries, then products, of each region), satellites, a read-me."""
    path.mkdir()
    n, j = len(one.economies), len(one.industries)
    t = np.zeros((n, 2, j, n, 2, j))
    t[:, 1, :, :, 0, :] = one.used * 1e3
    for who in range(n):
        t[who, 0, :, who, 1, :] = np.diag(one.output[who] * 1e3)
    y = np.zeros((n, 2, j, n, 4))
    y[:, 1] = one.final * 1e3
    v = np.zeros((n, 4, n, 2, j))
    for who in range(n):
        v[who, 0, who, 0] = one.added[who] * 1e3
    size = n * 2 * j
    stem = "20240110_120secMother_AllCountries_002"
    tables = {
        f"{stem}_T-Results_2014_059_Markup001(full).csv": t.reshape(size, size),
        f"{stem}_Y-Results_2014_059_Markup001(full).csv": y.reshape(size, -1),
        f"{stem}_V-Results_2014_059_Markup001(full).csv": v.reshape(n * 4, size),
    }
    satellites = {
        f"{stem}_TQ-Results_2014_059_Markup001(full).csv": np.zeros((1, size)),
        f"{stem}_YQ-Results_2014_059_Markup001(full).csv": np.zeros((1, n * 4)),
    }
    for name, held in (("GLORIA_MRIOs_59_2014", tables), ("GLORIA_SatelliteAccounts_059_2014", satellites)):
        with zipfile.ZipFile(path / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for file, table in held.items():
                archive.writestr(file, pd.DataFrame(table).to_csv(header=False, index=False))
    uses = [
        "Household final consumption P.3h",
        "Government final consumption P.3g",
        "Gross fixed capital formation P.51",
        "Changes in inventories P.52",
    ]
    with pd.ExcelWriter(path / "GLORIA_ReadMe_059.xlsx") as book:
        regions = pd.DataFrame({"Region_acronyms": one.economies, "Region_names": one.economies})
        regions.to_excel(book, sheet_name="Regions")
        pd.DataFrame({"Sector_names": one.industries}).to_excel(book, sheet_name="Sectors")
        added = ["Compensation of employees D.1", "Taxes D.29", "Subsidies D.39", "Operating surplus B.2n"]
        named = pd.DataFrame({"Final_demand_names": uses, "Value_added_names": added})
        named.to_excel(book, sheet_name="Value added and final demand")
        pd.DataFrame({"Sat_indicator": ["CO2"], "Sat_head_indicator": ["a"], "Sat_unit": ["t"]}).to_excel(
            book, sheet_name="Satellites"
        )
    return path
