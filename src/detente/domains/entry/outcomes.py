"""The outcomes of the game of entry: each read off a solved game, at the places of its labels but the play."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..domain import Outcome


def _played(name: str, axes: str, unit: str, meaning: str, function: Callable[..., Any]) -> Outcome:
    return Outcome(name, (*axes.split(), "play"), unit, meaning, function, by_world=False)


OUTCOMES = (
    _played(
        "game_value",
        "player",
        "USD bn",
        "present value of equilibrium play to a player",
        lambda game, player: game.value()[player],
    ),
    _played(
        "value_now",
        "power player",
        "USD bn",
        "the same if the power enters at once",
        lambda game, power, player: game.now(power)[player],
    ),
    _played(
        "value_late",
        "power half_years player",
        "USD bn",
        "the same if it is barred so many half-years",
        lambda game, power, halves, player: game.barred_for(power, game.periods(halves / 2))[player],
    ),
    _played(
        "value_barred",
        "power player",
        "USD bn",
        "the same if it is barred for ever",
        lambda game, power, player: game.barred_for(power, None)[player],
    ),
    _played(
        "entry_pays",
        "power",
        "USD bn/year",
        "what entering at once is worth to the power over being barred for ever, as a yearly flow: the cost at "
        "home, or the value as an example, that would turn its choice",
        lambda game, power: game.entry_pays(power),
    ),
    _played(
        "enters_now",
        "power",
        "share",
        "chance over orders of moves that it enters in the first period",
        lambda game, power: game.enters_now()[power],
    ),
    _played(
        "enters",
        "power",
        "share",
        "chance that it enters within the horizon",
        lambda game, power: game.entered_by()[-1, power],
    ),
    _played(
        "entered_by",
        "power years_on",
        "share",
        "chance that it has entered by so many years on",
        lambda game, power, years: game.entered_by()[game.periods(years) - 1, power],
    ),
    _played(
        "is_first",
        "power",
        "share",
        "chance that it is the first to enter",
        lambda game, power: game.is_first()[power],
    ),
    _played(
        "first_entry",
        "",
        "years",
        "expected date of the first entry; the horizon where nobody enters",
        lambda game: game.first_date(),
    ),
    _played(
        "deterrence_cost",
        "power",
        "USD bn",
        "what the reactions that its entry adds cost it, present value",
        lambda game, power: game.deterrence()[power],
    ),
    _played(
        "reaction_cost",
        "power player",
        "USD bn",
        "what the reactions that a power's entry adds cost a player, the sender among them, present value",
        lambda game, power, player: game.brought()[power, player],
    ),
    _played(
        "moving_cost",
        "power",
        "share",
        "cost of reactions added, at home and of entry, in present value, over a year's value added",
        lambda game, power: game.moving_cost()[power] / game.terms.income[power],
    ),
    _played(
        "race_burns",
        "",
        "USD bn",
        "what the powers would gain in sum if they entered when that is best for all of them, present value",
        lambda game: game.burned(),
    ),
    _played(
        "regret_now",
        "power",
        "USD bn",
        "the most that committing to enter at once forgoes, whatever others have committed to, present value",
        lambda game, power: game.regret(power)[0],
    ),
    _played(
        "regret_never",
        "power",
        "USD bn",
        "the same of committing never to enter",
        lambda game, power: game.regret(power)[1],
    ),
    _played(
        "dominates_now",
        "power",
        "share",
        "1 where entering at once is best whatever others have committed to, else 0",
        lambda game, power: game.dominates(power)[0],
    ),
    _played(
        "dominates_never",
        "power",
        "share",
        "the same of never entering",
        lambda game, power: game.dominates(power)[1],
    ),
    _played(
        "game_ties",
        "",
        "share",
        "share of decisions in which entering and waiting pay the same",
        lambda game: game.free.ties,
    ),
)
"""Functions are traced, one draw each."""
