"""The game of entry, as the stages ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..domain import WORLD, Domain, Problem, Reading
from ..records import START, Case
from .entrants import entrants
from .options import game_of
from .outcomes import OUTCOMES
from .records import AXES, MAIN, GameOption

HOW_SURE = ("regret_now", "regret_never", "dominates_now", "dominates_never")
OF_POWERS = ("enters_now", "enters", "is_first", "entry_pays", "deterrence_cost", "moving_cost", *HOW_SURE)

PLAYS_A_SECOND = 1_500
"""Games of three powers over thirty periods a second on two cores (`benchmarks/study.py`)."""


class Entry(Domain):
    """Powers that may become a closed economy's partner, once each, and when."""

    name = "entry"
    meaning = "who enters a closed economy, when, and what that brings"
    takes = ("trade", "gas", "peace")
    section = "game"
    reads_worlds = True
    axes = (*AXES, WORLD)
    """It makes worlds of its own, too."""
    outcomes = OUTCOMES
    solver = "detente.domains.entry.evaluate:GameSolver"
    kept = "detente.domains.entry.kept:kept"
    view = "detente.domains.entry.view.strategy:view"

    def read(self, reading: Reading) -> GameOption | None:
        """Return the game that the study asks for."""
        return game_of(reading)

    def cases(self, option: Any, reading: Reading) -> tuple[Case, ...]:
        """Return a world for each set of powers that have entered."""
        return entrants(option, reading.made, reading.cases[0], reading.faults)

    def labels(self, axis: str, reading: Reading) -> tuple[str, ...]:
        """Return powers, players, plays, years or half-years."""
        option = reading.of(GameOption)
        return option.labels(axis) if option else ()

    def effort(self, problem: Problem, draws: int) -> tuple[str, float] | None:
        """Return how many games are played."""
        game = problem.of(GameOption)
        plays = draws * len(game.plays) if game else 0
        return (f"{plays:,} games", plays / PLAYS_A_SECOND) if plays else None

    def recorded(self, reading: Reading, named: bool) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Yield what the game reads of trade, and what every report shows of it."""
        game = reading.of(GameOption)
        if game is None:
            return
        for player in game.players:
            yield "gdp", (player, START)
            yield "game_value", (player, MAIN)
            for power in game.powers:
                for name in ("reaction_cost", "value_now", "value_barred"):
                    yield name, (power, player, MAIN)
        for power in game.powers:
            for name in OF_POWERS:
                yield name, (power, MAIN)
            for year in game.labels("years_on"):
                yield "entered_by", (power, year, MAIN)
        for name in ("first_entry", "race_burns", "game_ties"):
            yield name, (MAIN,)
        for half in game.labels("half_years") if game.waiting else ():
            for player in dict.fromkeys((game.waiting, game.host, *game.others)):
                yield "value_late", (game.waiting, half, player, MAIN)
