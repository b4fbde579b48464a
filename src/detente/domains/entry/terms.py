"""What a study's game reads of its draws: the table of who plays, and each draw's terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from jaxtyping import Float

from ...study.expression import Expression
from ..domain import Problem
from ..records import START
from ..values import Values, number_of
from .entry import NOBODY, Table, Terms
from .records import GameOption, PlayOption, name_of

Columns = Mapping[str, np.ndarray]


def table_of(game: GameOption) -> Table:
    """Return who plays, for how long, and who answers whom."""
    corridor = game.corridor
    return Table(
        players=game.players,
        powers=len(game.powers),
        phases=game.phases,
        periods=round(game.years / game.step),
        step=game.step,
        against=tuple(game.powers.index(one.against) for one in game.reactions),
        corridor_power=game.powers.index(corridor.power) if corridor else NOBODY,
        corridor_parties=tuple(game.players.index(one) for one in corridor.parties) if corridor else (),
    )


def chances_of(
    problem: Problem, schedule: str, values: Values, count: int
) -> Float[np.ndarray, "draw set phase next"]:
    """Return the chances of a period's end by who has entered, under a schedule of lifting bans."""
    found: np.ndarray = problem.taken("peace.steps")(
        problem, values, count, schedule, problem.option(GameOption).sets
    )
    return found


def terms_of(
    problem: Problem,
    play: PlayOption,
    values: Values,
    columns: Columns,
    count: int,
    chances: Float[np.ndarray, "draw set phase next"] | None = None,
) -> Terms:
    """Return the terms of a play in every draw, `[draw, ...]`; NaN where a world that it reads was not solved.

    `chances` are those of its schedule, where they are known already.
    """
    game, peace = problem.option(GameOption), problem.options["peace"]
    phases, lifted = game.phases, problem.taken("peace.lifted")(peace, play.schedule)
    value = number_of(problem, values)

    def draws(given: Any) -> Float[np.ndarray, " draw"]:
        return np.broadcast_to(np.asarray(given, float), (count,))

    def one(name: str, default: float = 0.0) -> Float[np.ndarray, " draw"]:
        return draws(value(play.numbers[name]) if name in play.numbers else default)

    def row(name: str, labels: tuple[str, ...], default: float = 0.0) -> np.ndarray:
        found = [one(f"{name}[{label}]", default) for label in labels]
        return np.stack(found, axis=-1) if found else np.zeros((count, 0))

    def money(world: str) -> Float[np.ndarray, "draw player"]:
        found = [columns[f"money[{player},{world}]"] if world else draws(0) for player in game.players]
        return np.stack(found, axis=-1)

    discount = one("discount")
    if chances is None:
        chances = chances_of(problem, play.schedule, values, count)
    sets = [np.zeros((count, len(game.players))), *(money(name_of(entered)) for entered in game.sets[1:])]
    found: dict[str, Any] = {
        "discount": discount,
        "money": np.stack(sets, axis=-1),
        "realised": row("realised", phases, 1.0),
        "rent": one("rent"),
        "first_share": one("rent_first"),
        "later_share": one("rent_later"),
        "aid": row("aid", game.powers),
        "corridor": _corridor(game, columns, discount, money),
        "corridor_open": _open(game, values, count),
        "relief": money(game.relief),
        "lifted": np.broadcast_to(lifted, (count, len(phases))),
        "domestic": row("domestic", game.powers),
        "demonstration": row("demonstration", game.powers),
        "entry_cost": row("entry_cost", game.powers),
        "entry_fall": one("entry_fall"),
        "rate_idle": row("idle", _names(game)),
        "rate_added": row("added", _names(game)),
        "window": row("window", _names(game)),
        "expiry": row("expiry", _names(game)),
        "round_cost": _rounds(game, columns, value, money, count),
        "phase_now": np.broadcast_to(np.eye(len(phases))[game.phase_now], (count, len(phases))),
        "transition": chances,
        "income": np.stack([columns[f"gdp[{power},{START}]"] for power in game.powers], axis=-1),
    }
    return Terms(**found)


def _names(game: GameOption) -> tuple[str, ...]:
    return tuple(one.name for one in game.reactions)


def _corridor(
    game: GameOption, columns: Columns, discount: np.ndarray, money: Callable[[str], np.ndarray]
) -> Float[np.ndarray, "draw player"]:
    """Return the corridor's yearly profit: what its links change, and the lines' present value as a flow for ever."""
    corridor = game.corridor
    found = money(corridor.trade if corridor else "").copy()
    if corridor and corridor.gas:
        for place, player in enumerate(game.players):
            worth = f"gas_value[{player},{corridor.gas}]"
            if worth in columns:
                found[:, place] += discount * columns[worth]
    return found


def _open(game: GameOption, values: Values, count: int) -> Float[np.ndarray, "draw phase"]:
    """Return 1 in the phases in which the corridor may run."""
    corridor = game.corridor
    if corridor is None:
        return np.zeros((count, len(game.phases)))
    found = np.broadcast_to(np.isin(game.phases, corridor.phases).astype(float), (count, len(game.phases)))
    if not corridor.variant:
        return found
    needed = np.asarray(values[corridor.variant]) == corridor.needed_at
    consented = np.isin(game.phases, corridor.consented).astype(float)
    return np.where(needed[:, None], found * consented, found)


def _rounds(
    game: GameOption,
    columns: Columns,
    value: Callable[[Expression], Any],
    money: Callable[[str], np.ndarray],
    count: int,
) -> Float[np.ndarray, "draw reaction player"]:
    """Return what a round in force costs each player a year: of trade, and beside it."""
    found = np.zeros((count, len(game.reactions), len(game.players)))
    for place, one in enumerate(game.reactions):
        found[:, place] = money(one.before) - money(one.world)
        for player, share in one.finance.items():
            income = columns[f"gdp[{player},{START}]"]
            found[:, place, game.players.index(player)] += value(share) * income
    return found
