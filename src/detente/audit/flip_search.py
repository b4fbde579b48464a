"""The search for one claim's flip: which points to try next, from all that were tried.

A search never runs the models. It proposes points and is told what the claim is there, so that all claims of a
study are searched side by side, each round in one call of the models.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from .flip_edge import Edges
from .flip_nearest import Linear, farthest, nearest
from .flip_points import CLOSE, Ask, Tried, between, interleaved, length, shrunk, woven
from .flip_space import FARTHEST, Space, Variants
from .flip_ways import Way

SMALL = 0.3
"""A coordinate below this part of the largest is tried at the centre, the others half as far out."""
SHORTER = 0.985
"""A point that is nearer than this part of the best one is worth a try, or worth to go on from."""
NEARER = 0.997
"""The same of a point that a model of the flip's neighbourhood gives."""
REACHES = (3.0, 5.0, 8.0)
"""Distances at which points are tried where no model sees a flip."""
LOOKS = 4
"""How often such points are made anew, from what the others told."""
BESIDE = 0.005
"""A flip that is nearer than this is not drawn nearer: the centre lies on the edge for all that can be told."""
FELT = 0.03
"""An edge nearer than this is not felt: how near exactly tells nothing."""
HEARD = (1.0, 1.1, 1.5, 2.5)
"""How far along the way to a flip under other variants it is tried under these."""
TOWARDS = (0.5, 0.98, 0.25)
"""How far from the best point to one that a model says is nearer, once a flip is known; models overreach."""
JUMP = 0.1
"""Part of a margin at the centre by which it jumps where a claim turns at an edge, not by and by."""
ASIDE, SETTLED = 0.3, 0.97
"""Standard deviations that assumptions are moved at a flip that is no edge, and the part of its distance to which it
must have come nearer for that to be done again."""
MANY, FEW = 12, 8
"""How many others than those off the centre, and how many in a round at least where nothing else is asked."""


class Search:
    """A claim's nearest flip under some variants of the model, as far as it is known."""

    def __init__(
        self, space: Space, variants: Variants, ways: Sequence[Way], centre: Tried, order: Sequence[int] = ()
    ) -> None:
        """Begin at the centre, where the claim is known; `order` has dimensions, those that tell most first."""
        self.space, self.variants, self.ways, self.centre = space, variants, tuple(ways), centre
        self.order = tuple(order)
        self.model: Linear | None = None
        self.best: Tried | None = None
        self.below = 0.0
        """The part of the way to the best point up to which the claim is as at the centre."""
        self._under = centre.margins
        self._looked = self.tried = 0
        self.farthest = 0.0
        self._waiting: list[Ask] = []
        self._later: list[Ask] = []
        self._dropped: set[int] = set()
        self._worked: dict[int, float] = {}
        self._heard: set[bytes] = set()
        self._hints: list[Ask] = []
        self._asked: list[Ask] = []
        self._edges, self._before_edge = Edges(), 0
        self.pressing = 0
        """How many of the points proposed are asked for first; the others fill what room is left."""
        self._sideways: set[int] = set()
        self._sided = np.inf

    def begin(self, model: Linear) -> None:
        """Take a model of the margins: points to which it leads are tried first."""
        if not np.isfinite(model.margins).all():
            return
        found = [self._nearest(model, way) for way in self.ways]
        directions = sorted((one for one in found if one is not None), key=length)[:3]
        far = [farthest(self.space, model, way, reach) for reach in REACHES for way in self.ways]
        self.model = model
        self._waiting = [Ask(one) for one in woven(directions, [one for one in far if one is not None])]

    def expect(self, points: Iterable[np.ndarray]) -> None:
        """Take points that are worth a try where they would be nearer than what is known."""
        self._hints += [Ask(np.clip(point, -FARTHEST, FARTHEST)) for point in points if point.any()]

    def fall_back(self, starts: Iterable[np.ndarray]) -> None:
        """Take points to start from, nearest first, for where nothing else turns the claim."""
        self._later = [Ask(one) for one in starts]

    def hear(self, points: Iterable[np.ndarray]) -> None:
        """Take flips of the same claim under other variants: they are tried here where they would be nearer."""
        for point in points:
            far = length(point)
            if (
                far > 0
                and point.tobytes() not in self._heard
                and (self.best is None or far < SHORTER * self.best.distance)
            ):
                self._heard.add(point.tobytes())
                self._hints += [Ask(point * scale) for scale in HEARD]

    def propose(self, most: int) -> list[np.ndarray]:
        """Return up to so many points to try, the most telling first; none where nothing is left to ask."""
        self.expect(self._edges.ended())
        if self.best is not None:
            far = SHORTER * self.best.distance
            self._hints = [one for one in self._hints if length(one.point) < far]
            if not self._hints and self.best.distance >= FELT and self.jumps:
                self.expect(self._edges.begin(self.best.point, self.order))
        if self.best is None and not self._waiting and not self._hints:
            self._waiting, self._later = self._later, []
        rest = self._waiting if self.best is None else self._refinements(self.best)
        if self._edges.now:
            rest = [Ask(point) for point in self._edges.now.propose()]
        more = [*self._aside(self.best)] if self.best and not self._edges.now else []
        self.pressing = len(self._hints) + max(len(rest), min(len(more), FEW))
        self._before_edge = len(self._hints)
        self._asked = [*self._hints, *rest, *more][:most]
        return [point for point, _ in self._asked]

    def learn(self, truths: np.ndarray, margins: np.ndarray) -> None:
        """Take what the models gave at the first of the points proposed."""
        before = self.best
        done = {id(one) for one in self._asked[: len(truths)]}
        self._hints = [one for one in self._hints if id(one) not in done]
        self._waiting = [one for one in self._waiting if id(one) not in done]
        tried = [
            Tried(ask.point, int(truth), its)
            for ask, truth, its in zip(self._asked, truths, margins, strict=False)
        ]
        self.tried += len(tried)
        self.farthest = max([self.farthest, *(one.distance for one in tried)])
        if self._edges.now:
            self._edges.now.learn([self._flips(one) for one in tried[self._before_edge :]])
        for ask, one in zip(self._asked, tried, strict=False):
            if before is not None:
                self._learn_about(before, ask, one)
        turned = [one for one in [*([before] if before else []), *tried] if self._flips(one)]
        self.best = min(turned, key=lambda one: one.distance, default=None)
        if self.best is not None and self.best is not before:
            self._moved(before, self.best)
            for one in tried:
                self._bracket(self.best, one)
        elif self.best is None and not self._waiting and not self._later:
            self._look_further(margins)

    def _learn_about(self, best: Tried, ask: Ask, one: Tried) -> None:
        """Correct the model about the best point by another, and note how near to it the claim has not turned."""
        known = self.model is not None and np.isfinite(one.margins).all() and not self._edges.now
        if ask.alone is not None:
            self._sideways.add(ask.alone)
        if ask.alone is not None and abs(one.point[ask.alone]) < abs(best.point[ask.alone]):
            self._dropped.add(ask.alone)
            if self._flips(one):
                self._worked[ask.alone] = float(one.point[ask.alone])
        if known and self.model and ask.alone is not None:
            self.model = self.model.with_slope(
                ask.alone, self._features(best), best.margins, self._features(one), one.margins
            )
        elif known and self.model:
            self.model = self._corrected(self.model, one).about(self._features(best), best.margins)
        self._bracket(best, one)

    def overhear(self, points: Sequence[np.ndarray], truths: np.ndarray, margins: np.ndarray) -> None:
        """Take what the models gave at points that other claims asked for: this claim may turn there, and nearer."""
        heard = (Tried(*one) for one in zip(points, truths.tolist(), margins, strict=True))
        turned = [one for one in heard if self._flips(one)]
        nearest_one = min(turned, key=lambda one: one.distance, default=None)
        before = self.best
        if nearest_one and (before is None or nearest_one.distance < SHORTER * before.distance):
            self.best = nearest_one
            self._moved(before, nearest_one)

    def _look_further(self, margins: np.ndarray) -> None:
        """Wait for points that lie farther out, by a model that has learnt from all points tried in vain."""
        for one, its in zip(self._asked, margins, strict=False):
            if self.model is not None and np.isfinite(its).all():
                self.model = self.model.corrected(self.space.features(one.point), its, self.space.reach)
        self._looked += 1
        if self.model is None or self._looked > LOOKS:
            return
        for reach in REACHES:
            for way in self.ways:
                point = farthest(self.space, self.model, way, reach)
                if point is not None:
                    self._waiting.append(Ask(point))

    @property
    def eager(self) -> bool:
        """Tell whether the search learns from many points together."""
        return bool(self._hints) or self._edges.now is not None

    @property
    def sharp(self) -> bool:
        """Tell whether the flip is known to lie within a hair of its point, along the ray from the centre."""
        return self.best is not None and 1 - self.below <= CLOSE

    @property
    def jumps(self) -> bool:
        """Tell whether a margin jumps at the flip, as where a power changes its mind."""
        if self.best is None or not self.sharp:
            return False
        low, high = self._under, self.best.margins
        turned = np.isfinite(low) & np.isfinite(high) & (np.sign(low) != np.sign(high))
        return bool((np.abs(low - high) > JUMP * np.abs(self.centre.margins))[turned].any())

    def _flips(self, one: Tried) -> bool:
        return one.truth >= 0 and one.truth != self.centre.truth and bool(one.point.any())

    def _nearest(self, model: Linear, way: Way) -> np.ndarray | None:
        start = np.zeros(len(self.space.moving)) if self.best is None else self.best.point
        return nearest(self.space, model, way, start)

    def _refinements(self, best: Tried) -> list[Ask]:
        """Return what may bring the best point nearer: along its ray, a model's point, or fewer assumptions."""
        along = [Ask(best.point * part) for part in between(self.below, self._under, best.margins)]
        fewer = [*self._together(best), *self._drops(best)]
        if best.distance < BESIDE:
            return fewer
        guided = [] if self.jumps else [Ask(one) for one in self._guided(best)]
        return [*interleaved(guided, along[:3], fewer), *along[3:]]

    def _aside(self, best: Tried) -> Iterator[Ask]:
        """Yield the best point with one assumption moved, once each: what it does there, not at the centre."""
        if not self.sharp or self.jumps:
            return
        if best.distance < SETTLED * self._sided:
            self._sideways, self._sided = set(), best.distance
        for dim in dict.fromkeys(
            [*np.argsort(-np.abs(best.point))[: np.count_nonzero(best.point)], *self.order[:MANY]]
        ):
            if dim not in self._sideways:
                point = best.point.copy()
                point[dim] += -np.sign(point[dim]) * min(ASIDE, abs(point[dim])) if point[dim] else ASIDE
                yield Ask(point, int(dim))

    def _guided(self, best: Tried) -> Iterator[np.ndarray]:
        """Yield points towards those that a model about the best point says are nearer."""
        found = [self._nearest(self.model, way) for way in self.ways] if self.model else []
        points = sorted((one for one in found if one is not None), key=length)[:2]
        for part in TOWARDS:
            for one in points:
                if length(one) < NEARER * best.distance:
                    yield best.point + part * (one - best.point)

    def _together(self, best: Tried) -> Iterator[Ask]:
        """Yield the best point with all coordinates nearer that could be so one by one."""
        if len(self._worked) > 1:
            point = best.point.copy()
            for place, value in self._worked.items():
                point[place] = value
            yield Ask(point)
        self._worked = {}

    def _drops(self, best: Tried) -> Iterator[Ask]:
        """Yield the best point with one of its assumptions nearer to the centre, or at it, smallest first."""
        places = np.flatnonzero(best.point)
        order = places[np.argsort(np.abs(best.point[places]), kind="stable")]
        least = SMALL * np.abs(best.point).max(initial=0.0)
        if len(order) > 2:
            fewer = best.point.copy()
            fewer[order[: len(order) // 2]] = 0.0
            yield Ask(fewer)
        for place in order:
            if int(place) not in self._dropped and len(order) > 1:
                point = best.point.copy()
                point[place] = 0.0 if abs(point[place]) < least else point[place] / 2
                yield Ask(point, int(place))

    def _bracket(self, best: Tried, one: Tried) -> None:
        """Note that the claim has not turned yet at a point on the way to the best one."""
        part = float(one.point @ best.point) / best.distance**2
        if (
            one.truth == self.centre.truth
            and self.below < part < 1
            and np.allclose(one.point, part * best.point, atol=1e-9)
        ):
            self.below, self._under = part, one.margins

    def _moved(self, before: Tried | None, best: Tried) -> None:
        """Go on from a new best point: how far along its ray it is known, and a model about it."""
        part = float(best.point @ before.point) / before.distance**2 if before else 0.0
        on_ray = before is not None and np.allclose(best.point, part * before.point, atol=1e-9)
        if on_ray and self.below < part:
            self.below /= part
        else:
            self.below, self._under = 0.0, self.centre.margins
        if before is None or not shrunk(best.point, before.point):
            self._dropped = set()
        if self.model is not None and np.isfinite(best.margins).all():
            self.model = self._corrected(self.model, best)

    def _features(self, one: Tried) -> np.ndarray:
        return self.space.features(one.point)

    def _corrected(self, model: Linear, one: Tried) -> Linear:
        return model.corrected(self._features(one), one.margins, self.space.reach)
