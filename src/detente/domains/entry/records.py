"""The game of entry of a study, resolved: who plays, what an entry makes, who answers, and what it all costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from ...study.expression import Expression

AXES = ("power", "player", "play", "years_on", "half_years")
MAIN = "main"
"""The name of the game as the study states it; other plays change some of its numbers."""
YEARS_ON = ("1", "2", "3", "5", "10")
HALF_YEARS = tuple(map(str, range(1, 7)))


@dataclass(frozen=True)
class Reaction:
    """What an entry, or nothing at all, brings about: rounds, each worth what one more changes."""

    name: str
    against: str
    world: str
    before: str
    """The world in which the round comes; the start world if empty."""
    finance: Mapping[str, Expression]
    """Cost of a round beside trade, by player, as a share of value added a year."""


@dataclass(frozen=True)
class CorridorOption:
    """A project that runs once its power has entered, while no party loses by it, in some phases."""

    power: str
    parties: tuple[str, ...]
    gas: str
    """The world whose gas lines it builds; empty for none."""
    trade: str
    """The world whose links it opens; empty for none."""
    phases: tuple[str, ...]
    variant: str = ""
    """A choice, `needed` or not: where it is needed, the corridor runs in `consented` alone."""
    needed_at: int = 0
    consented: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlayOption:
    """The game with some of its numbers changed."""

    schedule: str
    numbers: Mapping[str, Expression]


@dataclass(frozen=True)
class GameOption:
    """The game of entry: numbers are named `rent`, `domestic[USA]`, `realised[thaw]`, `added[tariffs]`."""

    powers: tuple[str, ...]
    host: str
    others: tuple[str, ...]
    years: float
    step: float
    """Length of a period [years]."""
    phases: tuple[str, ...]
    """Of the peace process, from the worst to the best."""
    phase_now: int
    """The place of the phase on the study's date."""
    entering: Mapping[str, tuple[str, ...]]
    """Moves that a power's entry makes; those of `any` are made once, by whichever entry."""
    relief: str
    """The world in which all bans are lifted; empty for none."""
    corridor: CorridorOption | None
    reactions: tuple[Reaction, ...]
    waiting: str
    """The power whose waiting the report weighs, half-year by half-year; empty for none."""
    plays: Mapping[str, PlayOption]

    @property
    def players(self) -> tuple[str, ...]:
        """Powers, then the host, then the others."""
        return (*self.powers, self.host, *self.others)

    @property
    def sets(self) -> list[tuple[str, ...]]:
        """Every set of entrants, in the order of its bits: nobody first."""
        count = len(self.powers)
        found = [one for size in range(count + 1) for one in combinations(range(count), size)]
        found.sort(key=lambda one: sum(1 << place for place in one))
        return [tuple(self.powers[place] for place in one) for one in found]

    @property
    def expressions(self) -> list[Expression]:
        """Everything that a draw decides."""
        given = [one for play in self.plays.values() for one in play.numbers.values()]
        return given + [one for reaction in self.reactions for one in reaction.finance.values()]

    def labels(self, axis: str) -> tuple[str, ...]:
        """Return the labels of an axis of the game's outcomes."""
        return {
            "power": self.powers,
            "player": self.players,
            "play": tuple(self.plays),
            "years_on": tuple(one for one in YEARS_ON if float(one) <= self.years),
            "half_years": tuple(one for one in HALF_YEARS if float(one) <= 2 * self.years),
        }[axis]


def name_of(entered: tuple[str, ...]) -> str:
    """Return the name of the world that a set of entrants makes."""
    return "_".join(("entered", *entered))
