"""What every claim of a study is at points of its assumptions, told by the models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..bind.records import BoundClaim, Problem
from ..ground.faults import RunError
from .batch import DRAW, Evaluate
from .flip_space import Space, Variants
from .truth import judged_in

ROUND = 128
"""Points computed in one call: always as many, so that the models are compiled once for it."""


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


def joined(one: Limit, other: Limit) -> Limit:
    """Return what a claim is at some points and at others."""
    return Limit(
        *(np.concatenate(pair) for pair in zip(vars(one).values(), vars(other).values(), strict=True))
    )


class Limits:
    """The limit states of some claims; counts the calls of the models and the points computed."""

    def __init__(
        self, problem: Problem, space: Space, claims: Sequence[BoundClaim], evaluate: Evaluate
    ) -> None:
        """Take the claims whose truth is wanted."""
        self.problem, self.space, self.claims, self.evaluate = problem, space, tuple(claims), evaluate
        self.calls = self.points = 0
        self.columns: dict[str, np.ndarray] = {}
        """All that the models gave at the points asked for last, `[point]` each."""

    def at(self, points: Sequence[Point]) -> dict[str, Limit]:
        """Return what each claim is at points, by its name: all claims at all points."""
        parts = [self._columns(points[start : start + ROUND]) for start in range(0, len(points), ROUND)]
        columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        self.points += len(points)
        self.columns = columns
        found: dict[str, Limit] = {}
        for claim in self.claims:
            its = judged_in(self.problem, claim, columns, len(points))
            margins = np.stack([atom.margin for atom in its.atoms], axis=1)
            found[claim.id] = Limit(its.truth, its.margin, margins)
        return found

    def _columns(self, points: Sequence[Point]) -> dict[str, np.ndarray]:
        """Run the models once and return assumptions and outcomes, `[point]` each. Raises RunError if they fail."""
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
        self.calls += 1
        columns = values | {name: np.asarray(found, dtype=float) for name, found in outcomes.items()}
        return {name: column[: len(points)] for name, column in columns.items()}
