"""The search for one claim's flip: which points to try next, from all that were tried.

A search never runs the models. It proposes points and is told what the claim is there, so that all claims of a
study are searched side by side, each round in one call of the models.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .flip_nearest import Linear, farthest, nearest
from .flip_space import FARTHEST, Space, Variants
from .flip_ways import Way

SMALL = 0.3
"""A coordinate below this part of the largest is tried at the centre, the others half as far out."""
CLOSE = 0.005
"""Part of its distance to which the flip along a ray is found."""
SHORTER = 0.985
"""A point that models say is nearer than this part of the best one is worth a try."""
REACHES = (3.0, 5.0, 8.0)
"""Distances at which points are tried where no model sees a flip."""
LOOKS = 4
"""How often such points are made anew, from what the others told."""
SCALES = (1.03, 1.3, 0.75, 1.7, 2.3, 3.0)
"""How far along its ray a point that a model gives is tried, while no flip is known."""
BESIDE = 0.005
"""A flip that is nearer than this is not drawn nearer: the centre lies on the edge for all that can be told."""
EVERY, WITHIN = 8, (0.2, 0.6)
"""Points beside the centre that turn a claim and are looked at, and parts of the way to them that are tried."""
HEARD = (1.0, 1.1)
"""The same of a flip under other variants."""
TOWARDS = (0.5, 0.98, 0.25)
"""How far from the best point to one that a model says is nearer, once a flip is known; models overreach."""


@dataclass(frozen=True)
class Tried:
    """A point, and what the models gave there."""

    point: np.ndarray
    truth: int
    """1, 0, or -1 where it could not be told."""
    margins: np.ndarray
    """`[comparison]`."""

    @property
    def distance(self) -> float:
        """Return how far the point lies from the centre."""
        return float(np.linalg.norm(self.point))


class Ask(NamedTuple):
    """A point that a search wants to know."""

    point: np.ndarray
    nearer: int | None = None
    """The dimension in which it lies nearer to the centre than the best point, if it is so in one alone."""


class Search:
    """A claim's nearest flip under some variants of the model, as far as it is known."""

    def __init__(self, space: Space, variants: Variants, ways: Sequence[Way], centre: Tried) -> None:
        """Begin at the centre, where the claim is known."""
        self.space, self.variants, self.ways, self.centre = space, variants, tuple(ways), centre
        self.model: Linear | None = None
        self.best: Tried | None = None
        self.below = 0.0
        """The part of the way to the best point up to which the claim is as at the centre."""
        self._under = centre.margins
        self._looked = 0
        self.tried = 0
        self.farthest = 0.0
        self._waiting: list[Ask] = []
        self._dropped: set[int] = set()
        self._worked: dict[int, float] = {}
        self._heard: set[bytes] = set()
        self._hints: list[Ask] = []
        self._asked: list[Ask] = []

    def begin(self, models: Iterable[Linear], starts: Iterable[np.ndarray]) -> None:
        """Take models of the margins, best first, and points to start from, nearest first."""
        known = [one for one in models if np.isfinite(one.margins).all()]
        self.model = known[0] if known else None
        directions: list[np.ndarray] = []
        for one in known:
            found = [self._nearest(one, way) for way in self.ways]
            directions += sorted((each for each in found if each is not None), key=_length)[:3]
        far = [
            farthest(self.space, one, way, reach) for reach in REACHES for one in known for way in self.ways
        ]
        begun = [*starts, *(one for one in far if one is not None)]
        self._waiting = [Ask(one) for one in _woven(directions, begun)]

    def know(self, points: np.ndarray) -> None:
        """Take points beside the centre at which the claim is known to turn: it may turn nearer yet."""
        self._hints += [Ask(point * part) for part in WITHIN for point in points[:EVERY]]

    def hear(self, points: Iterable[np.ndarray]) -> None:
        """Take flips of the same claim under other variants: they are tried here where they would be nearer."""
        for point in points:
            far = _length(point)
            if (
                far > 0
                and point.tobytes() not in self._heard
                and (self.best is None or far < SHORTER * self.best.distance)
            ):
                self._heard.add(point.tobytes())
                self._hints += [Ask(point * scale) for scale in HEARD]

    def propose(self, most: int) -> list[np.ndarray]:
        """Return up to so many points to try, the most telling first; none where nothing is left to ask."""
        rest = self._waiting if self.best is None else self._refinements(self.best)
        asked = [*self._hints, *rest]
        self._asked = asked[:most]
        return [point for point, _ in self._asked]

    def learn(self, truths: np.ndarray, margins: np.ndarray) -> None:
        """Take what the models gave at the first of the points proposed."""
        before = self.best
        done = {id(one) for one in self._asked[: len(truths)]}
        self._hints = [one for one in self._hints if id(one) not in done]
        self._waiting = [one for one in self._waiting if id(one) not in done]
        for (point, dropped), truth, its in zip(self._asked, truths, margins, strict=False):
            one = Tried(point, int(truth), its)
            self.tried += 1
            self.farthest = max(self.farthest, one.distance)
            if before is not None and dropped is not None:
                self._dropped.add(dropped)
                if self.model is not None and np.isfinite(one.margins).all():
                    self.model = self.model.with_slope(
                        dropped, self._features(before), before.margins, self._features(one), one.margins
                    )
                if self._flips(one):
                    self._worked[dropped] = float(one.point[dropped])
            elif before is not None and self.model is not None and np.isfinite(one.margins).all():
                self.model = self._corrected(self.model, one).about(self._features(before), before.margins)
            if before is not None and one.truth == self.centre.truth:
                self._bracket(before, one)
            if self._flips(one) and (self.best is None or one.distance < self.best.distance):
                self.best = one
        if self.best is not None and self.best is not before:
            self._moved(before, self.best)
        elif self.best is None and not self._waiting:
            self._look_further(margins)

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
    def sharp(self) -> bool:
        """Tell whether the flip is known to lie within a hair of its point, along the ray from the centre."""
        return self.best is not None and 1 - self.below <= CLOSE

    def _flips(self, one: Tried) -> bool:
        return one.truth >= 0 and one.truth != self.centre.truth

    def _nearest(self, model: Linear, way: Way) -> np.ndarray | None:
        start = np.zeros(len(self.space.moving)) if self.best is None else self.best.point
        return nearest(self.space, model, way, start)

    def _refinements(self, best: Tried) -> list[Ask]:
        """Return what may bring the best point nearer: along its ray, a model's point, or fewer assumptions."""
        along = [Ask(best.point * part) for part in self._parts(best)]
        fewer = [*self._together(best), *self._drops(best)]
        if best.distance < BESIDE:
            return fewer
        guided = [] if len(fewer) > 2 else [Ask(one) for one in self._guided(best)]
        return _interleaved(guided, along[:2], fewer) + along[2:]

    def _guided(self, best: Tried) -> Iterator[np.ndarray]:
        """Yield points towards those that a model about the best point says are nearer."""
        found = [self._nearest(self.model, way) for way in self.ways] if self.model else []
        points = sorted((one for one in found if one is not None), key=_length)[:2]
        for part in TOWARDS:
            for one in points:
                if _length(one) < SHORTER * best.distance:
                    yield best.point + part * (one - best.point)

    def _parts(self, best: Tried) -> list[float]:
        """Return parts of the way to the best point at which to look for the flip.

        First where the margins, taken as straight lines between the nearest points known, come to 0.
        """
        width = 1 - self.below
        if width <= CLOSE:
            return []
        guess = 0.8
        low, high = self._under, best.margins
        turned = np.isfinite(low) & np.isfinite(high) & (np.sign(low) != np.sign(high))
        if turned.any():
            guess = float((low[turned] / (low[turned] - high[turned])).max())
        near = np.clip([guess + 0.05, guess - 0.05, 0.5, 0.9], 0.02, 0.98)
        return [self.below + width * float(part) for part in dict.fromkeys(near.tolist())]

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
        if self.below < part < 1 and np.allclose(one.point, part * best.point, atol=1e-9):
            self.below, self._under = part, one.margins

    def _moved(self, before: Tried | None, best: Tried) -> None:
        """Go on from a new best point: how far along its ray it is known, and a model about it."""
        part = float(best.point @ before.point) / before.distance**2 if before else 0.0
        on_ray = before is not None and np.allclose(best.point, part * before.point, atol=1e-9)
        if on_ray and part:
            self.below /= part
        else:
            self.below, self._under = 0.0, self.centre.margins
        if before is None or not _shrunk(best.point, before.point):
            self._dropped = set()
        if self.model is not None and np.isfinite(best.margins).all():
            self.model = self._corrected(self.model, best)

    def _features(self, one: Tried) -> np.ndarray:
        return self.space.features(one.point)

    def _corrected(self, model: Linear, one: Tried) -> Linear:
        return model.corrected(self._features(one), one.margins, self.space.reach)


def _shrunk(point: np.ndarray, other: np.ndarray) -> bool:
    """Tell whether each coordinate of a point lies between the centre and that of another."""
    return bool((point * other >= 0).all() and (np.abs(point) <= np.abs(other)).all())


def _length(point: np.ndarray) -> float:
    return float(np.linalg.norm(point))


def _woven(directions: list[np.ndarray], starts: list[np.ndarray]) -> Iterator[np.ndarray]:
    """Yield points along directions, ever farther, and points to start from, in turn."""
    for scale in SCALES:
        for direction in directions:
            yield np.clip(direction * scale, -FARTHEST, FARTHEST)
        yield from starts[:2]
        starts = starts[2:]
    yield from starts


def _interleaved(*lists: list[Ask]) -> list[Ask]:
    """Return items of several lists, one of each in turn."""
    longest = max(map(len, lists), default=0)
    return [one[place] for place in range(longest) for one in lists if place < len(one)]
