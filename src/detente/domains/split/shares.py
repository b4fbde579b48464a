"""Who gets what of the gas lines: the coalitions' values from their worlds, and two ways to divide them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...bind.options import SplitOption
from ..gas.corridor import CorridorResult
from ..trade.draw import Values
from .nucleolus import nucleolus
from .projects import value
from .shapley import shapley


def divided(
    split: SplitOption, found: dict[str, CorridorResult], values: Values, count: int
) -> dict[str, np.ndarray]:
    """Return the Shapley value and the nucleolus by outcome, `[draw, party of the split]`; NaN where unsolved.

    A project is worth what it changes for the parties whose consent it needs; a coalition that holds the
    consents does its best set of projects.
    """
    worth = np.stack(
        [
            sum(_of(found[world], party, count) for party in project.needs)
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
    tables = {"shapley": shapley(v), "nucleolus": nucleolus(v)}
    return {name: np.where(known[:, None], table, np.nan) for name, table in tables.items()}


def _of(found: CorridorResult, party: str, count: int) -> np.ndarray:
    return np.broadcast_to(found.npv[:, found.parties.index(party)], (count,))
