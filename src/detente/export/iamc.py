"""Outcomes and verdicts in the long format of the Integrated Assessment Modeling Consortium, which pyam reads.

Columns model, scenario, region, variable, unit, year, value (Huppmann et al. 2021, Open Research Europe 1:74).
A scenario is a world of the study, or a play of its game; a variable is an outcome, its labels but the
region's, and a quantile over the draws.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..domains.domain import WORLD, Problem
from ..domains.recorded import PERCENTS
from ..domains.records import OutcomeCell
from .codebook import Row
from .given import Given

REGIONS = ("economy", "market", "party", "sharer", "player", "power")
"""Axes that may be the region: the first of them that an outcome has."""
SCENARIOS = (WORLD, "play")
EVERYWHERE = "World"
YEARS_ON = "years_on"
BAR = "|"
OF_CLAIMS = {
    "share": ("share",),
    "interval low": ("interval", "low"),
    "interval high": ("interval", "high"),
    "unknown": ("unknown",),
}
"""What is told of each claim, and where the verdict has it."""


def iamc(given: Given) -> list[Row]:
    """Return a row a number: mean and quantiles of each outcome, share and interval of each claim.

    What no draw knows is left out. Raises RunError where the study that was run is not at hand.
    """
    problem = given.bound()
    model = f"detente {given.versions.get('detente', '')}".strip()
    return [{"model": model, **row} for row in (*_outcomes(problem, given), *_claims(problem, given))]


def _outcomes(problem: Problem, given: Given) -> Iterator[Row]:
    """Yield the rows of every recorded outcome."""
    cells = [cell for cell in problem.cells if cell.name in given.table.stored]
    means = given.table.means([cell.name for cell in cells])
    for cell in cells:
        known = given.table.quantiles(cell.name, PERCENTS)
        told = {f"{percent:.1f}th Percentile": known[percent] for percent in PERCENTS}
        for what, value in {"Mean": means[cell.name], **told}.items():
            if math.isfinite(value):
                yield _row(problem, cell, what, value)


def _row(problem: Problem, cell: OutcomeCell, what: str, value: float) -> Row:
    """Return one number of an outcome."""
    labels = cell.places
    region = next((labels.pop(axis) for axis in REGIONS if axis in labels), EVERYWHERE)
    scenario = [labels.pop(axis) for axis in SCENARIOS if axis in labels]
    on = int(labels.pop(YEARS_ON, 0))
    return {
        "scenario": BAR.join((problem.study.id, *scenario)),
        "region": region,
        "variable": BAR.join((cell.outcome, *labels.values(), what)),
        "unit": cell.unit,
        "year": problem.study.as_of.year + on,
        "value": value,
    }


def _claims(problem: Problem, given: Given) -> Iterator[Row]:
    """Yield the rows of every claim that has a share."""
    for name, told in given.verdicts.items():
        for what, way in OF_CLAIMS.items():
            value = told
            for step in way:
                value = value[step] if value is not None else None
            if value is not None and told["share"] is not None:
                yield {
                    "scenario": problem.study.id,
                    "region": EVERYWHERE,
                    "variable": BAR.join(("claim", name, what)),
                    "unit": "share",
                    "year": problem.study.as_of.year,
                    "value": value,
                }
