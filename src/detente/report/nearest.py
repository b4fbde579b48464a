"""The draw nearest to the centre, and what it has in every column but the game's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..audit.records import Judgement
from ..chance.copula import Copula, squares
from ..domains.domain import Problem
from ..runs.table import Table


@dataclass(frozen=True)
class Nearest:
    """A draw's number, and its assumptions and outcomes by column; NaN where unknown."""

    draw: int
    values: Mapping[str, float]


def nearest(judgement: Judgement) -> Nearest:
    """Return the draw nearest to the centre, in standard-normal units over all assumptions as they move together."""
    return drawn(judgement.problem, judgement.table, central(judgement.problem, judgement.table))


def central(problem: Problem, table: Table) -> int:
    """Return the number of that draw."""
    copula = Copula.of([column.name for column in problem.columns], problem.correlations)
    return int(np.argmin(squares(problem.columns, copula, table.read) + np.zeros(table.draws)))


def drawn(problem: Problem, table: Table, draw: int) -> Nearest:
    """Return a draw with what it has in every column but the game's own."""
    own = {cell.name for cell in problem.cells_of("entry")}
    names = [name for name in table.names if name not in own]
    return Nearest(draw, dict(zip(names, table.row(names, draw), strict=True)))
