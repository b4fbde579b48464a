"""Bind a study: every name looked up, every fault found, nothing computed."""

from __future__ import annotations

from dataclasses import replace

from ..models.outcomes import OUTCOMES
from ..moves.pipeline import OnLine
from ..moves.records import Move, Variant
from ..study.expression import Expression, Reference
from ..study.records import NamedQuantity, Study
from ..world.gas import parties_with
from .cases import START, cases
from .claims import Scope, assumptions_in, claim, forecast
from .columns import columns
from .entrants import entrants
from .faults import Faults
from .game import game_of
from .game_records import MAIN
from .lines import check as check_plans
from .lines import described, plans_of
from .moves import moves
from .negotiation import negotiation_of
from .options import WorldOptions
from .peace import peace_of
from .ranges import check as check_ranges
from .records import Case, Problem
from .seat_ranges import check as check_seats
from .split import split_of
from .units import settle, unit_in
from .worlds import options_of, world_of

REPORTED = ("real_income", "money")
"""Outcomes recorded for every economy and world, whether or not a claim names them."""


def bind(study: Study) -> Problem:
    """Resolve a study against what exists. Raises StudyError with all faults, reading's and binding's."""
    faults = Faults(study.faults)
    world = world_of(study, faults)
    if world is None:
        faults.raise_any()
        raise AssertionError("a world without a fault is there")
    peace = peace_of(study, faults)
    sampled = columns(study, world, faults, peace)
    options = options_of(study, world, faults)
    for actor in study.actors.values():
        if actor.economy:
            faults.known(actor.economy, world.economies, "economy")
    plans = plans_of(study, faults)
    made = moves(study, world, described(study), faults)
    worlds = cases(study, world, made, faults)
    parties = parties_with(plans.values())
    named = tuple(case.name for case in worlds)
    talks = negotiation_of(study, faults)
    options = replace(
        options,
        split=split_of(study, named, parties, faults),
        peace=peace,
        negotiation=talks,
        lines=tuple(plans.values()),
    )
    game = game_of(study, world, peace, named, faults)
    worlds += entrants(game, made, worlds[0], faults) if game else ()
    scope = Scope(study, world, worlds, sampled, options.split, peace, game, talks, parties)
    given = _expressions(study, options, [written.move for written in made.values()])
    for expression in given + (game.expressions if game else []):
        for reference in expression.references():
            assumptions_in(scope, reference, faults)
    study = replace(study, quantities=_quantities(study, faults))
    check_ranges(study, made, sampled, faults)
    check_seats(study, talks, sampled, faults)
    check_plans(study, options, sampled, faults)
    claims = [bound for one in study.claims.values() if (bound := claim(scope, one, faults))]
    forecasts = [found for event in study.hindsight if (found := forecast(scope, event, faults))]
    _report(scope, worlds)
    _shares(scope)
    _settlements(scope)
    _strategy(scope)
    faults.raise_any()
    return Problem(
        study,
        world,
        options,
        sampled,
        worlds,
        tuple(scope.cells.values()),
        tuple(claims),
        game,
        tuple(forecasts),
    )


def _quantities(study: Study, faults: Faults) -> dict[str, NamedQuantity]:
    """Return the study's quantities, each in the unit that it declares."""

    def unit_of(reference: Reference) -> str:
        return unit_in(study, reference)

    return {
        name: replace(
            one, expression=settle(one.expression, unit_of, faults, one.unit if one.unit != "1" else "")
        )
        for name, one in study.quantities.items()
    }


def _expressions(study: Study, options: WorldOptions, moves: list[Move]) -> list[Expression]:
    """Return every expression outside claims."""
    found = [quantity.expression for quantity in study.quantities.values()]
    found += [*options.gdp.values(), *options.gas.values(), *options.freight.values()]
    found += options.peace.expressions if options.peace else ()
    found += options.negotiation.expressions if options.negotiation else ()
    if options.seeding:
        found.append(options.seeding.realisation)
    for plan in options.lines:
        found += [*plan.through.values(), *plan.numbers.values()]
    for move in moves:
        for value in vars(move).values():
            found += [
                one
                for one in (value.values() if isinstance(value, dict) else [value])
                if isinstance(one, Expression)
            ]
            found += [value.chosen] if isinstance(value, Variant) else []
    return found


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
            scope.cell(OUTCOMES["value_now"], (power, player, MAIN))
            scope.cell(OUTCOMES["value_barred"], (power, player, MAIN))
    for power in game.powers:
        for name in ("enters_now", "enters", "is_first", "entry_pays", "deterrence_cost", "moving_cost"):
            scope.cell(OUTCOMES[name], (power, MAIN))
        for year in game.labels("years_on"):
            scope.cell(OUTCOMES["entered_by"], (power, year, MAIN))
    scope.cell(OUTCOMES["first_entry"], (MAIN,))
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
            for party in scope.parties:
                scope.cell(OUTCOMES["gas_value"], (party, case.name))
