"""Peel a box out of the draws until it holds little but one outcome: PRIM's patient peeling.

Friedman and Fisher 1999, Statistics and Computing 9:123-143; for scenarios Bryant and Lempert 2010,
Technological Forecasting & Social Change 77:34-49. A step takes away the slice, at either end of a number or
of one variant, that raises the share of hits most for each draw lost. We differ by leaving out the pasting
phase, which gives back at the end what the last slices took too much, less than one slice an end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy import stats

SLICE = 0.05
"""Share of the draws in the box that a step may take away; more where values are tied."""


@dataclass(frozen=True)
class Facet:
    """One column as a box sees it: its values `[draw]`, or the places of its variants."""

    values: np.ndarray
    is_choice: bool = False


@dataclass(frozen=True)
class Limit:
    """What a box asks of one column: above `low` and below `high`, or one of the variants `kept`."""

    low: float = -np.inf
    high: float = np.inf
    kept: tuple[int, ...] | None = None

    def inside(self, values: np.ndarray) -> np.ndarray:
        """Tell which values are within the limit, `[draw]`."""
        if self.kept is not None:
            return np.isin(values, self.kept)
        return (values > self.low) & (values < self.high)


class Box(NamedTuple):
    """A box: what it asks of each restricted column, by place; and how many draws and hits are in it."""

    limits: Mapping[int, Limit]
    draws: int
    hits: int

    def inside(self, facets: Sequence[Facet]) -> np.ndarray:
        """Tell which draws are in the box, `[draw]`."""
        found = np.ones(len(facets[0].values), dtype=bool)
        for place, limit in self.limits.items():
            found &= limit.inside(facets[place].values)
        return found

    def counted(self, facets: Sequence[Facet], hits: np.ndarray) -> Box:
        """Return the box with its draws and hits counted among other draws."""
        inside = self.inside(facets)
        return Box(self.limits, int(inside.sum()), int(hits[inside].sum()))

    def free_of(self, place: int) -> Box:
        """Return the box without the restriction of one column, not yet counted."""
        return Box({key: limit for key, limit in self.limits.items() if key != place}, 0, 0)


class _Cut(NamedTuple):
    """A slice that may go: of which column, what limit it leaves, which draws of the box stay."""

    gain: float
    place: int
    limit: Limit
    stays: np.ndarray


def peel(facets: Sequence[Facet], hits: np.ndarray, least: int, part: float = SLICE) -> tuple[Box, ...]:
    """Return the boxes that peeling goes through, from all draws to the smallest with at least `least`.

    `hits` is true where the outcome sought is, `[draw]`. It stops early where no slice raises the share of hits.
    """
    held = np.arange(len(hits))
    boxes = [Box({}, len(hits), int(hits.sum()))]
    while True:
        limits = boxes[-1].limits
        cuts = [cut for place in range(len(facets)) for cut in _cuts(facets, place, limits, held, hits, part)]
        cuts = [cut for cut in cuts if cut.gain > 0 and cut.stays.sum() >= least]
        if not cuts:
            return tuple(boxes)
        best = max(cuts, key=lambda cut: (cut.gain, cut.place in limits))
        held = held[best.stays]
        boxes.append(Box({**limits, best.place: best.limit}, len(held), int(hits[held].sum())))


def _cuts(
    facets: Sequence[Facet],
    place: int,
    limits: Mapping[int, Limit],
    held: np.ndarray,
    hits: np.ndarray,
    part: float,
) -> list[_Cut]:
    """Return the slices of one column that may go."""
    values, limit = facets[place].values[held], limits.get(place, Limit())
    if facets[place].is_choice:
        kept = tuple(int(one) for one in np.unique(values))
        slices = [(Limit(kept=tuple(o for o in kept if o != gone)), values != gone) for gone in kept]
        slices = slices if len(kept) > 1 else []
    else:
        slices = [*_end(values, limit, part, 1), *_end(values, limit, part, -1)]
    its = hits[held]
    return [_Cut(_gain(its, stays), place, left, stays) for left, stays in slices if stays.any()]


def _end(values: np.ndarray, limit: Limit, part: float, side: int) -> list[tuple[Limit, np.ndarray]]:
    """Return the slice at the low end (side 1) or the high end (-1) of a number; tied values go together."""
    turned = side * values
    count = max(int(part * len(turned)), 1)
    edge = np.partition(turned, min(count, len(turned) - 1))[min(count, len(turned) - 1)]
    stays = turned >= edge
    if stays.all():
        stays = turned > edge
    if stays.all() or not stays.any():
        return []
    between = side * float(turned[stays].min() + turned[~stays].max()) / 2
    return [(replace(limit, low=between) if side == 1 else replace(limit, high=between), stays)]


def _gain(hits: np.ndarray, stays: np.ndarray) -> float:
    """Return how much a slice's going raises the share of hits for each draw lost."""
    count, left = len(hits), int(stays.sum())
    if left == count:
        return 0.0
    return float((hits[stays].mean() - hits.mean()) / (count - left))


def quasi_p(box: Box, place: int, facets: Sequence[Facet], hits: np.ndarray) -> float:
    """Return the chance that a restriction does nothing and yet leaves as many hits as there are.

    One-sided binomial, at the share of hits in the box without the restriction (Bryant and Lempert 2010).
    """
    within, without = box.counted(facets, hits), box.free_of(place).counted(facets, hits)
    if not within.draws:
        return 1.0
    return float(stats.binom.sf(within.hits - 1, within.draws, without.hits / without.draws))
