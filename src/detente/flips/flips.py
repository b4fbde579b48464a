"""The flip of every claim: the nearest point to the centre at which it turns, sought for all claims side by side.

The distance is the reliability index of Hasofer and Lind (1974, Journal of the Engineering Mechanics Division
100:111-121). The draws tell, for nothing, how margins move; every round is one call of the models, at the points
that all claims want to know next; in the last round the models are run once more at each point that will be told.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
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
from . import told
from .nearest import ways
from .search import Search
from .space import Space
from .tried import ROUND, Drawn, Point, Tried

MATTERS = 0.1
"""Part of a margin that a variant must change at the centre for the flip to be sought under it, too."""
STEP = 0.5
"""Standard deviations that single assumptions are moved at first."""
KEPT, EACH = (4, 12, 40), 2
"""Assumptions in which a start from a draw differs from the centre, and the draws that are taken for each."""
LATER = 2
"""Points that a claim's own search is given before one under another variant gets any."""

MORE = 4
"""Nearer points yet that are tried for each search with the proof."""


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
    known = {one.id: drawn.truths_and_slopes(one) for one in claims}
    _begin(tried, [slopes for _, slopes, _ in known.values()])
    searches = {one.id: _searches(tried, drawn, one, *known[one.id]) for one in claims}
    proof = -(-2 * sum(map(len, searches.values())) // ROUND)
    for number in range(max(1, budget // ROUND - tried.calls - proof)):
        _advance(tried, searches, first=number == 0)
    found = _told(tried, searches)
    return Flips(found, tried.points, tried.calls, time.monotonic() - begun)


def _begin(tried: Tried, slopes: Sequence[np.ndarray]) -> None:
    """Run the models at the centre, at its other variants, and beside it along assumptions that may tell most."""
    space = tried.space
    nothing = np.zeros(len(space.moving))
    points = [Point(nothing, space.likeliest, {})]
    points += [Point(nothing, space.likeliest | {one.name: place}, {}) for one, place in space.others]
    weight = np.max([_weight(one) for one in slopes], axis=0)
    room = max(ROUND - len(points), 0) // 2
    beside = np.eye(len(nothing))[np.argsort(-weight, kind="stable")[:room]] * STEP
    points += [Point(one, space.likeliest, {}) for one in (*beside, *-beside)]
    for start in range(0, len(points), ROUND):
        tried.run(points[start : start + ROUND])


def _searches(
    tried: Tried, drawn: Drawn, claim: BoundClaim, truth: np.ndarray, slopes: np.ndarray, spread: np.ndarray
) -> list[Search]:
    """Return a claim's searches: at the likeliest variants, and at each other one that moves its margins."""
    its, holds = tried.of[claim.id], claim.claim.holds
    if its.truth[0] < 0 or holds is None:
        return []
    turns, turned = ways(holds.tree, its.truth[0] == 0), drawn.at[truth == 1 - its.truth[0]]
    starts: list[np.ndarray] = []
    for count in KEPT:
        few = np.argsort(-_weight(slopes), kind="stable")[:count]
        near = turned[np.argsort((turned[:, few] ** 2).sum(axis=1), kind="stable")[:EACH]]
        starts += [np.where(np.isin(np.arange(len(one)), few), one, 0.0) for one in near]
    starts.sort(key=lambda one: float(one @ one))
    found = [Search(tried, claim.id, tried.space.likeliest, turns, slopes, spread, 0, tuple(starts))]
    for row, (choice, place) in enumerate(tried.space.others, 1):
        moved = np.abs(its.margins[row] - its.margins[0]) > MATTERS * np.maximum(np.abs(its.margins[0]), 1e-9)
        if its.truth[row] == its.truth[0] and moved.any():
            variants = tried.space.likeliest | {choice.name: place}
            found.append(Search(tried, claim.id, variants, turns, slopes, spread, row, ()))
    return found


def _weight(slopes: np.ndarray) -> np.ndarray:
    """Return how much each dimension tells, as a share, of the comparison that it tells most of."""
    each = np.hypot(*np.split(slopes, 2, axis=1))
    size = np.linalg.norm(each, axis=1, keepdims=True)
    return np.asarray((each / np.where(size > 0, size, 1.0)).max(axis=0, initial=0.0))


def _advance(tried: Tried, searches: Mapping[str, Sequence[Search]], first: bool) -> None:
    """Let every search ask for points, in turn, and run the models once at those that are asked for first."""
    asked: list[tuple[int, Point]] = []
    for some in searches.values():
        for number, one in enumerate(some[:1] if first else some):
            hints = [tried.at[other.best] for other in some if other is not one and other.best is not None]
            slow = 1 if first or one.hopeful else 3
            later = LATER if number else 0
            asked += [
                (slow * place + later, Point(point, one.variants, {}))
                for place, point in enumerate(one.propose(hints))
            ]
    asked.sort(key=lambda one: one[0])
    if asked:
        tried.run([point for _, point in asked[:ROUND]])


def _told(tried: Tried, searches: Mapping[str, Sequence[Search]]) -> dict[str, tuple[Flip, ...]]:
    """Run the models once more at every flip, as it is told and to the last digit, and return those proven.

    What room is left goes to nearer points yet, as they would be told: of those that turn the claim, the nearest is.
    """
    room = ROUND * -(-2 * sum(map(len, searches.values())) // ROUND)
    every = [(one, tried.at[one.best]) for some in searches.values() for one in some if one.best is not None]
    asked = [(one, told.rounded(tried.space, one.variants, point)) for one, point in every]
    asked += [(one, Point(point, one.variants, {})) for one, point in every]
    nearer = [
        [(one, point) for point in islice(one.propose(), MORE)] for some in searches.values() for one in some
    ]
    more = [some[place] for place in range(MORE) for some in nearer if place < len(some)]
    asked += [(one, told.rounded(tried.space, one.variants, point)) for one, point in more][
        : room - len(asked)
    ]
    proven: dict[int, tuple[Point, int]] = {}
    for start in range(0, len(asked), ROUND):
        first = len(tried.at)
        tried.run([point for _, point in asked[start : start + ROUND]])
        for row, (one, point) in enumerate(asked[start : start + ROUND], first):
            known = proven.get(id(one))
            if tried.of[one.claim].truth[row] == 1 - one.truth and (
                not known or np.linalg.norm(point.coordinates) < np.linalg.norm(known[0].coordinates)
            ):
                proven[id(one)] = point, row
    return {
        name: (*(told.told(one, *proven.get(id(one), (None, None))) for one in some), *_switched(tried, name))
        if some
        else (told.unsolved(),)
        for name, some in searches.items()
    }


def _switched(tried: Tried, claim: str) -> Iterator[Flip]:
    """Yield the flips at which a variant alone turns a claim, all numbers at the centre."""
    its = tried.of[claim]
    for row, (choice, place) in enumerate(tried.space.others, 1):
        if its.truth[row] == 1 - its.truth[0]:
            yield told.switched(tried.space, choice, place, its.truth[0] == 0, float(its.margin[row]))
