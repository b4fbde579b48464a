"""The draws of a run as a domain reads them, and the draw nearest to the centre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ..chance.copula import Copula, squares
from .domain import Problem

PERCENTS = (5, 25, 50, 75, 95)
"""The quantiles that are reported."""


class Recorded(Protocol):
    """The recorded columns of a run, assumptions and outcomes by name; NaN where unknown."""

    @property
    def draws(self) -> int:
        """Return how many draws there are."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""

    def read(self, names: list[str]) -> dict[str, np.ndarray]:
        """Return some columns, `[draw]` each."""

    def row(self, names: list[str], draw: int) -> list[float]:
        """Return what one draw has in some columns."""


@dataclass(frozen=True)
class Nearest:
    """A draw's number, and its assumptions and outcomes by column; NaN where unknown."""

    draw: int
    values: Mapping[str, float]


def nearest(problem: Problem, recorded: Recorded) -> Nearest:
    """Return the draw nearest to the centre, in standard-normal units over all assumptions as they move together."""
    return drawn(problem, recorded, central(problem, recorded))


def central(problem: Problem, recorded: Recorded) -> int:
    """Return the number of that draw."""
    copula = Copula.of([column.name for column in problem.columns], problem.correlations)
    return int(np.argmin(squares(problem.columns, copula, recorded.read) + np.zeros(recorded.draws)))


def drawn(problem: Problem, recorded: Recorded, draw: int) -> Nearest:
    """Return a draw with what it has in every column but the game's own."""
    own = {cell.name for cell in problem.cells_of("entry")}
    names = [name for name in recorded.names if name not in own]
    return Nearest(draw, dict(zip(names, recorded.row(names, draw), strict=True)))
