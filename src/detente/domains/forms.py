"""The two forms of a game, as written: a table of payoffs, or a tree with chance and information sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from ..study.fractions import exact

if TYPE_CHECKING:
    from jaxtyping import Shaped

CHANCE, END = -1, -2
"""In place of a player: a node where chance moves, and one where the game is over."""
ADD_UP = 1e-9
"""How far from 1 the chances of a node may add up."""


@dataclass(frozen=True, eq=False)
class Table:
    """A game in normal form."""

    title: str
    players: tuple[str, ...]
    moves: tuple[tuple[str, ...], ...]
    """Of each player."""
    payoffs: Shaped[np.ndarray, "player ..."]
    """Fractions, whatever they are made from."""

    def __post_init__(self) -> None:
        """Take payoffs as fractions, so that what ties in the file ties in the game."""
        given = np.asarray(self.payoffs)
        kept = np.empty(given.shape, dtype=object)
        kept.ravel()[:] = [exact(value) for value in given.ravel().tolist()]
        object.__setattr__(self, "payoffs", kept)

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
    chances: tuple[Fraction | float, ...] = ()
    """Of each move, where chance moves; kept as fractions."""
    payoffs: tuple[Fraction | float, ...] = ()
    """What each player receives here, kept as fractions; empty where nothing."""
    name: str = ""
    set_name: str = ""
    outcome: str = ""

    def __post_init__(self) -> None:
        """Take numbers as fractions."""
        object.__setattr__(self, "chances", tuple(map(exact, self.chances)))
        object.__setattr__(self, "payoffs", tuple(map(exact, self.payoffs)))


@dataclass(frozen=True)
class Extensive:
    """A game in extensive form."""

    title: str
    players: tuple[str, ...]
    steps: tuple[Step, ...]


def fitted(chances: Sequence[Fraction | float]) -> tuple[Fraction, ...]:
    """Return chances that add up to exactly 1: the last one is made to fit."""
    written = [exact(chance) for chance in chances[:-1]]
    return (*written, 1 - sum(written, Fraction(0)))


def told_apart(names: Iterable[str], what: str) -> tuple[str, ...]:
    """Return names with a number added to those that are blank or stand more than once.

    >>> told_apart(("go", "", "go"), "move")
    ('go (1)', 'move 2', 'go (2)')
    """
    named = [name if name.strip() else f"{what} {place + 1}" for place, name in enumerate(names)]
    while len(set(named)) < len(named):
        seen: dict[str, int] = {}
        for place, name in enumerate(list(named)):
            if named.count(name) > 1 or name in seen:
                seen[name] = seen.get(name, 0) + 1
                named[place] = f"{name} ({seen[name]})"
    return tuple(named)
