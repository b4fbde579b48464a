"""A run's draws as one xarray Dataset, each axis named: economy, partner, industry, world."""

from __future__ import annotations

from collections.abc import Collection
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from ..domains.columns import label
from ..domains.domain import WORLD, Problem, diagnostics_of
from ..domains.records import Column, OutcomeCell
from ..ground.faults import RunError, did_you_mean
from ..runs.batch import DRAW
from ..study.syntax import margin as unit_of
from .claims import HOLDS, MARGIN, claims
from .given import Given

if TYPE_CHECKING:
    from xarray import Dataset

Variable = tuple[tuple[str, ...], np.ndarray, dict[str, Any]]
"""Axes, values, and what is known of them."""
CLAIM = "claim"
MEND = "name some of them: `dataset(['real_income'])`"


def dataset(given: Given, names: Collection[str] | None = None) -> Dataset:
    """Return assumptions, outcomes, endings and claims over `draw` and axes with labels; NaN where not recorded.

    An assumption of several numbers has an axis of its own, `NAME_part`; a choice holds the place of its variant,
    which `flag_meanings` names. `names` keeps some assumptions and outcomes, and leaves out the rest.
    """
    from xarray import Dataset

    problem = given.bound()
    parts: dict[str, list[Column]] = {}
    for column in problem.columns:
        parts.setdefault(column.assumption, []).append(column)
    cells: dict[str, list[OutcomeCell]] = {}
    for cell in problem.cells:
        cells.setdefault(cell.outcome, []).append(cell)
    for name in names or ():
        if name not in parts and name not in cells:
            raise RunError(
                f"the run has no assumption or outcome '{name}'; {did_you_mean(name, [*parts, *cells])}"
            )
    if names is not None:
        parts = {name: found for name, found in parts.items() if name in names}
        cells = {name: found for name, found in cells.items() if name in names}
    axes = _labels(problem, cells, endings=names is None)
    sizes = [prod(len(axes[axis]) for axis in some[0].dims) for some in cells.values()]
    given.within(sum(sizes) + sum(map(len, parts.values())), MEND)
    variables: dict[str, Variable] = {}
    for name, some in parts.items():
        axis, found = _assumption(given, name, some)
        axes |= axis
        variables[_free(problem, name, (*axes, *cells, *variables))] = found
    variables |= {name: _outcome(given, name, found, axes) for name, found in cells.items()}
    if names is None:
        variables |= _endings(given, axes) | _claims(problem, given, axes)
    coords = {
        DRAW: np.arange(given.table.draws),
        **{axis: list(labels) for axis, labels in axes.items() if labels},
    }
    return Dataset(variables, coords=coords, attrs=_about(problem, given))


def _labels(
    problem: Problem, cells: dict[str, list[OutcomeCell]], *, endings: bool
) -> dict[str, tuple[str, ...]]:
    """Return the labels of each axis in the order in which cells name them; worlds in the study's."""
    found: dict[str, dict[str, None]] = {}
    for some in cells.values():
        for cell in some:
            for axis, one in cell.places.items():
                found.setdefault(axis, {})[one] = None
    worlds = [case.name for case in problem.cases if endings or case.name in found.get(WORLD, ())]
    order = {WORLD: worlds, "economy": problem.world.economies, "industry": problem.world.industries}
    labels = {
        axis: tuple(sorted(names, key=list(order.get(axis, names)).index)) for axis, names in found.items()
    }
    return labels | ({WORLD: tuple(worlds)} if worlds else {})


def _assumption(given: Given, name: str, some: list[Column]) -> tuple[dict[str, tuple[str, ...]], Variable]:
    """Return an assumption over the draws, and the axis of its parts where it has several."""
    read = given.table.read([column.name for column in some])
    first, law = some[0], given.laws[some[0].name]
    units = {column.unit for column in some}
    about: dict[str, Any] = {
        "long_name": first.meaning if len(some) == 1 else first.meaning.partition(":")[0],
        "units": units.pop() if len(units) == 1 else "see the table columns",
        "source": first.source,
        "drawn_from": law.words(first.unit) if law and len(some) == 1 else "",
    }
    if law and law.variants:
        about |= {"flag_values": list(range(len(law.variants))), "flag_meanings": " ".join(law.variants)}
    if len(some) == 1 and first.name == name:
        return {}, ((DRAW,), read[first.name], about)
    axis = f"{name}_part"
    values = np.stack([read[column.name] for column in some], axis=-1)
    return {axis: tuple(label(column.name) for column in some)}, ((DRAW, axis), values, about)


def _outcome(given: Given, name: str, cells: list[OutcomeCell], axes: dict[str, tuple[str, ...]]) -> Variable:
    """Return an outcome over the draws and its axes."""
    own = cells[0].dims
    found = np.full((given.table.draws, *(len(axes[axis]) for axis in own)), np.nan)
    read = given.table.read([cell.name for cell in cells if cell.name in given.table.stored])
    for cell in cells:
        if cell.name in read:
            place: Any = [axes[axis].index(one) for axis, one in cell.places.items()]
            found[:, *place] = read[cell.name]
    meaning = given.bound().outcome(name).meaning
    about = {"long_name": meaning, "units": cells[0].unit, "source": f"model of {cells[0].domain}"}
    return (DRAW, *own), found, about


def _endings(given: Given, axes: dict[str, tuple[str, ...]]) -> dict[str, Variable]:
    """Return how each world's solves ended."""
    found: dict[str, Variable] = {}
    for what, (_, statuses) in diagnostics_of(given.bound().domains).items():
        if statuses is None:
            continue
        names = [f"{what}[{world}]" for world in axes.get(WORLD, ())]
        if not set(names) & set(given.table.stored):
            continue
        read = given.table.read([name for name in names if name in given.table.stored])
        none = np.full(given.table.draws, np.nan)
        values = np.stack([read.get(name, none) for name in names], axis=-1)
        meanings = " ".join(one.brief.replace(" ", "_") for one in statuses)
        about = {"flag_values": list(map(int, statuses)), "flag_meanings": meanings}
        found[what] = ((DRAW, WORLD), values, about)
    return found


def _claims(problem: Problem, given: Given, axes: dict[str, tuple[str, ...]]) -> dict[str, Variable]:
    """Return whether each claim holds in each draw, and by how much."""
    if not problem.claims:
        return {}
    axes[CLAIM] = tuple(one.id for one in problem.claims)
    read = claims(problem, given.table, given.table.draws)
    holds, margin = (
        np.stack([read[form.format(one)] for one in axes[CLAIM]], axis=-1) for form in (HOLDS, MARGIN)
    )
    says = {"long_name": "1 where the claim holds, 0 where not, NaN where unknown"}
    units = [unit_of(one.claim.holds.tree) if one.claim.holds else "" for one in problem.claims]
    by_claim = "; ".join(f"{name}: {unit or '1'}" for name, unit in zip(axes[CLAIM], units, strict=True))
    about = {"long_name": "above 0 where the claim holds", "units_by_claim": by_claim}
    return {"holds": ((DRAW, CLAIM), holds, says), "margin": ((DRAW, CLAIM), margin, about)}


def _free(problem: Problem, name: str, taken: Collection[str]) -> str:
    """Return a name for an assumption that nothing else has."""
    reserved = {DRAW, CLAIM, "holds", "margin", *diagnostics_of(problem.domains), *taken}
    return name if name not in reserved else _free(problem, f"{name}_assumed", taken)


def _about(problem: Problem, given: Given) -> dict[str, Any]:
    """Return what the whole is of."""
    study = problem.study
    return {
        "study": study.id,
        "title": study.question,
        "as_of": study.as_of.isoformat(),
        "seed": given.seed,
        "source": f"detente {given.versions.get('detente', '')}".strip(),
    }
