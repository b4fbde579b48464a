"""What a draw samples and yields: columns, worlds and outcome cells."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..chance.distribution import Distribution
from .move import Move, Written

START, BASE = "start", "base"
"""The names of the start world and of the base year's accounts without any move."""


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
    shown: bool = True
    """Whether a report shows by itself who gains in it."""

    @property
    def moves(self) -> tuple[Move, ...]:
        """Return the moves in their order."""
        return tuple(written.move for written in self.written)

    def about(self, rules: str) -> tuple[Written, ...]:
        """Return those of its moves that change the rules of a domain."""
        return tuple(one for one in self.written if one.move.rules == rules)


@dataclass(frozen=True)
class OutcomeCell:
    """One number that a draw yields: `real_income[RUS,cut]` is outcome, labels and the world's name."""

    outcome: str
    labels: tuple[str, ...]
    case: str
    name: str
    unit: str
    dims: tuple[str, ...]
    """The names of its axes, the world last where it has one."""
    domain: str

    @property
    def places(self) -> dict[str, str]:
        """Return its label on each of its axes."""
        return dict(zip(self.dims, (*self.labels, self.case), strict=False))
