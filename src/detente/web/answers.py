"""What the page is told of a point: every claim's truth and margin there, every outcome that it shows, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from ..audit.margins import atoms, whole
from ..audit.sentences import number, percent
from ..domains.domain import BoundClaim, Problem, ended, statuses_of
from ..report.words import SHARE, UNKNOWN, change, points
from ..runs.truth import judged_in
from .point import wholes

TRUTHS: dict[int, Literal["true", "false", "unknown"]] = {1: "true", 0: "false", -1: "unknown"}
CHANGES = ("real_income", "real_income_own", "wage", "real_wage", "consumer_prices", "welfare_first_order")
"""Outcomes that are changes, and are told with their sign; other shares are chances."""

GAINS = ("gas_value", "money", "gas_surplus")
"""Outcomes in money that are changes."""

Columns = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Comparison:
    """One of the comparisons that a claim's margin comes from."""

    text: str
    margin: float | None
    words: str


@dataclass(frozen=True)
class Claim:
    """Whether a claim holds at a point, and how clearly."""

    truth: Literal["true", "false", "unknown"]
    margin: float | None
    words: str
    parts: list[Comparison]


@dataclass(frozen=True)
class Unsolved:
    """A world that a model could not solve, and why."""

    world: str
    why: str


@dataclass(frozen=True)
class Solved:
    """All that the page shows of one point; a cell is a value, if it is known, and its words."""

    claims: dict[str, Claim]
    cells: dict[str, tuple[float | None, str]]
    parts: dict[str, float]
    unsolved: list[Unsolved]
    milliseconds: float = 0.0


class Teller:
    """Puts a study's points into words; what does not change from point to point is found once."""

    def __init__(self, problem: Problem) -> None:
        """Take the study's problem."""
        self.problem = problem
        self._units: dict[str, tuple[str, tuple[str, ...]]] = {}
        shown = [
            cell
            for domain in problem.domains
            for sheet in domain.sheets(problem)
            for row in sheet.rows
            for cell in row.cells
            if cell
        ]
        self._cells = {cell.name: cell for cell in shown}
        self._parts = [name for names in wholes(problem) for name in names]

    @cached_property
    def claims(self) -> tuple[BoundClaim, ...]:
        """Return the claims that a model decides."""
        return tuple(one for one in self.problem.claims if one.claim.holds is not None)

    def told(self, columns: Columns) -> Solved:
        """Return all that the page shows of one point; `columns` are `[1]` each."""
        return Solved(
            {claim.id: self._claim(claim, columns) for claim in self.claims},
            {name: self._cell(name, columns) for name in self._cells},
            {name: float(columns[name][0]) for name in self._parts},
            unsolved(self.problem, columns),
        )

    def _claim(self, claim: BoundClaim, columns: Columns) -> Claim:
        found = judged_in(self.problem, claim, columns, 1)
        if claim.id not in self._units:
            self._units[claim.id] = whole(found).unit, tuple(part.unit for part in atoms(found))
        unit, units = self._units[claim.id]
        truth = TRUTHS[int(found.truth[0])]
        parts = [
            Comparison(atom.text, finite(atom.margin[0]), points(float(atom.margin[0]), said))
            for atom, said in zip(found.atoms, units, strict=True)
        ]
        margin = float(found.margin[0])
        return Claim(truth, finite(margin), _margin(truth, margin, unit), parts)

    def _cell(self, name: str, columns: Columns) -> tuple[float | None, str]:
        cell, value = self._cells[name], float(columns[name][0])
        return finite(value), words(cell.outcome, value, cell.unit)


def words(outcome: str, value: float, unit: str) -> str:
    """Say the value of an outcome as a table does, whose head has the unit: changes with their sign, chances in
    per cent, money to ten millions.

    >>> words("real_income", -0.0123, "share"), words("enters", 0.5, "share"), words("gas_bill", 3.0, "USD bn")
    ('-1.23 %', '50 %', '3.00')
    """
    if not math.isfinite(value):
        return UNKNOWN
    if outcome in CHANGES:
        return change(value)
    if unit == SHARE:
        return percent(min(max(value, 0.0), 1.0)) if -1e-9 < value < 1 + 1e-9 else change(value)
    if unit.startswith("USD bn"):
        said = f"{value:+.2f}" if outcome in GAINS else f"{value:.2f}"
        return said if float(said) else "0.00"
    return number(value + 0.0)


def finite(value: Any) -> float | None:
    """Return a number fit for JSON; None where it is not known."""
    return float(value) if math.isfinite(value) else None


def unsolved(problem: Problem, columns: Columns) -> list[Unsolved]:
    """Return the worlds that a model could not solve, and why."""
    found = []
    for name, column in columns.items():
        if statuses_of(problem.domains, name) and int(column[0]):
            world = name.partition("[")[2].removesuffix("]")
            found.append(Unsolved(world, ended(problem.domains, name, int(column[0]))))
    return found


def _margin(truth: str, margin: float, unit: str) -> str:
    """Say how clearly a claim is true or false."""
    if truth == "unknown":
        return "it cannot be told here"
    size = abs(margin)
    said = points(size, unit) if unit else number(size)
    return f"by {said}" if math.isfinite(size) else "however far"
