"""A study with every name resolved: what the later stages read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ..bind.options import WorldOptions
from ..chance.kinds import Distribution
from ..study.expression import Expression, Reference
from ..study.records import Claim, Event, Study
from ..world.records import World
from .entry.records import GameOption
from .gas.moves import OnLine, Pipeline
from .move import Move, Written
from .outcomes import OUTCOMES


@dataclass(frozen=True)
class Column:
    """One sampled number of a draw: an assumption, or one part of a vector assumption (`theta[mining]`)."""

    name: str
    assumption: str
    part: int
    distribution: Distribution
    unit: str
    source: str
    meaning: str
    judged: bool


@dataclass(frozen=True)
class Correlation:
    """Two columns that are drawn together: Spearman's rank correlation, within -1 and 1, and its source."""

    between: tuple[str, str]
    rank: float
    source: str
    judged: bool

    @property
    def pearson(self) -> float:
        """Return the correlation of two normal numbers with that rank correlation.

        2 sin(pi rank / 6): Pearson 1907, On further methods of determining correlation.
        """
        return 2 * math.sin(math.pi * self.rank / 6)


@dataclass(frozen=True)
class Case:
    """One world to solve in every draw: its name and the moves that make it from the base accounts."""

    name: str
    meaning: str
    written: tuple[Written, ...]

    @property
    def moves(self) -> tuple[Move, ...]:
        """Return the moves in their order."""
        return tuple(written.move for written in self.written)

    @property
    def about_trade(self) -> tuple[str, ...]:
        """Return the names of its moves, less those that leave trade's rules alone."""
        return tuple(one.name for one in self.written if not isinstance(one.move, OnLine))

    @property
    def lines(self) -> tuple[OnLine, ...]:
        """Return its moves on gas lines, less what moves money and no gas."""
        moves = [move for move in self.moves if isinstance(move, OnLine)]
        return tuple(move.without_price() if isinstance(move, Pipeline) else move for move in moves)


@dataclass(frozen=True)
class OutcomeCell:
    """One number that a draw yields: `real_income[RUS,cut]` is outcome, labels and the world's name."""

    outcome: str
    labels: tuple[str, ...]
    case: str
    name: str
    unit: str


@dataclass(frozen=True)
class BoundClaim:
    """A claim with its references resolved: outcome references map to the cells they read."""

    id: str
    claim: Claim
    cells: Mapping[Reference, tuple[str, ...]]
    """The cells (or columns of assumptions) that each reference reads; several where an index is a list."""
    depends_on: frozenset[str]
    uses_outcomes: bool
    through: frozenset[str] | None = None
    """The assumptions that its outcomes may rest on; all where None."""


@dataclass(frozen=True)
class BoundForecast:
    """What a study gave an event that it could not know, with its references resolved."""

    event: Event
    chance: Expression
    cells: Mapping[Reference, tuple[str, ...]]


@dataclass(frozen=True)
class Problem:
    """What is to be computed in every draw, and judged: all names resolved, nothing left to find wrong."""

    study: Study
    world: World
    options: WorldOptions
    columns: tuple[Column, ...]
    cases: tuple[Case, ...]
    cells: tuple[OutcomeCell, ...]
    claims: tuple[BoundClaim, ...]
    game: GameOption | None = None
    forecasts: tuple[BoundForecast, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    """Those that are drawn; columns that no pair names are drawn independently of each other."""
    lapsed: tuple[Correlation, ...] = ()
    """Those of which one side was fixed from outside the file."""

    @property
    def trades(self) -> bool:
        """Tell whether anything of the trade model is asked for: a study of gas alone solves none of it."""
        return any(OUTCOMES[cell.outcome].model == "trade" for cell in self.cells)
