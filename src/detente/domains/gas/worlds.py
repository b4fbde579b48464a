"""The gas lines of each world against the start world, for a batch of draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ...study.expression import Expression
from ..domain import Problem
from ..move import Move, apply
from ..records import START, Case
from ..values import Values, number_of
from .corridor import CorridorResult, corridor
from .equilibrium import Equilibrium, equilibrium
from .facts import LINES, MARKETS, Gas, load, years_from
from .ledger import ledger
from .moves import OnLine, lines_of
from .options import GasOptions


def corridors(problem: Problem, values: Values, count: int) -> dict[str, np.ndarray]:
    """Return the gas outcomes that a problem names, `[draw]` each; NaN where there is no solution."""
    cells = problem.cells_of("gas")
    if not cells:
        return {}
    compared = built(problem, values, tuple(dict.fromkeys(cell.case for cell in cells)))
    columns = _endings({name: one.solved for name, one in compared.items()}, count)
    axes = {"market": MARKETS, "party": problem.option(GasOptions).parties}
    for cell in cells:
        table = problem.outcome(cell.outcome).function(compared[cell.case].result)
        for axis, label in zip(cell.dims, cell.labels, strict=False):
            table = table[:, axes[axis].index(label)]
        columns[cell.name] = np.broadcast_to(table, (count,)).astype(float)
    return columns


class Built(NamedTuple):
    """The gas world of a case, its equilibrium, and what it changes against the start world."""

    gas: Gas
    solved: Equilibrium
    result: CorridorResult


def built(problem: Problem, values: Values, names: Sequence[str]) -> dict[str, Built]:
    """Solve the gas worlds of some cases; those that differ in price rules alone share their equilibrium."""
    value = number_of(problem, values)
    offered = _offered(problem, values, value)
    cases = {case.name: case for case in problem.cases}
    start = _standing(problem, cases[START], offered, value)
    without = ledger(start)
    solved: dict[tuple[Move, ...], Equilibrium] = {}
    found: dict[str, Built] = {}
    for name in names:
        made = _standing(problem, cases[name], offered, value)
        flows = lines_of(cases[name])
        solved[flows] = solved.get(flows) or equilibrium(made)
        result = corridor(made, start, found=solved[flows], without=without)
        found[name] = Built(made, solved[flows], result)
    return found


def _endings(solved: Mapping[str, Equilibrium], count: int) -> dict[str, np.ndarray]:
    """Return how each world ended, `[draw]` each: a code of the gas model's `Status`, and the place it is about."""
    columns = {}
    for name, found in solved.items():
        columns[f"gas_status[{name}]"] = np.broadcast_to(found.status.code, (count,)).astype(float)
        columns[f"gas_about[{name}]"] = np.broadcast_to(found.status.about, (count,)).astype(float)
    return columns


def _offered(problem: Problem, values: Values, value: Callable[[Expression], Any]) -> Gas:
    """Return the gas world of the draws, with every line that is offered."""
    options = problem.option(GasOptions)
    given: dict[str, Any] = {name: value(one) for name, one in options.numbers.items()}
    if options.facts:
        start = f"{options.facts}["
        given |= {name[len(start) : -1]: values[name] for name in values if name.startswith(start)}
    path, years = None, years_from(problem.study.as_of.year)
    if options.lng_path:
        path = np.stack([_year(values, options.lng_path, year) for year in years], axis=-1)
    return load(given, [*LINES, *(plan.resolved(value) for plan in options.lines)], years, path)


def _year(values: Mapping[str, np.ndarray], path: str, year: int) -> np.ndarray:
    """Return a path's price in a year, or in the nearest year that it has."""
    years = [int(name[len(path) + 1 : -1]) for name in values if name.startswith(f"{path}[")]
    nearest = min(years, key=lambda one: abs(one - year))
    return values[f"{path}[{nearest}]"]


def _standing(problem: Problem, case: Case, offered: Gas, value: Callable[[Expression], Any]) -> Gas:
    """Return the gas world of a case: the lines that it has built, on its terms."""
    moves = [move.resolved(value) for move in case.moves if isinstance(move, OnLine)]
    world = apply(moves, problem.world.with_rules(gas=offered))
    assert world.gas is not None
    return world.gas.with_lines(*(world.gas.line(name) for name in world.built))
