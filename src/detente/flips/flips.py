"""The flip of every claim: the nearest point to the centre at which it turns, sought for all claims side by side.

The distance is the reliability index of Hasofer and Lind (1974, Journal of the Engineering Mechanics Division
100:111-121). The draws tell, for nothing, how margins move; every round is one call of the models, at the points
that all claims want to know next, each as it would be told.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np

from ..audit.reasons import Flip
from ..audit.records import NOT_MODELLED, RESTATES, Verdict
from ..chance.copula import Copula
from ..domains.domain import BoundClaim, Problem
from ..runs.batch import Evaluate
from ..runs.draws import Draws
from ..runs.table import Table
from .nearest import ways
from .search import GAIN, Search
from .space import Space
from .told import switched, told, unsolved
from .tried import ROUND, Drawn, Tried

MATTERS = 0.1
"""Part of a margin that a variant must change at the centre for the flip to be sought under it, too."""
KEPT = 12, 40, 4
"""Assumptions in which a start from a draw differs from the centre."""
SCREENED = 48
"""Assumptions, of those that tell most in the draws, that a search moves."""
STEP = 0.5
"""Standard deviations that single assumptions are moved at first."""
PATIENCE, USUAL, IDLE = 32, 1_280, 2
"""Points that may bring nothing nearer before a search has settled, the budget for which that is so, and rounds."""


SLOWER = 3
"""Points that brought nothing nearer after which a search gets half of the room of one that has just gained."""


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
    models depends on the budget and on when all searches have settled, not on the number of claims.
    """
    begun = time.monotonic()
    claims = [
        one
        for one in problem.claims
        if verdicts[one.id].word not in (RESTATES, NOT_MODELLED) and (not only or one.id in only)
    ]
    if not claims:
        return Flips({}, 0, 0, 0.0)
    order = [column.name for column in problem.columns]
    space = Space(problem.columns, Copula.of(order, problem.correlations))
    tried = Tried(problem, space, claims, evaluate)
    drawn = Drawn(problem, space, table, sample)
    told_by = {one.id: drawn.slopes(one) for one in claims}
    _begin(tried, np.max([_tells(slopes) for slopes, _ in told_by.values()], axis=0))
    searches = {one.id: _searches(tried, drawn, one, *told_by[one.id]) for one in claims}
    patience = PATIENCE * max(1, round(budget / USUAL))
    while tried.calls < max(2, budget // ROUND) and _advance(tried, searches, patience):
        pass
    found = {name: _told(tried, name, some) for name, some in searches.items()}
    return Flips(found, len(tried.at), tried.calls, time.monotonic() - begun)


def _begin(tried: Tried, tells: np.ndarray) -> None:
    """Run the models at the centre, at its other variants, and beside it along assumptions that tell most."""
    space = tried.space
    nothing = np.zeros(len(space.moving))
    points = [(nothing, space.likeliest)]
    points += [(nothing, space.likeliest | {one.name: place}) for one, place in space.others]
    beside = (
        np.eye(len(nothing))[np.argsort(-tells, kind="stable")[: max(ROUND - len(points), 0) // 2]] * STEP
    )
    points += [(one, space.likeliest) for one in (*beside, *-beside)]
    for start in range(0, len(points), ROUND):
        tried.run(points[start : start + ROUND])


def _tells(slopes: np.ndarray) -> np.ndarray:
    """Return how much each assumption tells, as a share, of the comparison that it tells most of."""
    return np.asarray(
        (np.abs(slopes) / np.maximum(np.linalg.norm(slopes, axis=1), 1e-300)[:, None]).max(axis=0)
    )


def _searches(
    tried: Tried, drawn: Drawn, claim: BoundClaim, slopes: np.ndarray, spread: np.ndarray
) -> list[Search]:
    """Return a claim's searches: at the likeliest variants, and at each other one that moves its margins."""
    its, holds, space = tried.of[claim.id], claim.claim.holds, tried.space
    if its.truth[0] < 0 or holds is None:
        return []
    drawn_as = drawn.judged(claim)
    order = np.argsort(-_tells(slopes), kind="stable")
    slopes[:, order[SCREENED:]] = spread[:, order[SCREENED:]] = 0.0
    turned = drawn_as.truth == 1 - its.truth[0]
    at, margin = drawn.at[turned], drawn_as.margin[turned]
    part = its.margin[0] / (its.margin[0] - margin)
    starts: list[np.ndarray] = []
    for count in KEPT if len(at) else ():
        few = order[:count]
        far = np.linalg.norm(at[:, few], axis=1)
        for size in (far * part, far):
            one = at[np.nanargmin(size)]
            starts.append(np.where(np.isin(np.arange(len(one)), few), one, 0.0))
    turns = ways(holds.tree, its.truth[0] == 0)
    found = [Search(tried, claim.id, space.likeliest, turns, slopes, spread, 0, starts)]
    for row, (choice, place) in enumerate(space.others, 1):
        moved = np.abs(its.margins[row] - its.margins[0]) > MATTERS * np.maximum(np.abs(its.margins[0]), 1e-9)
        if its.truth[row] == its.truth[0] and moved.any():
            variants = space.likeliest | {choice.name: place}
            found.append(Search(tried, claim.id, variants, turns, slopes, spread, row))
    return found


def _advance(tried: Tried, searches: Mapping[str, list[Search]], patience: int) -> bool:
    """Let every search that has not settled ask for points, and run the models at the first; False if none does."""
    asked: list[tuple[float, Search, np.ndarray]] = []
    for some in searches.values():
        for one in some:
            if one.since <= patience or one.idle < IDLE:
                others = [other.best for other in some if other is not one]
                one.hints = [tried.at[row] for row in others if row is not None]
                slow = 1 + one.since / SLOWER
                wanted = islice(one.propose(), ROUND // 2)
                asked += [(slow * place, one, point) for place, point in enumerate(wanted)]
    asked.sort(key=lambda one: one[0])
    if asked:
        every = [one for some in searches.values() for one in some]
        before = [one.distance for one in every]
        for _, one, point in asked[:ROUND]:
            one.known.add(point.tobytes())
            one.since += 1
        tried.run([(point, one.variants) for _, one, point in asked[:ROUND]])
        for one, old in zip(every, before, strict=True):
            gained = one.distance < GAIN * old
            one.since, one.idle = (0, 0) if gained else (one.since, one.idle + 1)
    return bool(asked)


def _told(tried: Tried, claim: str, searches: list[Search]) -> tuple[Flip, ...]:
    """Return the flips of a claim, also those where a variant alone turns it, all numbers at the centre."""
    if not searches:
        return (unsolved(),)
    its, found = tried.of[claim], [told(one) for one in searches]
    for row, (choice, place) in enumerate(tried.space.others, 1):
        if its.truth[row] == 1 - its.truth[0]:
            found.append(switched(tried.space, choice, place, its.truth[0] == 0, float(its.margin[row])))
    return tuple(found)
