"""The draw nearest to the centre, and what it has in every column but the game's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..audit.copula import Copula, squares
from ..audit.records import Judgement
from ..models.outcomes import OUTCOMES


@dataclass(frozen=True)
class Nearest:
    """A draw's number, and its assumptions and outcomes by column; NaN where unknown."""

    draw: int
    values: Mapping[str, float]


def nearest(judgement: Judgement) -> Nearest:
    """Return the draw nearest to the centre, in standard-normal units over all assumptions as they move together."""
    problem = judgement.problem
    copula = Copula.of([column.name for column in problem.columns], problem.correlations)
    far = squares(problem.columns, copula, judgement.table.read) + np.zeros(judgement.run.draws)
    draw = int(np.argmin(far))
    own = {cell.name for cell in problem.cells if OUTCOMES[cell.outcome].model == "game"}
    names = [name for name in judgement.columns if name not in own]
    return Nearest(draw, dict(zip(names, judgement.table.row(names, draw), strict=True)))
