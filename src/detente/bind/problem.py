"""Bind a study: every name looked up, every fault found, nothing computed."""

from __future__ import annotations

from dataclasses import replace

from ..domains import table
from ..domains.domain import Domain, Problem, Reading, ordered, outcomes_of
from ..domains.middle import middles
from ..domains.move import expressions_in
from ..domains.ranges import check
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
from .worlds import world_of


def bind(study: Study) -> Problem:
    """Resolve a study against what exists. Raises StudyError with all faults, reading's and binding's."""
    faults, study, domains = Faults(study.faults, study.unread), derived(study), table.DOMAINS
    _no_outcomes(study, domains, faults)
    faults.doubted |= _misspelt(study, domains)
    world = world_of(study, faults)
    if world is None:
        faults.raise_any()
        raise AssertionError("a world without a fault is there")
    reading = Reading(study, world, faults, domains=domains)
    _options_known(reading)
    _read(reading, reads_worlds=False)
    for actor in study.actors.values():
        if actor.economy:
            faults.known(actor.economy, world.economies, "economy")
    reading.made = moves(reading)
    reading.cases = cases(reading)
    _read(reading, reads_worlds=True)
    for domain in domains:
        if (option := reading.options.get(domain.name)) is not None:
            reading.cases += domain.cases(option, reading)
    reading.columns = columns(reading)
    together, lapsed = correlations_of(study, reading.columns, faults)
    scope = Scope(reading)
    _rest_on_assumptions(scope)
    scope.study = reading.study = study = replace(study, quantities=_quantities(study, faults))
    _check(reading)
    claims = [bound for one in study.claims.values() if (bound := claim(scope, one, faults))]
    forecasts = [found for event in study.hindsight if (found := forecast(scope, event, faults))]
    scope.record()
    off = [str(node.value) for node in study.without if faults.known(node, study.moves, "move")]
    faults.raise_any()
    problem = Problem(
        study,
        world,
        reading.options,
        reading.columns,
        reading.cases,
        tuple(scope.cells.values()),
        tuple(claims),
        tuple(forecasts),
        together,
        lapsed,
        domains,
        reading.axes(),
    )
    return without(problem, off)


def _read(reading: Reading, reads_worlds: bool) -> None:
    """Have domains read their options: those that name worlds of the study, or the others."""
    for domain in ordered(reading.domains):
        if domain.reads_worlds == reads_worlds:
            with reading.faults.doubting(*domain.axes):
                reading.options[domain.name] = domain.read(reading)
            if any(axis in reading.faults.doubted for axis in _axes_taken(domain, reading)):
                reading.faults.doubted |= set(domain.axes)


def _axes_taken(domain: Domain, reading: Reading) -> list[str]:
    return [axis for one in reading.domains if one.name in domain.takes for axis in one.axes]


def _options_known(reading: Reading) -> None:
    """Add a fault for each option that no domain reads."""
    node = reading.study.settings.get("options")
    if node:
        reading.faults.table_of(node)
        reading.faults.keys(node, _options(reading.domains), "`options`")


def _options(domains: tuple[Domain, ...]) -> tuple[str, ...]:
    return tuple(name for domain in domains for name in domain.options)


def _misspelt(study: Study, domains: tuple[Domain, ...]) -> set[str]:
    """Return the kinds of names that are not there because a key is misspelt, and has its fault."""
    options, every = study.settings.get("options"), _options(domains)
    lost = meant(options.value, every) if options and isinstance(options.value, dict) else set()
    lost |= set(every if "options" in study.misspelt else ())
    parts = {"moves": {"move"}, "worlds": {"world"}}
    found = set[str]().union(*(parts.get(one, set()) for one in study.misspelt))
    for domain in domains:
        if (
            lost & set(domain.options)
            or domain.section in study.misspelt
            or found & set(domain.axes) - {"world"}
        ):
            found |= set(domain.axes)
        if any(found & set(one.axes) for one in domains if one.name in domain.takes):
            found |= set(domain.axes)
    return found


def _no_outcomes(study: Study, domains: tuple[Domain, ...], faults: Faults) -> None:
    """Add a fault for each name of the study's own that an outcome has; what refers to it gets none."""
    for part, what in ((study.assumptions, "assumption"), (study.quantities, "quantity")):
        for name in [name for name in part if name in outcomes_of(domains)]:
            faults.add(part[name].place, f"'{name}' is the name of an outcome", f"rename the {what}")
            faults.unread.add(name)


def _check(reading: Reading) -> None:
    """Add a fault for each number that makes no sense with the assumptions at their middle."""
    value = middles(reading.study, reading.columns)
    check(reading.made, value, reading.faults)
    for domain in reading.domains:
        if (option := reading.options.get(domain.name)) is not None:
            domain.check(option, reading, value)


def _rest_on_assumptions(scope: Scope) -> None:
    """Add a fault for each name outside claims that is no assumption."""
    for expression in _expressions(scope.reading):
        for reference in expression.references():
            assumptions_in(scope, reference, scope.reading.faults)


def _quantities(study: Study, faults: Faults) -> dict[str, NamedQuantity]:
    """Return the study's quantities, each in the unit that it declares."""
    return {
        name: replace(
            one, expression=settle(one.expression, study, faults, one.unit if one.unit_known else "")
        )
        for name, one in study.quantities.items()
    }


def _expressions(reading: Reading) -> list[Expression]:
    """Return every expression outside claims."""
    found = [quantity.expression for quantity in reading.study.quantities.values()]
    for domain in reading.domains:
        if (option := reading.options.get(domain.name)) is not None:
            found += domain.expressions(option)
    return found + [one for written in reading.made.values() for one in expressions_in(written.move)]
