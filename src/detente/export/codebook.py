"""The codebook of a run: what each column of its draws is, in one row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..domains.domain import WORLD, Problem, diagnostics_of
from ..domains.records import OutcomeCell
from ..runs.batch import DRAW, on_disk
from ..study.syntax import margin
from .claims import HOLDS, MARGIN, claim_columns
from .given import Given
from .short import short_names

Row = Mapping[str, Any]
OTHER = "other"
"""The kind of a column that this version of the program knows nothing of."""


def names_of(given: Given) -> dict[str, str]:
    """Return the name in a table of each column of the draws, the claims' among them: no two alike."""
    claims = claim_columns(given.problem) if given.problem else ()
    return on_disk([*given.table.names, *claims])


def codebook(given: Given) -> list[Row]:
    """Return a row a column: name, short name, kind, outcome and its labels, unit, meaning, source.

    Raises RunError where the study that was run is not at hand.
    """
    problem, names = given.bound(), names_of(given)
    short = short_names([DRAW, *names.values()])
    axes = axes_in(problem.cells)
    told = dict(_told(problem, given))
    rows = [
        {"kind": "number", "meaning": "number of the draw, from 0"},
        *(told.get(one, {"kind": OTHER}) for one in names),
    ]
    return [
        {"column": name, "short": short[name], **_full(row, axes)}
        for name, row in zip((DRAW, *names.values()), rows, strict=True)
    ]


def axes_in(cells: tuple[OutcomeCell, ...]) -> tuple[str, ...]:
    """Return every axis of some cells, in the order in which they turn up, the world first."""
    found = dict.fromkeys(axis for cell in cells for axis in cell.dims)
    return (*((WORLD,) if WORLD in found else ()), *(axis for axis in found if axis != WORLD))


def _full(row: Row, axes: tuple[str, ...]) -> Row:
    """Return a row with every field, empty where it says nothing."""
    fields = ("kind", "of", *axes, "unit", "meaning", "values", "drawn_from", "source")
    return {field: row.get(field, "") for field in fields}


def _told(problem: Problem, given: Given) -> Iterator[tuple[str, Row]]:
    """Yield what is known of each column."""
    for column in problem.columns:
        law = given.laws[column.name]
        yield (
            column.name,
            {
                "kind": "assumption",
                "of": column.assumption,
                "unit": column.unit,
                "meaning": column.meaning,
                "values": "; ".join(law.variants) if law else "",
                "drawn_from": law.words(column.unit) if law else "",
                "source": column.source,
            },
        )
    for cell in problem.cells:
        meaning = problem.outcome(cell.outcome).meaning
        told = {"kind": "outcome", "of": cell.outcome, "unit": cell.unit, "meaning": meaning}
        yield cell.name, told | cell.places | {"source": f"model of {cell.domain}"}
    for case in problem.cases:
        for what, noted in diagnostics_of(problem.domains).items():
            codes = "; ".join(f"{int(code)} {code.brief}" for code in noted.statuses or ())
            told = {
                "kind": "diagnostic",
                "of": what,
                WORLD: case.name,
                "meaning": noted.meaning,
                "values": codes,
            }
            yield f"{what}[{case.name}]", told
    for one in problem.claims:
        told = {"kind": "claim", "of": one.id, "meaning": one.claim.says}
        unit = margin(one.claim.holds.tree) if one.claim.holds else ""
        yield HOLDS.format(one.id), told | {"values": "1 holds; 0 does not; empty: unknown"}
        yield MARGIN.format(one.id), told | {"unit": unit, "values": "above 0 where it holds; empty: unknown"}
