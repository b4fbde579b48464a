"""Whether each claim holds in each draw, and by how much, as columns."""

from __future__ import annotations

import numpy as np

from ..domains.columns import named
from ..domains.domain import Problem
from ..runs.table import Table
from ..runs.truth import judged_in

HOLDS, MARGIN = "holds[{}]", "margin[{}]"
"""Names of the two columns of a claim: 1 where it holds, 0 where not; above 0 by how much."""


def claim_columns(problem: Problem) -> tuple[str, ...]:
    """Return the names of the claims' columns: only claims that a model decides have them."""
    return tuple(form.format(one.id) for one in problem.claims for form in (HOLDS, MARGIN))


def claims(problem: Problem, table: Table, draws: int) -> dict[str, np.ndarray]:
    """Return the claims' columns over the draws of a table, `[draw]` each; NaN where unknown."""
    found: dict[str, np.ndarray] = {}
    for one in problem.claims:
        assert one.claim.holds is not None
        recorded = table.read(sorted(set(named(problem, one.cells, one.claim.holds))))
        judged = judged_in(problem, one, recorded, draws)
        found[HOLDS.format(one.id)] = judged.as_numbers
        found[MARGIN.format(one.id)] = np.where(judged.truth < 0, np.nan, judged.margin)
    return found
