"""The flip of every claim: the nearest point to the centre at which it turns, found for all claims at once.

The distance is the reliability index of Hasofer and Lind (1974, Journal of the Engineering Mechanics Division
100:111-121). In each round every claim says which points it wants to know next, all are computed in one call of
the models, and the last round runs the models once more at each point that will be told.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..bind.records import Problem
from ..chance.copula import Copula
from .batch import Evaluate
from .draws import Draws
from .flip_about import variants
from .flip_hunt import Hunt
from .flip_limits import ROUND, Limits
from .flip_scan import Scan
from .flip_space import Space
from .grounds import Flip
from .records import NOT_MODELLED, RESTATES, Verdict
from .table import Table

NARROWED = 2
"""Calls in which turns along one assumption are narrowed down."""


@dataclass(frozen=True)
class Flips:
    """The flips of some claims, and what they cost."""

    of: Mapping[str, tuple[Flip, ...]]
    points: int
    """At which the models were run."""
    calls: int
    seconds: float


def flips(
    problem: Problem,
    verdicts: Mapping[str, Verdict],
    evaluate: Evaluate,
    table: Table,
    sample: Draws,
    *,
    budget: int,
    only: Collection[str] = (),
) -> Flips:
    """Return the flip of each claim that has a verdict, or of `only` some: as near as the budget allows.

    Claims that restate an assumption have a break-even, which is exact, and no flip. The number of calls of the
    models depends on the budget alone, not on the number of claims.
    """
    begun = time.monotonic()
    claims = [one for one in problem.claims if _wanted(verdicts[one.id], only)]
    if not claims:
        return Flips({}, 0, 0, 0.0)
    order = [column.name for column in problem.columns]
    space = Space(problem.columns, Copula.of(order, problem.correlations))
    dims = _probed(space, [verdicts[one.id] for one in claims], budget)
    hunt = Hunt(Limits(problem, space, claims, evaluate), Scan.of(space, dims, budget))
    for claim in claims:
        hunt.begin(claim, verdicts[claim.id], table, sample)
    for _ in range(NARROWED if len(hunt.scan.near) > 1 else 0):
        hunt.narrow()
    hunt.expect()
    proof = -(-2 * hunt.count // ROUND)
    rounds = max(1, budget // ROUND - hunt.limits.calls - proof)
    for number in range(rounds):
        hunt.advance(with_variants=number >= rounds * 2 // 3)
    found = hunt.told()
    return Flips(found, hunt.limits.points, hunt.limits.calls, time.monotonic() - begun)


def _wanted(verdict: Verdict, only: Collection[str]) -> bool:
    return verdict.word not in (RESTATES, NOT_MODELLED) and (not only or verdict.claim in only)


def _probed(space: Space, verdicts: Sequence[Verdict], budget: int) -> np.ndarray:
    """Return the dimensions whose slopes are taken at the centre: all, or those that draws say matter most."""
    most = max(budget // 2, ROUND) - 1 - sum(len(variants(space, one.name)) for one in space.choices)
    if len(space.moving) <= most:
        return np.arange(len(space.moving))
    index = dict.fromkeys(space.place, 0.0)
    for verdict in verdicts:
        for driver in verdict.drivers:
            if driver.column in index:
                index[driver.column] = max(index[driver.column], driver.index)
    ranked = sorted(index, key=lambda name: -index[name])[:most]
    return np.array(sorted(space.place[name] for name in ranked), dtype=np.int64)
