"""The draw nearest to the centre, and what it has in every column but the game's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..audit.centre import distance
from ..audit.records import Judgement
from ..models.outcomes import OUTCOMES

AT_ONCE = 8
"""Columns read together: memory stays flat as draws grow."""


@dataclass(frozen=True)
class Nearest:
    """A draw's number, and its assumptions and outcomes by column; NaN where unknown."""

    draw: int
    values: Mapping[str, float]


def nearest(judgement: Judgement) -> Nearest:
    """Return the draw nearest to the centre, in standard-normal units over all assumptions."""
    columns = judgement.problem.columns
    squares = np.zeros(judgement.run.draws)
    for start in range(0, len(columns), AT_ONCE):
        some = columns[start : start + AT_ONCE]
        read = judgement.table.read([column.name for column in some])
        squares += sum(distance(column, read[column.name]) ** 2 for column in some)
    draw = int(np.argmin(squares))
    own = {cell.name for cell in judgement.problem.cells if OUTCOMES[cell.outcome].model == "game"}
    names = [name for name in judgement.columns if name not in own]
    return Nearest(draw, dict(zip(names, judgement.table.row(names, draw), strict=True)))
