"""A user's own world: a folder of tables in the layout of the embedded one, read with every fault at once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from ..ground.faults import Fault, Place, StudyError
from ..study.page import text_of
from .books import imbalances
from .codes import AMBIGUOUS, ambiguous, is_code, refused
from .embedded import bare
from .facts import Facts, Tables
from .layout import FILES, LARGEST, MEASURES, MILLION_TO_BILLION, OPTIONAL, SOURCES, TABLES
from .measures import Measure, in_force, measure_of
from .mend import thinned
from .provenance import provenance
from .records import World
from .rows import Row, Sheet, sheet

DIRECTIONS = ("export", "import", "both")


def load(path: str | Path, as_of: dt.date | None = None) -> World:
    """Load the world in a folder, with its measures known on a date, none of them in force yet.

    Raises StudyError with every fault of its files, or, where they are sound, every account that does not close.
    """
    facts = read(path)
    off = imbalances(facts)
    if off:
        raise StudyError(one.fault for one in off)
    return world_of(facts, as_of)


def world_of(facts: Facts, as_of: dt.date | None = None) -> World:
    """Return the world of facts whose accounts close but for rounding."""
    tables = facts.tables._replace(inputs=thinned(facts.tables))
    target = next((one.target for one in facts.measures), "")
    world = bare(tables, in_force(facts.measures, as_of), as_of, facts.sources, target)
    return world.with_rules(home=facts.folder, digest=facts.digest)


def read(path: str | Path) -> Facts:
    """Read a folder's tables. Raises StudyError with every fault of their text, each with line and column."""
    faults: list[Fault] = []
    texts = texts_of(path, faults)
    sheets = {
        name: found
        for name, columns in {**TABLES, **OPTIONAL}.items()
        if name in texts and (found := sheet(texts[name], f"{path}/{name}.csv", columns, faults))
    }
    told = provenance(texts.get(SOURCES, "[]"), f"{path}/{SOURCES}", tuple(sheets), faults)
    facts = _facts(sheets, faults) if set(TABLES) <= set(sheets) else None
    if faults or facts is None:
        raise StudyError(faults)
    return replace(facts, sources=told, folder=str(path), digest=digest(texts))


def texts_of(path: str | Path, faults: list[Fault]) -> dict[str, str]:
    """Return the text of each file of a folder by the name of its table; a fault for each that cannot be read."""
    folder, found = Path(path), dict[str, str]()
    if not folder.is_dir():
        what = "there is no such folder" if not folder.exists() else "this is a file, and a world is a folder"
        raise StudyError([Fault(Place(str(path)), what, "`detente world new FOLDER` writes one")])
    for file in FILES:
        name = file.removesuffix(".csv")
        if name in OPTIONAL and not (folder / file).exists():
            continue
        try:
            if (size := _size(folder / file)) > LARGEST:
                what = f"{size:,} bytes are more than the {LARGEST:,} that a table may have"
                raise StudyError([Fault(Place(f"{path}/{file}"), what, "sum economies or industries first")])
            found[name] = text_of(folder / file)
        except StudyError as error:
            faults += [
                Fault(Place(f"{path}/{file}", *_at(one.place)), one.what, one.mend) for one in error.faults
            ]
    return found


def digest(texts: Mapping[str, str]) -> str:
    """Return the SHA-256 of a folder's texts and their names."""
    found = hashlib.sha256()
    for name in sorted(texts):
        data = texts[name].encode()
        found.update(f"{name} {len(data)}\n".encode() + data)
    return found.hexdigest()


def _at(place: Place) -> tuple[int, int]:
    return place.line, place.column


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _facts(sheets: Mapping[str, Sheet], faults: list[Fault]) -> Facts:
    """Return what sheets say."""
    economies = _codes(sheets["economies"], "code", faults)
    industries = _codes(sheets["industries"], "code", faults)
    _excuse(economies, sheets["economies"], sheets["flows"], "buyer", faults)
    _excuse(industries, sheets["industries"], sheets["flows"], "industry", faults)
    gdp = np.zeros(len(economies))
    for row, place in _labelled(sheets["economies"], economies, "code"):
        gdp[place] = _above_zero(sheets["economies"], row, "gdp_musd", faults)
    flows, tariff, flow_lines = _flows(sheets["flows"], economies, industries, faults)
    inputs, input_lines = _inputs(sheets["inputs"], economies, industries, faults)
    theta = _elasticities(sheets["elasticities"], industries, faults)
    named = sheets["industries"]
    titles = [named.get(row, "title") for row, _ in _labelled(named, industries, "code")]
    isic = [named.get(row, "isic_rev4") for row in named.rows] if "isic_rev4" in named.columns else []
    lines = {"flows": flow_lines, "inputs": input_lines}
    for name, codes in (("economies", economies), ("industries", industries)):
        lines[name] = np.array([row.line for row, _ in _labelled(sheets[name], codes, "code")])
    flows *= MILLION_TO_BILLION
    return Facts(
        tables=Tables(tuple(economies), tuple(industries), tuple(titles), flows, tariff, inputs, *theta),
        gdp=gdp * MILLION_TO_BILLION,
        sources=(),
        measures=_measures(sheets.get(MEASURES), economies, industries, faults),
        isic=tuple(isic) if len(isic) == len(industries) else (),
        lines=lines,
    )


def _codes(found: Sheet, column: str, faults: list[Fault]) -> dict[str, int]:
    """Return the codes of a table and their places; a fault for one that stands twice, or is no code."""
    codes: dict[str, int] = {}
    for row in found.rows:
        code, place = found.get(row, column), found.place(row, column)
        if not is_code(code):
            faults.append(Fault(place, *refused(code)))
        elif code in codes:
            faults.append(Fault(place, f"{code} stands twice", "each has one line: remove or rename one"))
        else:
            codes[code] = len(codes)
    if ambiguous(codes):
        faults.append(Fault(Place(found.file), *AMBIGUOUS))
    if not codes:
        faults.append(Fault(Place(found.file), f"no {column} is named", "write a line for each"))
    return codes


def _excuse(codes: dict[str, int], named: Sheet, user: Sheet, column: str, faults: list[Fault]) -> None:
    """Let the codes that another table uses pass where the table that names them has faults of its own."""
    if any(fault.place.file == named.file for fault in faults):
        for row in user.rows:
            codes.setdefault(user.get(row, column), len(codes))


def _labelled(found: Sheet, codes: Mapping[str, int], column: str) -> list[tuple[Row, int]]:
    """Return the first row of each code and its place."""
    rows: dict[str, Row] = {}
    for row in found.rows:
        rows.setdefault(found.get(row, column), row)
    return [(rows[code], place) for code, place in codes.items() if code in rows]


def _above_zero(found: Sheet, row: Row, name: str, faults: list[Fault]) -> float:
    before = len(faults)
    value = found.number(row, name, faults)
    if value <= 0 and len(faults) == before:
        faults.append(Fault(found.place(row, name), f"{name} is {value:g}", "it must be above 0"))
    return value if value > 0 else 1.0


def _flows(
    found: Sheet, economies: dict[str, int], industries: dict[str, int], faults: list[Fault]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return flows [US$ million], duties and the line of each, `[industry, buyer, seller]`."""
    shape = len(industries), len(economies), len(economies)
    flows, tariff, lines = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=int)
    axes = (("industry", industries), ("buyer", economies), ("seller", economies))
    for row in found.rows:
        cell = _cell(found, row, axes, lines, faults)
        flow, duty = found.number(row, "value_musd", faults), found.number(row, "tariff", faults)
        if not duty >= 0:
            mend = "a duty of 10 % is 0.10; a subsidy is no duty"
            faults.append(Fault(found.place(row, "tariff"), f"tariff is {duty:g}", mend))
        if cell:
            flows[cell], tariff[cell] = flow, duty
    return flows, tariff, lines


def _inputs(
    found: Sheet, economies: dict[str, int], industries: dict[str, int], faults: list[Fault]
) -> tuple[np.ndarray, np.ndarray]:
    """Return input shares and the line of each, `[economy, input, industry]`."""
    shape = len(economies), len(industries), len(industries)
    shares, lines = np.zeros(shape), np.zeros(shape, dtype=int)
    axes = (("economy", economies), ("input", industries), ("industry", industries))
    for row in found.rows:
        cell = _cell(found, row, axes, lines, faults)
        share = found.number(row, "share_of_output", faults)
        if share < 0:
            what = f"share_of_output is {share:g}"
            faults.append(Fault(found.place(row, "share_of_output"), what, "it must not be below 0"))
        if cell:
            shares[cell] = share
    return shares, lines


def _cell(
    found: Sheet,
    row: Row,
    axes: tuple[tuple[str, dict[str, int]], ...],
    lines: np.ndarray,
    faults: list[Fault],
) -> tuple[int, ...] | None:
    """Return the place that a row's labels name; None, and a fault, where they do not, or did already."""
    named = [found.label(row, name, known, faults) for name, known in axes]
    if not all(named):
        return None
    cell = tuple(known[found.get(row, name)] for name, known in axes)
    if lines[cell]:
        names = ", ".join(
            found.get(row, name) for name, _ in sorted(axes, key=lambda axis: found.columns[axis[0]])
        )
        what = f"{names}: line {lines[cell]} tells this already"
        faults.append(Fault(found.place(row), what, "remove one, or add them up"))
        return None
    lines[cell] = row.line
    return cell


def _elasticities(found: Sheet, industries: dict[str, int], faults: list[Fault]) -> tuple[np.ndarray, ...]:
    """Return the trade elasticity of each industry, its low and its high."""
    columns = np.ones((3, len(industries)))
    seen: set[str] = set()
    for row in found.rows:
        if not found.label(row, "industry", industries, faults):
            continue
        seen.add(found.get(row, "industry"))
        values = [_above_zero(found, row, name, faults) for name in ("theta", "low", "high")]
        if not values[1] <= values[0] <= values[2]:
            what = f"theta {values[0]:g} is not within {values[1]:g} and {values[2]:g}"
            faults.append(Fault(found.place(row, "theta"), what, "write low, theta and high in order"))
        columns[:, industries[found.get(row, "industry")]] = values
    for name in industries.keys() - seen:
        faults.append(Fault(Place(found.file), f"no elasticity of {name}", "write a line for each industry"))
    return tuple(columns)


def _measures(
    found: Sheet | None, economies: dict[str, int], industries: dict[str, int], faults: list[Fault]
) -> tuple[Measure, ...]:
    """Return the dated measures of a world, all about one target."""
    measures: list[Measure] = []
    for row in found.rows if found else ():
        assert found is not None
        found.label(row, "target", economies, faults)
        found.label(row, "partner", {"all": 0, **economies}, faults)
        found.label(row, "industry", {"all": 0, **industries}, faults)
        if found.label(row, "direction", DIRECTIONS, faults):
            try:
                measures.append(measure_of({name: found.get(row, name) for name in found.columns}))
            except ValueError as error:
                faults.append(
                    Fault(found.place(row), str(error), "write year-month-day, and a share of 0 to 1")
                )
                continue
            if not 0 <= measures[-1].share <= 1:
                faults.append(Fault(found.place(row, "share"), "the share is not within 0 and 1", ""))
            if measures[-1].target != measures[0].target:
                what = f"the measures are about {measures[0].target} and {measures[-1].target}"
                faults.append(Fault(found.place(row, "target"), what, "keep those about one economy"))
    return tuple(measures)
