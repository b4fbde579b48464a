"""Bind a study: every name looked up, every fault found, nothing computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..domains.entry.entrants import entrants
from ..domains.entry.options import game_of
from ..domains.entry.records import AXES as STRATEGIC
from ..domains.gas.described import check as check_plans
from ..domains.gas.described import described, plans_of
from ..domains.gas.facts import parties_with
from ..domains.move import Move, Variant, Written
from ..domains.negotiation.options import negotiation_of
from ..domains.negotiation.seat_ranges import check as check_seats
from ..domains.outcomes import OUTCOMES
from ..domains.peace.options import peace_of
from ..domains.problem import Column, Problem
from ..domains.ranges import check as check_ranges
from ..domains.split.options import split_of
from ..domains.switches import without
from ..ground.faults import meant
from ..study.expression import Expression
from ..study.faults import Faults
from ..study.records import NamedQuantity, Study
from ..study.settle import derived, settle
from .cases import cases
from .claims import Scope, assumptions_in, claim, forecast
from .columns import columns
from .correlations import correlations_of
from .moves import moves
from .options import WorldOptions
from .recorded import record
from .worlds import OPTIONS, options_of, world_of

PLAYED = {*STRATEGIC, "world"}
"""Kinds of names that a game gives."""


def bind(study: Study) -> Problem:
    """Resolve a study against what exists. Raises StudyError with all faults, reading's and binding's."""
    faults, study = Faults(study.faults, study.unread), derived(study)
    _no_outcomes(study, faults)
    faults.doubted |= _misspelt(study)
    world = world_of(study, faults)
    if world is None:
        faults.raise_any()
        raise AssertionError("a world without a fault is there")
    with faults.doubting("schedule", "weights"):
        peace = peace_of(study, faults)
    sampled = columns(study, world, faults, peace)
    together, lapsed = correlations_of(study, sampled, faults)
    options = options_of(study, world, faults)
    for actor in study.actors.values():
        if actor.economy:
            faults.known(actor.economy, world.economies, "economy")
    plans = plans_of(study, faults)
    made = moves(study, world, described(study), faults)
    worlds = cases(study, world, made, faults)
    parties, named = parties_with(plans.values()), tuple(case.name for case in worlds)
    with faults.doubting("issue"):
        talks = negotiation_of(study, faults)
    with faults.doubting("sharer"):
        split = split_of(study, named, parties, faults)
    options = replace(options, split=split, peace=peace, negotiation=talks, lines=tuple(plans.values()))
    with faults.doubting(*PLAYED):
        game = game_of(study, world, peace, worlds, faults)
    faults.doubted |= PLAYED if "schedule" in faults.doubted else set()
    worlds += entrants(game, made, worlds[0], faults) if game else ()
    scope = Scope(study, world, worlds, sampled, options.split, peace, game, talks, parties)
    _rest_on_assumptions(scope, options, made, faults)
    study = replace(study, quantities=_quantities(study, faults))
    _check(study, made, options, sampled, faults)
    claims = [bound for one in study.claims.values() if (bound := claim(scope, one, faults))]
    forecasts = [found for event in study.hindsight if (found := forecast(scope, event, faults))]
    record(scope, worlds)
    off = [str(node.value) for node in study.without if faults.known(node, study.moves, "move")]
    faults.raise_any()
    problem = Problem(
        study,
        world,
        options,
        sampled,
        worlds,
        tuple(scope.cells.values()),
        tuple(claims),
        game,
        tuple(forecasts),
        *(together, lapsed),
    )
    return without(problem, off)


def _misspelt(study: Study) -> set[str]:
    """Return the kinds of names that are not there because a key is misspelt, and has its fault."""
    options = study.settings.get("options")
    lost = meant(options.value, OPTIONS) if options and isinstance(options.value, dict) else set()
    lost |= set(OPTIONS if "options" in study.misspelt else ())
    kinds = {"peace": {"schedule", "weights", *PLAYED}, "negotiation": {"issue"}, "split": {"sharer"}}
    parts = {"game": PLAYED, "moves": {"move", "world with a gas line"}, "worlds": {"world"}}
    found = [kinds.get(one, set()) for one in lost] + [parts.get(one, set()) for one in study.misspelt]
    return set[str]().union(*found)


def _no_outcomes(study: Study, faults: Faults) -> None:
    """Add a fault for each name of the study's own that an outcome has; what refers to it gets none."""
    for part, what in ((study.assumptions, "assumption"), (study.quantities, "quantity")):
        for name in [name for name in part if name in OUTCOMES]:
            faults.add(part[name].place, f"'{name}' is the name of an outcome", f"rename the {what}")
            faults.unread.add(name)


def _check(
    study: Study,
    made: Mapping[str, Written],
    options: WorldOptions,
    sampled: tuple[Column, ...],
    faults: Faults,
) -> None:
    """Add a fault for each number that makes no sense with the assumptions at their middle."""
    check_ranges(study, made, options, sampled, faults)
    check_seats(study, options.negotiation, sampled, faults)
    check_plans(study, options, sampled, faults)


def _rest_on_assumptions(
    scope: Scope, options: WorldOptions, made: Mapping[str, Written], faults: Faults
) -> None:
    """Add a fault for each name outside claims that is no assumption."""
    given = _expressions(scope.study, options, [written.move for written in made.values()])
    for expression in given + (scope.game.expressions if scope.game else []):
        for reference in expression.references():
            assumptions_in(scope, reference, faults)


def _quantities(study: Study, faults: Faults) -> dict[str, NamedQuantity]:
    """Return the study's quantities, each in the unit that it declares."""
    return {
        name: replace(
            one, expression=settle(one.expression, study, faults, one.unit if one.unit_known else "")
        )
        for name, one in study.quantities.items()
    }


def _expressions(study: Study, options: WorldOptions, moves: list[Move]) -> list[Expression]:
    """Return every expression outside claims."""
    found = [quantity.expression for quantity in study.quantities.values()]
    found += options.peace.expressions if options.peace else ()
    found += options.negotiation.expressions if options.negotiation else ()
    return found + of_worlds(options, moves)


def of_worlds(options: WorldOptions, moves: Iterable[Move]) -> list[Expression]:
    """Return every expression that decides what a world is: its facts, its lines, the moves made in it."""
    found = [*options.gdp.values(), *options.gas.values(), *options.freight.values()]
    found += [one for sides in options.trade.values() for one in sides.values()]
    if options.seeding:
        found.append(options.seeding.realisation)
    if options.input_substitution:
        found.append(options.input_substitution)
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
