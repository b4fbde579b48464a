"""Who gets what of the gas lines: the coalitions' values from their worlds, and two ways to divide them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..domain import Problem
from ..values import Values
from .nucleolus import nucleolus
from .options import SplitOption
from .outcomes import Shares
from .projects import value
from .shapley import shapley


def shares(problem: Problem, values: Values, count: int) -> dict[str, np.ndarray]:
    """Return the shares that a problem names, `[draw]` each; NaN where a project's world is not solved."""
    option, cells = problem.of(SplitOption), problem.cells_of("split")
    if option is None or not cells:
        return {}
    found = divided(option, values, count)
    return {
        cell.name: problem.outcome(cell.outcome).function(found)[:, option.parties.index(cell.labels[0])]
        for cell in cells
    }


def divided(split: SplitOption, values: Values, count: int) -> Shares:
    """Return what each party gets by each rule, `[draw, party of the split]`; NaN where unsolved.

    A project is worth what it changes for the parties whose consent it needs (`gas_value` of its world); a
    coalition that holds the consents does its best set of projects.
    """
    worth = np.stack(
        [
            sum((values[f"gas_value[{party},{world}]"] for party in project.needs), np.zeros(count))
            for project, world in zip(split.projects, split.worlds, strict=True)
        ],
        axis=-1,
    )
    known = np.isfinite(worth).all(-1)
    v = value(split.parties, split.projects, np.where(known[:, None], worth, 0.0))
    if split.council:
        asked = tuple(
            replace(project, needs=(*project.needs, split.council))
            if project.name in split.council_projects
            else project
            for project in split.projects
        )
        with_consent = value(split.parties, asked, np.where(known[:, None], worth, 0.0))
        needed = np.asarray(values[split.variant]) == split.needed_at
        v = np.where(needed[:, None], with_consent, v)
    return Shares(*(np.where(known[:, None], one, np.nan) for one in (shapley(v), nucleolus(v))))
