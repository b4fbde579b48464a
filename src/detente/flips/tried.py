"""What every claim of a study is at the points at which the models were run, and in the draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..domains.domain import BoundClaim, Problem
from ..ground.faults import RunError
from ..runs.batch import DRAW, Evaluate
from ..runs.draws import REPLICATES, Draws
from ..runs.table import Table
from ..runs.truth import Judged, judged, judged_in
from .space import Space, Variants

ROUND = 128
"""Points computed in one call: always as many, so that the models are compiled once for it."""
LEARNT = 2_048
"""Draws from which slopes are learnt."""
SEEN = 2.0
"""Standard errors at which half of a slope is believed."""


@dataclass
class Limit:
    """What a claim is at some points: truth `[point]` (1, 0, -1 for unknown), margins `[point, comparison]`."""

    truth: np.ndarray
    margin: np.ndarray
    """Of the whole claim, `[point]`."""
    margins: np.ndarray

    @classmethod
    def of(cls, its: Judged) -> Limit:
        """Return what a judged claim is."""
        return cls(its.truth, its.margin, np.stack([atom.margin for atom in its.atoms], axis=1))


class Tried:
    """All points at which the models were run, each as it would be told, and all claims there."""

    def __init__(
        self, problem: Problem, space: Space, claims: Sequence[BoundClaim], evaluate: Evaluate
    ) -> None:
        """Begin with no point."""
        self.problem, self.space, self.claims, self.evaluate = problem, space, tuple(claims), evaluate
        self.calls = 0
        self.at = self.features = np.empty((0, len(space.moving)))
        self.under = np.empty((0, len(space.choices)), dtype=int)
        self.of: dict[str, Limit] = {}

    def run(self, points: Sequence[tuple[np.ndarray, Variants]]) -> None:
        """Run the models once, at up to a round of points, and keep what every claim is there.

        Raises RunError if the models fail.
        """
        some, variants = [*zip(*points, strict=True)]
        filled = [*points, *[points[-1]] * (ROUND - len(points))]
        values = self.space.told(np.stack([one for one, _ in filled]), [one for _, one in filled])
        try:
            outcomes = self.evaluate({DRAW: np.arange(ROUND, dtype=float), **values})
        except Exception as error:
            reason = str(error) or type(error).__name__
            raise RunError(
                f"seeking flips failed ({reason}); the draws are kept, and --no-flips judges without"
            ) from error
        columns = {
            name: np.asarray(column, dtype=float)[: len(points)]
            for name, column in {**values, **outcomes}.items()
        }
        self.calls, self.at = self.calls + 1, np.concatenate([self.at, np.stack(some)])
        self.features = np.concatenate([self.features, self.space.features(np.stack(some))])
        under = np.array([[*one.values()] for one in variants], dtype=int)
        self.under = np.concatenate([self.under, under.reshape(len(points), -1)])
        for claim in self.claims:
            new = Limit.of(judged_in(self.problem, claim, columns, len(points)))
            if old := self.of.get(claim.id):
                pairs = zip(vars(old).values(), vars(new).values(), strict=True)
                new = Limit(*map(np.concatenate, pairs))
            self.of[claim.id] = new


class Drawn:
    """What the draws tell of how claims' margins move: a ridge regression on the assumptions' features."""

    def __init__(self, problem: Problem, space: Space, table: Table, sample: Draws) -> None:
        """Take the first draws of every replicate."""
        self.problem, self.table, self.total = problem, table, sample.total
        each, starts = min(sample.points, LEARNT // REPLICATES), range(0, sample.total, sample.points)
        self.rows = np.concatenate([np.arange(start, start + each) for start in starts])
        self.at = space.coordinates(np.concatenate([sample.cube(start, start + each) for start in starts]))
        chosen = table.read([one.name for one in space.choices])
        variants = [chosen[one.name][self.rows] == place for one, place in space.others]
        parts = np.column_stack([space.features(self.at), *variants]).astype(float)
        self.parts = parts - parts.mean(axis=0)
        self.sizes, self.turned = np.linalg.eigh(self.parts.T @ self.parts)

    def judged(self, claim: BoundClaim) -> Limit:
        """Return what a claim is in the draws taken."""
        its = Limit.of(judged(self.problem, claim, self.table, self.total))
        return Limit(its.truth[self.rows], its.margin[self.rows], its.margins[self.rows])

    def slopes(self, claim: BoundClaim) -> tuple[np.ndarray, np.ndarray]:
        """Return slopes of a claim's margins by feature, and how far off they may be, `[comparison, dimension]`."""
        found = [self._regressed(margin) for margin in self.judged(claim).margins.T]
        slopes, spreads = (np.stack(some) for some in zip(*found, strict=True))
        return slopes, spreads

    def _regressed(self, margin: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the slopes of a margin, and how far they may be otherwise."""
        known, dims, count = np.isfinite(margin), self.at.shape[1], self.parts.shape[1]
        if known.sum() < REPLICATES or np.ptp(margin[known]) == 0:
            return np.zeros(dims), np.zeros(dims)
        aim = np.where(known, margin - margin[known].mean(), 0.0)
        share, told = 0.5, self.turned.T @ (self.parts.T @ aim)
        for _ in range(3):  # the ridge hangs on the share that is left unexplained, and that on the ridge
            scale = 1 / (np.maximum(self.sizes, 0.0) + count * share / (1 - share))
            slopes = self.turned @ (scale * told)
            left = float(np.square(aim - self.parts @ slopes).mean())
            share = min(max(left / float(aim.var()), 0.01), 0.95)
        errors = np.sqrt(self.turned**2 @ scale * left * len(aim) / max(len(aim) - count, len(aim) / 8))
        believed = slopes**2 / (slopes**2 + (SEEN * errors) ** 2)
        return (slopes * believed)[:dims], errors[:dims]
