"""The outcomes that a run records whether or not a claim names them: what every report shows."""

from __future__ import annotations

from ..domains.entry.records import MAIN
from ..domains.gas.moves import OnLine
from ..domains.outcomes import OUTCOMES
from ..domains.problem import Case
from .cases import START
from .claims import Scope

REPORTED = ("real_income", "money")
"""Outcomes recorded for every economy and world, whether or not a claim names them."""

HOW_SURE = ("regret_now", "regret_never", "dominates_now", "dominates_never")


def record(scope: Scope, worlds: tuple[Case, ...]) -> None:
    """Have them recorded."""
    _report(scope, worlds)
    _shares(scope)
    _settlements(scope)
    _strategy(scope)


def _shares(scope: Scope) -> None:
    """Have the split recorded, if there is one, and what its projects are worth to its parties."""
    split = scope.split
    if split:
        for party in split.parties:
            for name in ("shapley", "nucleolus"):
                scope.cell(OUTCOMES[name], (party, START))


def _settlements(scope: Scope) -> None:
    """Have everything recorded about each issue of the negotiation, if there is one."""
    for outcome in OUTCOMES.values():
        if outcome.model == "negotiation":
            for issue in scope.issues:
                scope.cell(outcome, (issue,))


def _strategy(scope: Scope) -> None:
    """Have recorded what a game reads of the other models, and what every report shows of it."""
    game = scope.game
    if game is None:
        return
    for player in game.players:
        scope.cell(OUTCOMES["gdp"], (player, START))
        scope.cell(OUTCOMES["game_value"], (player, MAIN))
        for power in game.powers:
            scope.cell(OUTCOMES["reaction_cost"], (power, player, MAIN))
            scope.cell(OUTCOMES["value_now"], (power, player, MAIN))
            scope.cell(OUTCOMES["value_barred"], (power, player, MAIN))
    for power in game.powers:
        for name in (
            "enters_now",
            "enters",
            "is_first",
            "entry_pays",
            "deterrence_cost",
            "moving_cost",
            *HOW_SURE,
        ):
            scope.cell(OUTCOMES[name], (power, MAIN))
        for year in game.labels("years_on"):
            scope.cell(OUTCOMES["entered_by"], (power, year, MAIN))
    for name in ("first_entry", "race_burns", "game_ties"):
        scope.cell(OUTCOMES[name], (MAIN,))
    for half in game.labels("half_years") if game.waiting else ():
        for player in dict.fromkeys((game.waiting, game.host, *game.others)):
            scope.cell(OUTCOMES["value_late"], (game.waiting, half, player, MAIN))


def _report(scope: Scope, worlds: tuple[Case, ...]) -> None:
    """Have the outcomes recorded that every report shows; trade's not where all moves are about gas lines."""
    about_lines = [isinstance(one.move, OnLine) for case in worlds for one in case.written]
    named = scope.game or any(OUTCOMES[cell.outcome].model == "trade" for cell in scope.cells.values())
    for name in REPORTED if named or not about_lines or not all(about_lines) else ():
        for case in worlds:
            for economy in scope.world.economies:
                scope.cell(OUTCOMES[name], (economy, case.name))
    for case in worlds:
        if any(isinstance(one.move, OnLine) for one in case.written):
            for name in ("line_flow", "line_price", "lng_break_even"):
                scope.cell(OUTCOMES[name], (case.name,))
            for party in scope.parties:
                for name in ("gas_value", "transit_income", "cut_loss"):
                    scope.cell(OUTCOMES[name], (party, case.name))
