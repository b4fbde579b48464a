"""What every claim of a study is at the points at which the models were run, and how its margins move with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..domains.domain import BoundClaim, Problem
from ..ground.faults import RunError
from ..runs.batch import DRAW, Evaluate
from ..runs.draws import REPLICATES, Draws
from ..runs.table import Table
from ..runs.truth import judged, judged_in
from .space import Space, Variants

ROUND = 128
"""Points computed in one call: always as many, so that the models are compiled once for it."""
LEARNT = 2_048
"""Draws from which slopes are learnt."""
CURVED = 0.25
"""Part of a slope by which it changes over a standard deviation of what decides the margin."""
NEAR, DOUBTED = 64, 48
"""Points that correct slopes; features of which it is told how unsure their slopes are left."""
BEND = 0.25
"""Part of its slope by which a margin may bend at the centre, whatever the draws say."""
UNSURE, SEEN = 0.5, 2.0
"""Part of a slope by which it may be otherwise than the draws say; standard errors at which half of it is believed."""


@dataclass(frozen=True)
class Point:
    """A point to run the models at: coordinates, variants, and values that replace those of the coordinates."""

    coordinates: np.ndarray
    variants: Variants
    told: Mapping[str, float]


@dataclass(frozen=True)
class Limit:
    """What a claim is at some points: truth `[point]` (1, 0, -1 for unknown), margins `[point, comparison]`."""

    truth: np.ndarray
    margin: np.ndarray
    """Of the whole claim, `[point]`."""
    margins: np.ndarray


class Tried:
    """All points at which the models were run, and all claims there."""

    def __init__(
        self, problem: Problem, space: Space, claims: Sequence[BoundClaim], evaluate: Evaluate
    ) -> None:
        """Begin with no point."""
        self.problem, self.space, self.claims, self.evaluate = problem, space, tuple(claims), evaluate
        self.calls, self.points = 0, 0
        self.at, self.features = (np.empty((0, many * len(space.moving))) for many in (1, 2))
        self.under = np.empty((0, len(space.choices)), dtype=int)
        self.of: dict[str, Limit] = {}

    def run(self, points: Sequence[Point]) -> dict[str, Limit]:
        """Run the models once, at up to a round of points, and return and keep what every claim is there."""
        columns, at = self._columns(points), np.stack([one.coordinates for one in points])
        self.at = np.concatenate([self.at, at])
        self.features = np.concatenate([self.features, self.space.features(at)])
        under = np.array([[*one.variants.values()] for one in points], dtype=int)
        self.under = np.concatenate([self.under, under.reshape(len(points), -1)])
        new: dict[str, Limit] = {}
        for claim in self.claims:
            its = judged_in(self.problem, claim, columns, len(points))
            margins = np.stack([atom.margin for atom in its.atoms], axis=1)
            new[claim.id] = Limit(its.truth, its.margin, margins)
            old = self.of.get(claim.id)
            pairs = zip(vars(old or new[claim.id]).values(), vars(new[claim.id]).values(), strict=True)
            self.of[claim.id] = Limit(*map(np.concatenate, pairs)) if old else new[claim.id]
        return new

    def about(
        self, claim: str, rows: np.ndarray, row: int, slopes: np.ndarray, spread: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return slopes about a row's point, corrected by the points tried near it, and how unsure they are.

        What the draws say is the prior of a regression on these; a point tells the less, the farther it lies.
        """
        its, at = self.of[claim], self.at[row]
        rows = rows[np.isfinite(its.margins[rows]).all(axis=1) & (rows != row)]
        apart = self.features[rows] - self.features[row]
        slopes, sizes = slopes.copy(), np.linalg.norm(slopes, axis=1)
        unsure = spread + CURVED * np.linalg.norm(at) * np.abs(slopes)
        away = np.square(apart) @ (slopes**2 + 0.1 * unsure**2).T / np.maximum(sizes, 1e-300) ** 2
        for place in np.flatnonzero((sizes > 0) & np.isfinite(its.margins[row])):
            slope, loose, size, far = slopes[place], unsure[place].copy(), sizes[place], away[:, place]
            few = np.argsort(far, kind="stable")[:NEAR]
            some = apart[few]
            rest = its.margins[rows[few], place] - its.margins[row, place] - some @ slope
            scaled, dims = some * loose**2, np.argsort(-loose, kind="stable")[:DOUBTED]
            kernel = scaled @ some.T + np.diag((CURVED * size * far[few]) ** 2 + (1e-4 * size) ** 2)
            solved = np.linalg.solve(kernel, np.column_stack([rest, scaled[:, dims]]))
            slopes[place] = slope + scaled.T @ solved[:, 0]
            left = loose[dims] ** 2 - (scaled[:, dims] * solved[:, 1:]).sum(axis=0)
            unsure[place, dims] = np.sqrt(np.maximum(left, 0.0))
        return slopes, unsure

    def _columns(self, points: Sequence[Point]) -> dict[str, np.ndarray]:
        """Return assumptions and outcomes, `[point]` each. Raises RunError if the models fail."""
        filled = [*points, *[points[-1]] * (ROUND - len(points))]
        values = self.space.values(
            np.stack([one.coordinates for one in filled]), [one.variants for one in filled]
        )
        for row, one in enumerate(filled):
            for name, value in one.told.items():
                values[name][row] = value
        try:
            outcomes = self.evaluate({DRAW: np.arange(ROUND, dtype=float), **values})
        except Exception as error:
            reason = str(error) or type(error).__name__
            raise RunError(
                f"seeking flips failed ({reason}); the draws are kept, and --no-flips judges without"
            ) from error
        self.calls, self.points = self.calls + 1, self.points + len(points)
        columns = values | {name: np.asarray(found, dtype=float) for name, found in outcomes.items()}
        return {name: column[: len(points)] for name, column in columns.items()}


class Drawn:
    """What the draws tell of how claims' margins move: a ridge regression on the features of the assumptions."""

    def __init__(self, problem: Problem, space: Space, table: Table, sample: Draws) -> None:
        """Take the first draws of every replicate."""
        self.problem, self.table, self.total = problem, table, sample.total
        each, starts = min(sample.points, LEARNT // REPLICATES), range(0, sample.total, sample.points)
        self.rows = np.concatenate([np.arange(start, start + each) for start in starts])
        self.at = space.coordinates(np.concatenate([sample.cube(start, start + each) for start in starts]))
        chosen = table.read([one.name for one in space.choices])
        variants = [chosen[one.name][self.rows] == place for one, place in space.others]
        values, bent = np.split(space.features(self.at), 2, axis=1)
        self.parts = np.column_stack([values, *variants]).astype(float), bent
        self._bases: dict[tuple[bytes, int], tuple[np.ndarray, np.ndarray]] = {}

    def truths_and_slopes(self, claim: BoundClaim) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return a claim's truth at the draws taken, its margins' slopes, and how far these may be otherwise.

        Slopes are `[comparison, feature]`. How margins bend is told by what their slopes leave unexplained.
        """
        its, dims = judged(self.problem, claim, self.table, self.total), self.at.shape[1]
        slopes, spreads = [], []
        for atom in its.atoms:
            slope, spread, left = self._regressed(atom.margin[self.rows], 0)
            bend, loose, _ = self._regressed(left, 1)
            slopes.append(np.concatenate([slope[:dims], bend]))
            spreads.append(np.concatenate([spread[:dims], loose + BEND * np.abs(slope[:dims])]))
        return its.truth[self.rows], np.stack(slopes), np.stack(spreads)

    def _regressed(self, margin: np.ndarray, part: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return slopes by the features of a part, how far they may be otherwise, and what they leave."""
        known, count = np.isfinite(margin), self.parts[part].shape[1]
        if known.sum() < REPLICATES or np.ptp(margin[known]) == 0:
            return np.zeros(count), np.zeros(count), margin
        aim, rows = margin[known] - margin[known].mean(), self.parts[part][known]
        rows = rows - rows.mean(axis=0)
        key = known.tobytes(), part
        if key not in self._bases:
            sizes, turned = np.linalg.eigh(rows.T @ rows)
            self._bases[key] = np.maximum(sizes, 0.0), turned
        sizes, turned = self._bases[key]
        share = 0.5
        for _ in range(2):  # the ridge hangs on the share that is left unexplained, and that on the ridge
            ridge = count * share / (1 - share)
            slopes = turned @ (turned.T @ (rows.T @ aim) / (sizes + ridge))
            left = aim - rows @ slopes
            share = min(max(float(left.var() / aim.var()), 0.01), 0.95)
        variance = left.var() * len(aim) / max(len(aim) - count, len(aim) / 8)
        errors = np.sqrt(turned**2 @ (1 / (sizes + ridge)) * variance)
        believed = slopes**2 / (slopes**2 + (SEEN * errors) ** 2)
        rest = np.full(len(margin), np.nan)
        rest[known] = left
        return slopes * believed, UNSURE * np.abs(slopes) * believed + errors * believed / 2, rest
