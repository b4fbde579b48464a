"""The game of entry, as the stages ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..domain import WORLD, Domain, Problem, Reading
from ..records import START, Case
from ..sheets import Row, Sheet
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
    offers = {"tree": "detente.domains.entry.opening_game:opening_game"}
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

    def sheets(self, problem: Problem) -> Iterable[Sheet]:
        """Return who enters when, and what play is worth to each player."""
        game, cells, named = problem.of(GameOption), problem.by_name, problem.study.named_economies
        if game is None:
            return
        years = game.labels("years_on")
        rows = []
        for power in game.powers:
            entered = (f"entered_by[{power},{one},{MAIN}]" for one in years)
            its = [f"enters_now[{power},{MAIN}]", *entered]
            its += [f"enters[{power},{MAIN}]", f"is_first[{power},{MAIN}]"]
            rows.append(Row(power, named.get(power, ""), tuple(map(cells.get, its))))
        head = ("at once", *(f"by year {one}" for one in years), f"by year {game.years:g}", "first")
        words = "Chance that each power has entered, in equilibrium play, and that it is the first."
        yield Sheet("entry", "Who enters when", words, head, tuple(rows), "share")
        wait = game.waiting or game.powers[0]
        rows = []
        for player in game.players:
            its = [f"{one}[{wait},{player},{MAIN}]" for one in ("value_now", "value_barred")]
            its = [f"game_value[{player},{MAIN}]", *its]
            rows.append(Row(player, named.get(player, ""), tuple(map(cells.get, its))))
        head = ("equilibrium play", f"{wait} enters at once", f"{wait} is barred")
        words = "Present value of play to each player, US$ bn."
        yield Sheet("worth", "What play is worth", words, head, tuple(rows))

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
