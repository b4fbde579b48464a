"""The two forms of a game, as written: a table of payoffs, or a tree with chance and information sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Float

CHANCE, END = -1, -2
"""In place of a player: a node where chance moves, and one where the game is over."""
ADD_UP = 1e-9
"""How far from 1 the chances of a node may add up."""
SIMPLE = 10_000
"""Largest denominator of a chance that is taken for the fraction it is nearest to."""


@dataclass(frozen=True, eq=False)
class Table:
    """A game in normal form."""

    title: str
    players: tuple[str, ...]
    moves: tuple[tuple[str, ...], ...]
    """Of each player."""
    payoffs: Float[np.ndarray, "player ..."]

    def __eq__(self, other: object) -> bool:
        """Tell whether two tables are the same, number for number."""
        if not isinstance(other, Table):
            return NotImplemented
        names = (self.title, self.players, self.moves) == (other.title, other.players, other.moves)
        return names and np.array_equal(self.payoffs, other.payoffs)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Step:
    """A node of a tree; nodes stand in prefix order, each before what its moves lead to, first move first."""

    player: int
    """Who moves, counted from 0; `CHANCE` or `END`."""
    set: int = 0
    """The mover's information set, counted from 1 for each player; nodes of a set look alike to the mover."""
    moves: tuple[str, ...] = ()
    chances: tuple[float, ...] = ()
    """Of each move, where chance moves."""
    payoffs: tuple[float, ...] = ()
    """What each player receives here; empty where nothing."""
    name: str = ""
    set_name: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Extensive:
    """A game in extensive form."""

    title: str
    players: tuple[str, ...]
    steps: tuple[Step, ...]


def fractions_of(chances: Sequence[float]) -> tuple[Fraction, ...]:
    """Return chances as fractions that add up to exactly 1, the last one made to fit.

    Simple fractions are found again, so that three times 1/3 stay so; other numbers are taken as they are
    written in decimals.
    """
    near = [Fraction(chance).limit_denominator(SIMPLE) for chance in chances]
    simple = all(float(found) == chance for found, chance in zip(near, chances, strict=True))
    if simple and sum(near) == 1:
        return tuple(near)
    written = [Fraction(Decimal(repr(float(chance)))) for chance in chances[:-1]]
    return (*written, 1 - sum(written, Fraction(0)))


def fitted(chances: Sequence[float]) -> tuple[float, ...]:
    """Return chances whose decimals add up to exactly 1: the last one is made to fit."""
    return tuple(float(chance) for chance in fractions_of(chances))


def number(text: str | int | float) -> float:
    """Return a number written as a decimal or as a fraction, `0.25` or `1/4`. Raises ValueError."""
    if isinstance(text, bool):
        raise ValueError(f"{text} is no number")
    if isinstance(text, int | float):
        value = float(text)
    else:
        top, slash, bottom = text.strip().partition("/")
        value = float(top) / float(bottom) if slash else float(top)
    if not np.isfinite(value):
        raise ValueError(f"{text} is no finite number")
    return value
