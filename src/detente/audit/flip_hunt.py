"""The searches for the flips of all claims, side by side: first from steps shared by all, then each from its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..bind.records import BoundClaim
from . import flip_told
from .draws import Draws
from .flip_about import About
from .flip_limits import ROUND, Limit, Limits, Point
from .flip_nearest import Linear, sparse
from .flip_scan import WITHIN, Crossing, Scan, joint
from .flip_search import Search
from .flip_space import Variants
from .flip_starts import starts
from .flip_sum import nearest_sum
from .flip_told import Proof
from .flip_ways import ways
from .grounds import Flip
from .records import Verdict
from .table import Table
from .truth import judged

MATTERS = 0.1
"""Part of a margin that a variant must change at the centre for the flip to be sought under it, too."""
EACH = 64
"""Most points that one claim is asked for in a round."""
EAGER = 6
"""Points that a search is given at once while it feels an edge: it learns from all of them together."""
PARTS = (1.0, 1.15, 0.85, 1.35, 0.7, 1.6, 2.0)
"""How far along the way to where sums over single assumptions say that a claim turns it is tried."""

Asked = tuple[np.ndarray, Variants]
"""A point, and the variants under which it is asked for."""


class Hunt:
    """The searches of all claims, advanced side by side."""

    def __init__(self, limits: Limits, scan: Scan) -> None:
        """Run the models about the centre."""
        self.space, self.limits, self.about = limits.space, limits, About(limits, scan)
        self.scan = self.about.scan
        self.searches: dict[str, Search | None] = {}
        self.branches: dict[str, list[Search]] = {}
        self.switched: dict[str, list[Flip]] = {}
        self.crossings: dict[str, list[Crossing]] = {}

    @property
    def count(self) -> int:
        """Return how many searches there are."""
        return sum(1 for one in self.searches.values() if one) + sum(map(len, self.branches.values()))

    def begin(self, claim: BoundClaim, verdict: Verdict, table: Table, sample: Draws) -> None:
        """Prepare a claim's searches: one at the likeliest variants, one at each other that moves its margins."""
        centre, holds = self.about.centre(claim.id), claim.claim.holds
        if centre.truth < 0 or holds is None:
            self.searches[claim.id] = None
            return
        true = centre.truth == 1
        turns = ways(holds.tree, not true)
        drawn = judged(self.limits.problem, claim, table, sample.total)
        model, order = self.about.slopes(claim.id), self.about.order(claim)
        search = Search(self.space, self.space.likeliest, turns, centre, order)
        search.begin(model)
        search.fall_back(starts(self.space, drawn, verdict, true, sample, table))
        beside = self.about.beside(claim.id)
        search.overhear(list(self.scan.points), beside.truth, beside.margins)
        self.searches[claim.id], self.crossings[claim.id] = search, self.about.crossings(claim.id)
        self.branches[claim.id], self.switched[claim.id] = [], []
        for row, (choice, place) in enumerate(self.about.others, 1):
            other = self.about.centre(claim.id, row)
            if other.truth == 1 - centre.truth:
                margin = float(self.about.found[claim.id].margin[row])
                self.switched[claim.id].append(
                    flip_told.switched(self.space, choice, place, not true, margin)
                )
            elif other.truth >= 0 and _matters(other.margins, centre.margins):
                variants = self.space.likeliest | {choice.name: place}
                branch = Search(self.space, variants, turns, other, order)
                branch.begin(Linear(model.at, other.margins, model.slopes))
                self.branches[claim.id].append(branch)

    def narrow(self) -> None:
        """Narrow down, for every claim, where it turns along one assumption: in one call, the nearest turns first."""
        asked = [
            (name, place, one) for name, some in self.crossings.items() for place, one in enumerate(some)
        ]
        asked.sort(key=lambda one: one[1])
        points: list[np.ndarray] = []
        taken = asked[: ROUND // len(WITHIN)]
        for _, _, one in taken:
            own = np.zeros((len(WITHIN), len(self.space.moving)))
            own[:, one.dim] = one.between()
            points += list(self.space.parted(own))
        if not points:
            return
        found = self._run([(point, self.space.likeliest) for point in points])
        for number, (name, place, one) in enumerate(taken):
            truths = found[name].truth[number * len(WITHIN) : (number + 1) * len(WITHIN)]
            self.crossings[name][place] = one.narrowed(truths.tolist(), self.about.centre(name).truth)

    def expect(self) -> None:
        """Tell every search the points at which the steps about the centre, taken together, say that it turns."""
        for name, search in self.searches.items():
            if search is None:
                continue
            search.expect(joint(self.space, self.crossings[name]))
            steps = self.about.steps(name)
            for one in (search, *self.branches[name]):
                sums = [nearest_sum(self.scan, steps, one.centre.margins, way) for way in one.ways]
                lean = [np.where(sparse(point), point, 0.0) for point in sums if point is not None]
                one.expect(point * part for part in PARTS for point in lean)

    def advance(self, with_variants: bool) -> None:
        """Let every search ask for points, run the models at all of them at once, and tell each what it asked."""
        turns = [(name, one) for name, one in self.searches.items() if one]
        if with_variants:
            turns += [(name, one) for name, some in self.branches.items() for one in some]
        for name, one in turns:
            others = [self.searches[name], *self.branches[name]]
            one.hear([other.best.point for other in others if other and other.best and other is not one])
        asked = [search.propose(EACH) for _, search in turns]
        pressing = [min(len(wanted), one.pressing) for wanted, (_, one) in zip(asked, turns, strict=True)]
        counts = _shared(pressing, [EAGER if one.eager else 1 for _, one in turns], [0] * len(turns))
        counts = _shared([len(wanted) for wanted in asked], [1] * len(turns), counts)
        points = [
            (one, search.variants)
            for wanted, count, (_, search) in zip(asked, counts, turns, strict=True)
            for one in wanted[:count]
        ]
        if not points:
            return
        found = self._run(points, heard=False)
        start = 0
        for count, (name, search) in zip(counts, turns, strict=True):
            rows = slice(start, start + count)
            search.learn(found[name].truth[rows], found[name].margins[rows])
            start += count
        self._overheard(points, found, turns)

    def _run(self, points: Sequence[Asked], heard: bool = True) -> dict[str, Limit]:
        """Run the models at points under variants; all searches hear of it."""
        found = self.limits.at([Point(point, variants, {}) for point, variants in points])
        if heard:
            self._overheard(points, found, [(name, one) for name, one in self.searches.items() if one])
        return found

    def _overheard(
        self, points: Sequence[Asked], found: dict[str, Limit], turns: Sequence[tuple[str, Search]]
    ) -> None:
        """Tell searches what the models gave at points that others asked for, under the same variants."""
        for name, search in turns:
            same = [row for row, (_, variants) in enumerate(points) if variants == search.variants]
            search.overhear(
                [points[row][0] for row in same], found[name].truth[same], found[name].margins[same]
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


def _shared(wanted: Sequence[int], at_once: Sequence[int], had: Sequence[int]) -> list[int]:
    """Return how many points of a round each search gets, those it had and some more at once, in turn."""
    counts, room = list(had), ROUND - sum(had)
    while room > 0 and counts != list(wanted):
        for row, count in enumerate(wanted):
            more = min(at_once[row], count - counts[row], room)
            counts[row] += more
            room -= more
    return counts


def _matters(one: np.ndarray, other: np.ndarray) -> bool:
    """Tell whether a variant moves any of a claim's margins enough to move its flip."""
    return bool((np.abs(one - other) > MATTERS * np.maximum(np.abs(other), 1e-9)).any())
