"""What a run notes of each world's solves, as a light table: how they ended, about whom, and how near they came."""

from __future__ import annotations

from typing import NamedTuple

from ..ground.status import SolveStatus
from .gas.status import Status as GasStatus
from .trade.status import Status as TradeStatus


class Diagnostic(NamedTuple):
    """What a column of diagnostics means; `statuses` are its codes, where it has any."""

    meaning: str
    statuses: type[SolveStatus] | None = None


DIAGNOSTICS = {
    "status": Diagnostic("how the solve of this world ended", TradeStatus),
    "economy": Diagnostic("the economy that the ending is about, counted from 0 in the order of the study"),
    "industry": Diagnostic("the industry that the ending is about, counted from 0"),
    "residual": Diagnostic("how far the solve of this world was from an equilibrium"),
    "gas_status": Diagnostic("how the gas model's solve of this world ended", GasStatus),
    "gas_about": Diagnostic("the market, supply or line that the ending is about, counted from 0"),
}
"""Columns that tell of a solve, one a world: `status[cut]` is that of the world `cut`."""

STATUSES = {name: one.statuses for name, one in DIAGNOSTICS.items() if one.statuses}
"""Those of them that hold codes."""


def statuses_of(column: str) -> type[SolveStatus] | None:
    """Return the statuses whose codes a column of a run holds; None where it holds something else."""
    name, bracket, _ = column.partition("[")
    return STATUSES.get(name) if bracket else None


def ended(column: str, code: int) -> str:
    """Return what a code in a column of statuses means, in a few words.

    >>> ended("gas_status[built]", 5), ended("status[start]", 0), ended("status[start]", 99)
    ('a line is booked for more than its supply has left', 'solved', 'status 99')
    """
    known = statuses_of(column)
    return known.of(code).brief if known and code in range(len(known)) else f"status {code}"
