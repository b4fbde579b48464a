"""The lie of an edge at which a claim turns at once: felt by small moves, each answered with yes or no.

Where a power changes its mind, margins jump: they say on which side of the edge a point is, and nothing of the
edge. A point a little back along the ray and a little aside turns the claim only if the edge leans enough that
way; so a few answers for each number tell about how much it leans, and where the edge is nearest to the centre.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .flip_points import length

LEANS = (0.1, 0.3, 0.7)
"""How much an edge leans along a number, of how much it does along the ray: what the answers tell apart."""
TAKEN = (0.18, 0.45, 1.0)
"""What is taken for it where no greater one was felt."""
ASIDE = 0.12
"""Part of the point's distance by which it is moved aside."""
ALONG = (1.0, 0.9, 1.1, 1.25)
"""How far along the way to where the edge seems nearest it is tried."""
COMB = tuple(((np.arange(36) + 0.5) / 36).tolist())
"""Parts of the way to an edge at which the claim may have turned before: a bisection would step over it.

They are tried on the way of the largest coordinate alone, too.
"""
COMBED = 0.8
"""The part of the distance to which the flip must have come nearer for that to be looked at again."""
EDGES, SETTLED = 5, 0.98
"""How often edges are felt, and the part of the distance to which the flip must have come nearer to feel again."""
ALIKE = 0.7
"""Cosine of two points above which what was felt at one tells along which numbers to feel at the other."""


class Edge:
    """An edge at a point just beyond it, as far as it has been felt."""

    def __init__(self, point: np.ndarray, order: Sequence[int]) -> None:
        """Take the point, and the dimensions along which the edge is felt, the most telling first."""
        self.point, self.far = point, length(point)
        self._waiting = [(dim, side, 0) for dim in order for side in (1.0, -1.0)]
        self._leans: dict[int, float] = {}

    @property
    def felt(self) -> bool:
        """Tell whether nothing is left to ask."""
        return not self._waiting

    @property
    def leaning(self) -> list[int]:
        """Return the dimensions along which the edge leans, those along which it leans most first."""
        return sorted(self._leans, key=lambda dim: -abs(self._leans[dim]))

    def propose(self) -> list[np.ndarray]:
        """Return points to try."""
        return [self._beside(*one) for one in self._waiting]

    def learn(self, turned: Sequence[bool]) -> None:
        """Take whether the claim turned at the first of the points proposed."""
        answered, self._waiting = self._waiting[: len(turned)], self._waiting[len(turned) :]
        for (dim, side, level), yes in zip(answered, turned, strict=True):
            if yes:
                self._leans[dim] = side * TAKEN[level]
                self._waiting += [(dim, side, level + 1)] if level + 1 < len(LEANS) else []

    def nearest(self) -> list[np.ndarray]:
        """Return points at and about where the edge, taken as flat, is nearest to the centre."""
        leans = np.zeros(len(self.point))
        leans[list(self._leans)] = list(self._leans.values())
        size = float(leans @ leans)
        if not size:
            return []
        foot = leans * max(float(leans @ self.point), 0.5 * self.far) / size
        foot *= min(1.0, self.far / length(foot))
        strong = np.where(np.abs(leans) >= TAKEN[1], foot, 0.0)
        ends = [foot, (foot + self.point) / 2, *([strong] if strong.any() else [])]
        return [one * part for part in ALONG for one in ends]

    def _beside(self, dim: int, side: float, level: int) -> np.ndarray:
        point = self.point * (1 - LEANS[level] * ASIDE)
        point[dim] += side * self.far * ASIDE
        return point


class Edges:
    """The edges that a search feels: one at a time, and again where the flip has come nearer."""

    def __init__(self) -> None:
        """Begin with none."""
        self.now: Edge | None = None
        self._last: Edge | None = None
        self._count = 0
        self._combed = np.inf

    def ended(self) -> list[np.ndarray]:
        """Return the points to which an edge leads that has been felt just now; none else."""
        if not self.now or not self.now.felt:
            return []
        self._last, self.now = self.now, None
        return self._last.nearest()

    def begin(self, point: np.ndarray, order: Sequence[int]) -> list[np.ndarray]:
        """Begin to feel the edge at a point, unless that is being done, or was done nearly there, or too often.

        Returned are points on the way to it that are to be known first: the claim may turn and turn back between.

        It is felt along the numbers in which the point lies off the centre, and those that told at the last edge;
        at the first, or one elsewhere, those of `order`.
        """
        last, far = self._last, length(point)
        if self.now or self._count >= EDGES or (last and far > SETTLED * last.far):
            return []
        if far < COMBED * self._combed:
            self._combed = far
            alone = np.where(np.abs(point) == np.abs(point).max(), point, 0.0)
            return [one * part for part in COMB for one in (point, alone)[: np.count_nonzero(point)]]
        alike = last is not None and float(last.point @ point) > ALIKE * last.far * far
        off = np.flatnonzero(point)
        dims = off[np.argsort(-np.abs(point[off]), kind="stable")].tolist()
        self.now = Edge(point, list(dict.fromkeys([*dims, *(last.leaning if last and alike else order)])))
        self._count += 1
        return []
