"""What would turn a power's choice, in words: the break-even of each assumption that the game alone reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ....audit.sentences import value as said
from ...domain import Problem


@dataclass(frozen=True)
class Turning:
    """Where an assumption turns a power's choice, all else as in the draw nearest to the centre."""

    power: str
    column: str
    meaning: str
    here: str
    value: float
    turns_at: str
    """The variant, or the value nearest to `here`, at which the choice is another."""
    enters: str
    """On which side entering at once pays more than never entering."""


@dataclass(frozen=True)
class BreakEven:
    """Every turning point found, and how many assumptions were tried."""

    turnings: tuple[Turning, ...]
    tried: int


def break_even(problem: Problem, solved: Mapping[str, Any]) -> BreakEven:
    """Return what would turn each power's choice between entering at once and never, as `turning` found it."""
    columns = {column.name: column for column in problem.columns}
    found = []
    for one in solved["turnings"]:
        column = columns[one["column"]]
        here, at = said(column, one["here"]), said(column, one["value"])
        sides = {"under": f"under {at}", "others": "under the others"}
        enters = sides.get(one["enters"], f"{one['enters']} that")
        found.append(Turning(one["power"], column.name, column.meaning, here, one["value"], at, enters))
    return BreakEven(tuple(found), solved["tried"])
