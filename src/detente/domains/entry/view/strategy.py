"""The game of entry in the report: who enters when, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ....audit.records import Judgement
from ....audit.sentences import counted, error_of, percent, range_of
from ....audit.shares import mean_interval
from ....report import figures
from ....report.figure import Figure, Row
from ....report.glossary import GAME
from ....report.sections import source_line
from ....report.view import View
from ....report.words import even
from ...records import OutcomeCell
from ..domain import Entry
from ..records import MAIN, GameOption, name_of
from .break_even import BreakEven, break_even
from .opening import Opening, opening

LEAST = 0.01
"""Smaller costs of reactions to others are left out [US$ bn]."""
Means = Mapping[str, float]
"""Means of the game's chances and dates over the draws, by cell."""


@dataclass(frozen=True)
class Power:
    """One power's part in the game: chances over draws, and what entering pays it."""

    code: str
    enters_now: float
    ever: float
    is_first: float
    pays: Mapping[int, float]
    """Quantiles of what entering at once is worth over never entering [US$ bn a year]."""
    deterrence: Mapping[int, float]
    """Quantiles of what the reactions that it brings cost it [US$ bn, present value]."""
    why: str
    sure: tuple[Sure, ...]


@dataclass(frozen=True)
class Sure:
    """How sure a commitment is: how often it dominates, what it regrets at most, how often play begins so."""

    move: str
    dominant: str
    regret: Mapping[int, float]
    """Quantiles [US$ bn, present value]."""
    played: str


@dataclass(frozen=True)
class Waiting:
    """What a player gains if a power enters at once and not so many half-years later [US$ bn]."""

    player: str
    half_years: int
    quantiles: Mapping[int, float]
    better: float
    """Share of draws in which sooner is better for the player."""


@dataclass(frozen=True)
class Strategy:
    """Everything that the report says of a game."""

    powers: tuple[Power, ...]
    first_entry: float
    timeline: Figure | None
    opening: Opening | None
    break_even: BreakEven
    waiting: tuple[Waiting, ...]
    race: str
    """What the race burns, and how often a choice ties."""


def strategy(judgement: Judgement) -> Strategy | None:
    """Return what the report says of the study's game; None where there is none."""
    game = judgement.problem.of(GameOption)
    if game is None:
        return None
    means = judgement.table.means([cell.name for cell in judgement.problem.cells if _is_chance(cell)])
    solved = judgement.solved[Entry.name]
    return Strategy(
        powers=tuple(_power(judgement, power, means) for power in game.powers),
        first_entry=means[f"first_entry[{MAIN}]"],
        timeline=figures.chances(
            "entries",
            "Who has entered by when: chance over the draws, in equilibrium play (%)",
            "years on",
            _timeline(game, means),
            source_line(judgement),
        ),
        opening=opening(game, solved, source_line(judgement)),
        break_even=break_even(judgement.problem, solved),
        waiting=tuple(_waiting(judgement)),
        race=_race(judgement, means),
    )


def _is_chance(cell: OutcomeCell) -> bool:
    return cell.domain == "entry" and cell.unit in ("share", "years")


def _power(judgement: Judgement, power: str, means: Means) -> Power:
    return Power(
        code=power,
        enters_now=means[f"enters_now[{power},{MAIN}]"],
        ever=means[f"enters[{power},{MAIN}]"],
        is_first=means[f"is_first[{power},{MAIN}]"],
        pays=judgement.quantiles(f"entry_pays[{power},{MAIN}]"),
        deterrence=judgement.quantiles(f"deterrence_cost[{power},{MAIN}]"),
        why=_why(judgement, power, means),
        sure=tuple(_sure(judgement, power)),
    )


def _sure(judgement: Judgement, power: str) -> Iterable[Sure]:
    """Yield how sure each commitment of a power is."""
    now = judgement.column(f"enters_now[{power},{MAIN}]")
    ever = judgement.column(f"enters[{power},{MAIN}]")
    for move, words, played in (("now", "enter at once", now), ("never", "stay out", 1 - ever)):
        dominant = judgement.column(f"dominates_{move}[{power},{MAIN}]")
        lost = judgement.quantiles(f"regret_{move}[{power},{MAIN}]")
        yield Sure(words, _share(dominant), lost, _share(played))


def _share(values: np.ndarray) -> str:
    """Return a mean of shares in words, with its interval."""
    share, ends = mean_interval(values)
    return f"{percent(share, error_of(ends))} ({range_of(ends)})" if np.isfinite(share) else "unknown"


def _race(judgement: Judgement, means: Means) -> str:
    """Say what the race burns, and whether choices tie."""
    burned = even(judgement.quantiles(f"race_burns[{MAIN}]"), judgement.run.draws)
    ties = means[f"game_ties[{MAIN}]"]
    return (
        f"Moving each for itself costs the powers US$ {burned[50]} bn in sum in the middle draw (nine draws "
        f"of ten: {burned[5]} to {burned[95]}): the rent that the race burns. "
        f"Entering and waiting pay the same in {counted(ties, judgement.run.draws)} of decisions; "
        "a tie goes to waiting."
    )


def _why(judgement: Judgement, power: str, means: Means) -> str:
    """Say in a few sentences why a power enters or does not, with the numbers."""
    name = next(
        (one.name for one in judgement.study.actors.values() if one.economy and one.economy.value == power),
        power,
    )
    draws = judgement.run.draws
    pays = even(judgement.quantiles(f"entry_pays[{power},{MAIN}]"), draws, sign=True)
    trade = even(judgement.quantiles(f"money[{power},{name_of((power,))}]"), draws, sign=True)[50]
    costs = judgement.quantiles(f"deterrence_cost[{power},{MAIN}]")
    brought = even(costs, draws)[50]
    now, game = counted(means[f"enters_now[{power},{MAIN}]"], draws), judgement.problem.of(GameOption)
    assert game is not None
    said = f"{name} enters at once in {now} of the draws. "
    said += f"What its entry does to trade is worth US$ {trade} bn a year to it"
    if costs[50] > 0:
        said += f"; the reactions that its entry adds cost it US$ {brought} bn in present value"
        said += _senders(judgement, power)
    said += (
        f". All in all, entering at once is worth US$ {pays[50]} bn a year against never entering "
        f"(nine draws of ten: {pays[5]} to {pays[95]}): a cost at home, or a value as an example, that is "
        "other by so much would turn its choice."
    )
    for play in game.plays:
        cell = f"enters_now[{power},{play}]"
        if play != MAIN and cell in means:
            said += f" In the play “{play}” it enters at once in {counted(means[cell], draws)}."
    return said


def _senders(judgement: Judgement, power: str) -> str:
    """Say what the reactions to a power's entry cost the other players that lose by them."""
    game = judgement.problem.of(GameOption)
    assert game is not None
    costs = {
        player: judgement.quantiles(f"reaction_cost[{power},{player},{MAIN}]")
        for player in game.players
        if player != power
    }
    lost = [
        f"{player} {even(cost, judgement.run.draws)[50]}"
        for player, cost in costs.items()
        if cost[50] > LEAST
    ]
    return f" (and {', '.join(lost)})" if lost else ""


def _timeline(game: GameOption, means: Means) -> list[Row]:
    found: list[Row] = []
    for power in game.powers:
        found.append({"name": power, "x": 0.0, "chance": means[f"enters_now[{power},{MAIN}]"]})
        for years in game.labels("years_on"):
            chance = means[f"entered_by[{power},{years},{MAIN}]"]
            found.append({"name": power, "x": float(years), "chance": chance})
    return found


def _waiting(judgement: Judgement) -> Iterable[Waiting]:
    """Yield, for each player and half-year, what waiting loses it."""
    game = judgement.problem.of(GameOption)
    assert game is not None
    if not game.waiting:
        return
    for player in dict.fromkeys((game.waiting, game.host, *game.others)):
        now = judgement.column(f"value_now[{game.waiting},{player},{MAIN}]")
        for half in game.labels("half_years"):
            gain = now - judgement.column(f"value_late[{game.waiting},{half},{player},{MAIN}]")
            known = gain[np.isfinite(gain)]
            if len(known):
                ends = {end: float(np.percentile(known, end)) for end in (5, 50, 95)}
                yield Waiting(player, int(half), ends, float((known > 0).mean()))


def view(judgement: Judgement) -> View | None:
    """Return what the report says of the study's game; None where there is none."""
    found = strategy(judgement)
    if found is None:
        return None
    drawn = tuple(one for one in (found.timeline, found.opening and found.opening.tree) if one)
    shown = {"game": found, "option": judgement.problem.option(GameOption)}
    links = (("game", "who enters, and when"),)
    return View("entry/view/entry.html", shown, links, drawn, tuple(tables(found)), GAME)


def tables(found: Strategy) -> Iterable[tuple[str, list[Row]]]:
    """Yield data that no figure has: where the game turns, and what waiting loses."""
    if found.break_even.turnings:
        yield "break-even", [vars(one) for one in found.break_even.turnings]
    if found.waiting:
        yield (
            "waiting",
            [
                {
                    "player": one.player,
                    "half_years": one.half_years,
                    **{f"p{end}": value for end, value in one.quantiles.items()},
                    "sooner_is_better": one.better,
                }
                for one in found.waiting
            ],
        )
