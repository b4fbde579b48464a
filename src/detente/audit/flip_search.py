"""The search for one claim's flip: which points to try next, from all that were tried.

A search never runs the models. It proposes points and is told what the claim is there, so that all claims of a
study are searched side by side, each round in one call of the models.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .flip_nearest import Linear, nearest
from .flip_space import FARTHEST, Space, Variants
from .flip_ways import Way

CLOSE = 0.005
"""Part of its distance to which the flip along a ray is found."""
SHORTER = 0.985
"""A point that models say is nearer than this part of the best one is worth a try."""
SCALES = (1.03, 1.3, 0.75, 1.7, 2.3, 3.0)
"""How far along its ray a point that a model gives is tried, while no flip is known."""
AROUND = (1.005, 1.04, 1.12)
"""The same once one is known, and the model is of its neighbourhood."""


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


class Search:
    """A claim's nearest flip under some variants of the model, as far as it is known."""

    def __init__(self, space: Space, variants: Variants, ways: Sequence[Way], centre: Tried) -> None:
        """Begin at the centre, where the claim is known."""
        self.space, self.variants, self.ways, self.centre = space, variants, tuple(ways), centre
        self.model: Linear | None = None
        self.best: Tried | None = None
        self.below = 0.0
        """The part of the way to the best point up to which the claim is as at the centre."""
        self.tried = 0
        self.farthest = 0.0
        self._waiting: Iterator[np.ndarray] = iter(())
        self._dropped: set[int] = set()
        self._asked: list[tuple[np.ndarray, int | None]] = []

    def begin(self, models: Iterable[Linear], starts: Iterable[np.ndarray]) -> None:
        """Take models of the margins, best first, and points to start from, nearest first."""
        known = [one for one in models if np.isfinite(one.margins).all()]
        self.model = known[0] if known else None
        directions: list[np.ndarray] = []
        for one in known:
            found = [self._nearest(one, way) for way in self.ways]
            directions += sorted((each for each in found if each is not None), key=_length)[:3]
        self._waiting = _woven(directions, list(starts))

    def propose(self, most: int) -> list[np.ndarray]:
        """Return up to so many points to try, the most telling first; none where nothing is left to ask."""
        asked: list[tuple[np.ndarray, int | None]] = []
        if self.best is None:
            asked += [(point, None) for point, _ in zip(self._waiting, range(most), strict=False)]
        else:
            asked += self._refinements(self.best)
        self._asked = asked[:most]
        return [point for point, _ in self._asked]

    def learn(self, truths: Sequence[int], margins: np.ndarray) -> None:
        """Take what the models gave at the first of the points proposed."""
        before = self.best
        for (point, dropped), truth, its in zip(self._asked, truths, margins, strict=False):
            one = Tried(point, int(truth), its)
            self.tried += 1
            self.farthest = max(self.farthest, one.distance)
            if before is not None and dropped is not None:
                self._dropped.add(dropped)
                self._secant(before, one, dropped)
            if before is not None and one.truth == self.centre.truth:
                self._bracket(before, one)
            if self._flips(one) and (self.best is None or one.distance < self.best.distance):
                self.best = one
        if self.best is not None and self.best is not before:
            self._moved(before, self.best)

    @property
    def sharp(self) -> bool:
        """Tell whether the flip is known to lie within a hair of its point, along the ray from the centre."""
        return self.best is not None and 1 - self.below <= CLOSE

    def _flips(self, one: Tried) -> bool:
        return one.truth >= 0 and one.truth != self.centre.truth

    def _nearest(self, model: Linear, way: Way) -> np.ndarray | None:
        start = np.zeros(len(self.space.moving)) if self.best is None else self.best.point
        return nearest(self.space, model, way, start)

    def _refinements(self, best: Tried) -> list[tuple[np.ndarray, int | None]]:
        """Return what may bring the best point nearer: along its ray, a model's point, or fewer assumptions."""
        along = [(best.point * part, None) for part in self._parts(best)]
        drops = list(self._drops(best))
        found = [self._nearest(self.model, way) for way in self.ways] if self.model else []
        points = sorted((one for one in found if one is not None), key=_length)[:2]
        better = [one for one in points if _length(one) < SHORTER * best.distance]
        guided = [(one * scale, None) for one in better for scale in AROUND]
        return _interleaved(guided[: len(AROUND)], along, drops, guided[len(AROUND) :])

    def _parts(self, best: Tried) -> list[float]:
        """Return parts of the way to the best point at which to look for the flip."""
        if 1 - self.below <= CLOSE:
            return []
        width = 1 - self.below
        return [self.below + width * part for part in (0.5, 0.8, 0.2, 0.93)]

    def _drops(self, best: Tried) -> Iterator[tuple[np.ndarray, int | None]]:
        """Yield the best point without one of its assumptions, those that lie nearest to the centre first."""
        places = np.flatnonzero(best.point)
        order = places[np.argsort(np.abs(best.point[places]), kind="stable")]
        if len(order) > 2:
            half = best.point.copy()
            half[order[: len(order) // 2]] = 0.0
            yield half, None
        for place in order:
            if int(place) not in self._dropped and len(order) > 1:
                point = best.point.copy()
                point[place] = 0.0
                yield point, int(place)

    def _bracket(self, best: Tried, one: Tried) -> None:
        """Note that the claim has not turned yet at a point on the way to the best one."""
        part = float(one.point @ best.point) / best.distance**2
        if 0 < part < 1 and np.allclose(one.point, part * best.point, atol=1e-9):
            self.below = max(self.below, part)

    def _moved(self, before: Tried | None, best: Tried) -> None:
        """Go on from a new best point: how far along its ray it is known, and a model about it."""
        part = float(best.point @ before.point) / before.distance**2 if before else 0.0
        on_ray = before is not None and np.allclose(best.point, part * before.point, atol=1e-9)
        self.below = self.below / part if on_ray and part else 0.0
        if not on_ray:
            self._dropped = set()
        if self.model is not None and np.isfinite(best.margins).all():
            self.model = self._corrected(self.model, best)

    def _corrected(self, model: Linear, best: Tried) -> Linear:
        """Return a model that is right at a point, its slopes changed as little as can be (Broyden 1965).

        Mathematics of Computation 19:577-593; least is reckoned in standard deviations of each feature.
        """
        features = self.space.features(best.point)
        reach = np.abs(self.space.features(np.full(len(best.point), 1.0)) - self.space.features(-np.ones(len(best.point))))
        step = features - model.at
        scaled = step * reach**2
        size = float(step @ scaled)
        gap = best.margins - model.says(features)
        slopes = model.slopes + np.outer(gap, scaled) / size if size > 0 else model.slopes
        return Linear(features, best.margins, slopes)

    def _secant(self, best: Tried, one: Tried, place: int) -> None:
        """Take the slope of one dimension from the best point with and without it."""
        if self.model is None or not np.isfinite(one.margins).all():
            return
        step = self.space.features(best.point)[place] - self.space.features(one.point)[place]
        if step:
            slopes = self.model.slopes.copy()
            slopes[:, place] = (best.margins - one.margins) / step
            self.model = replace(self.model, slopes=slopes)


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


def _interleaved(*lists: list[tuple[np.ndarray, int | None]]) -> list[tuple[np.ndarray, int | None]]:
    """Return items of several lists, one of each in turn."""
    longest = max(map(len, lists), default=0)
    return [one[place] for place in range(longest) for one in lists if place < len(one)]
