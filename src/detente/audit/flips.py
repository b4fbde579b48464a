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

from ..bind.records import BoundClaim, Problem
from . import flip_told
from .batch import Evaluate
from .copula import Copula
from .draws import Draws
from .flip_limits import ROUND, Limit, Limits, Point
from .flip_nearest import Linear
from .flip_search import Search, Tried
from .flip_space import Space
from .flip_starts import deciding, slopes, starts
from .flip_told import Proof
from .flip_ways import ways
from .grounds import Flip
from .records import NOT_MODELLED, RESTATES, Verdict
from .table import Table
from .truth import judged

MATTERS = 0.1
"""Part of a margin that a variant must change at the centre for the flip to be sought under it, too."""
EACH = 24
"""Most points that one claim is asked for in a round."""


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
    hunt = _Hunt(space, Limits(problem, space, claims, evaluate))
    hunt.look_about(_probed(space, [verdicts[one.id] for one in claims], budget))
    for claim in claims:
        hunt.begin(claim, verdicts[claim.id], table, sample)
    proof = -(-2 * hunt.count // ROUND)
    rounds = max(1, budget // ROUND - hunt.limits.calls - proof)
    for number in range(rounds):
        hunt.advance(with_variants=number >= rounds // 2)
    found = hunt.told()
    return Flips(found, hunt.limits.points, hunt.limits.calls, time.monotonic() - begun)


def _wanted(verdict: Verdict, only: Collection[str]) -> bool:
    return verdict.word not in (RESTATES, NOT_MODELLED) and (not only or verdict.claim in only)


def _probed(space: Space, verdicts: Sequence[Verdict], budget: int) -> np.ndarray:
    """Return the dimensions whose slopes are taken at the centre: all, or those that draws say matter most."""
    most = max(budget // 2, ROUND) - 1 - sum(len(_variants(space, one.name)) for one in space.choices)
    if len(space.moving) <= most:
        return np.arange(len(space.moving))
    index = dict.fromkeys(space.place, 0.0)
    for verdict in verdicts:
        for driver in verdict.drivers:
            if driver.column in index:
                index[driver.column] = max(index[driver.column], driver.index)
    ranked = sorted(index, key=lambda name: -index[name])[:most]
    return np.array(sorted(space.place[name] for name in ranked), dtype=np.int64)


def _variants(space: Space, choice: str) -> list[int]:
    """Return the variants of a choice but its likeliest."""
    column = next(one for one in space.choices if one.name == choice)
    count = len(getattr(column.distribution, "names", ()))
    return [place for place in range(count) if place != space.likeliest[choice]]


class _Hunt:
    """The searches of all claims, advanced side by side."""

    def __init__(self, space: Space, limits: Limits) -> None:
        self.space, self.limits = space, limits
        self.searches: dict[str, Search | None] = {}
        self.branches: dict[str, list[Search]] = {}
        self.switched: dict[str, list[Flip]] = {}

    @property
    def count(self) -> int:
        """Return how many searches there are."""
        return sum(1 for one in self.searches.values() if one) + sum(map(len, self.branches.values()))

    def look_about(self, dims: np.ndarray) -> None:
        """Run the models at the centre, at its other variants, and a step along each of some dimensions."""
        likeliest, nothing = self.space.likeliest, np.zeros(len(self.space.moving))
        self.others = [
            (one, place) for one in self.space.choices for place in _variants(self.space, one.name)
        ]
        points = [Point(nothing, likeliest, {})]
        points += [Point(nothing, likeliest | {one.name: place}, {}) for one, place in self.others]
        self.probes = self.space.probes(dims)
        points += [Point(one, likeliest, {}) for one in self.probes]
        self.about = self.limits.at(points)
        at = self.space.features(nothing)
        self.dims = dims
        self.steps = np.array(
            [self.space.features(one)[dim] - at[dim] for one, dim in zip(self.probes, dims, strict=True)]
        )

    def begin(self, claim: BoundClaim, verdict: Verdict, table: Table, sample: Draws) -> None:
        """Prepare a claim's searches: one at the likeliest variants, one at each other that moves its margins."""
        about, holds = self.about[claim.id], claim.claim.holds
        if about.truth[0] < 0 or holds is None:
            self.searches[claim.id] = None
            return
        true = bool(about.truth[0] == 1)
        turns = ways(holds.tree, not true)
        drawn = judged(self.limits.problem, claim, table, sample.total)
        model = self._slopes(about)
        smooth = slopes(self.space, drawn, deciding(self.space, verdict), table)
        search = Search(self.space, self.space.likeliest, turns, self._centre(about, 0))
        search.begin(
            [one for one in (model, smooth) if one], starts(self.space, drawn, verdict, true, sample, table)
        )
        search.know(self.probes[np.flatnonzero(about.truth[1 + len(self.others) :] == 1 - about.truth[0])])
        self.searches[claim.id] = search
        self.branches[claim.id], self.switched[claim.id] = [], []
        for row, (choice, place) in enumerate(self.others, 1):
            if about.truth[row] >= 0 and about.truth[row] != about.truth[0]:
                margin = float(about.margin[row])
                self.switched[claim.id].append(
                    flip_told.switched(self.space, choice, place, not true, margin)
                )
            elif about.truth[row] >= 0 and _matters(about.margins[row], about.margins[0]):
                variants = self.space.likeliest | {choice.name: place}
                branch = Search(self.space, variants, turns, self._centre(about, row))
                branch.begin([Linear(model.at, about.margins[row], model.slopes)], [])
                self.branches[claim.id].append(branch)

    def advance(self, with_variants: bool) -> None:
        """Let every search ask for points, run the models at all of them at once, and tell each what it asked."""
        turns = [(name, one) for name, one in self.searches.items() if one]
        if with_variants:
            turns += [(name, one) for name, some in self.branches.items() for one in some]
        for name, one in turns:
            others = [self.searches[name], *self.branches[name]]
            one.hear([other.best.point for other in others if other and other.best and other is not one])
        asked = [(name, search, search.propose(EACH)) for name, search in turns]
        taken: list[list[np.ndarray]] = [[] for _ in asked]
        room = ROUND
        for place in range(EACH):
            for mine, (_, _, wanted) in zip(taken, asked, strict=True):
                if place < len(wanted) and room > 0:
                    mine.append(wanted[place])
                    room -= 1
        points = [
            Point(one, search.variants, {})
            for mine, (_, search, _) in zip(taken, asked, strict=True)
            for one in mine
        ]
        if not points:
            return
        found = self.limits.at(points)
        start = 0
        for mine, (name, search, _) in zip(taken, asked, strict=True):
            rows = slice(start, start + len(mine))
            search.learn(found[name].truth[rows], found[name].margins[rows])
            start += len(mine)
        for name, search in turns:
            same = [row for row, one in enumerate(points) if one.variants == search.variants]
            search.overhear(
                [points[row].coordinates for row in same], found[name].truth[same], found[name].margins[same]
            )

    def told(self) -> dict[str, tuple[Flip, ...]]:
        """Run the models once more at every flip, as it is told and to the last digit, and return those proven."""
        searches = {name: [one, *self.branches[name]] if one else [] for name, one in self.searches.items()}
        ready = [(name, one) for name, some in searches.items() for one in some if one.best]
        points = [
            make for _, one in ready for make in (flip_told.rounded(self.space, one), flip_told.exact(one))
        ]
        found = self.limits.at(points) if points else {}
        proven: dict[Search, tuple[Point, Proof]] = {}
        for place, (name, one) in enumerate(ready):
            for row in (2 * place + 1, 2 * place):
                proof = Proof(int(found[name].truth[row]), float(found[name].margin[row]))
                if proof.truth == 1 - one.centre.truth:
                    proven[one] = points[row], proof
        return {
            name: (
                *(flip_told.told(self.space, one, *proven.get(one, (None, None))) for one in some),
                *self.switched.get(name, ()),
            )
            if some
            else (flip_told.unsolved(),)
            for name, some in searches.items()
        }

    def _slopes(self, about: Limit) -> Linear:
        """Return a claim's margins, linear about the centre, from the steps taken there."""
        rows = about.margins[1 + len(self.others) :]
        found = np.zeros((about.margins.shape[1], len(self.space.moving)))
        with np.errstate(all="ignore"):
            found[:, self.dims] = (rows - about.margins[0]).T / self.steps
        features = self.space.features(np.zeros(len(self.space.moving)))
        return Linear(features, about.margins[0], np.where(np.isfinite(found), found, 0.0))

    def _centre(self, about: Limit, row: int) -> Tried:
        return Tried(np.zeros(len(self.space.moving)), int(about.truth[row]), about.margins[row])


def _matters(one: np.ndarray, other: np.ndarray) -> bool:
    """Tell whether a variant moves any of a claim's margins enough to move its flip."""
    return bool((np.abs(one - other) > MATTERS * np.maximum(np.abs(other), 1e-9)).any())
