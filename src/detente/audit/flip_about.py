"""What all claims are about the centre: there, at its other variants, and at steps along each assumption."""

from __future__ import annotations

import numpy as np

from ..bind.records import BoundClaim, Column
from ..models.outcomes import OUTCOMES
from .flip_limits import Limit, Limits, Point, joined
from .flip_nearest import Linear
from .flip_points import Tried
from .flip_scan import Crossing, Scan
from .flip_space import Space

MANY = 32
"""Assumptions along which an edge may be felt."""


class About:
    """What the models gave about the centre, for all claims at once."""

    def __init__(self, limits: Limits, scan: Scan) -> None:
        """Run the models at the centre, at its other variants, and at the steps: near, then far where that tells."""
        space, nothing = limits.space, np.zeros(len(limits.space.moving))
        self.limits, self.scan, self._near = limits, scan, scan
        self.others = [(one, place) for one in space.choices for place in variants(space, one.name)]
        points = [Point(nothing, space.likeliest, {})]
        points += [Point(nothing, space.likeliest | {one.name: place}, {}) for one, place in self.others]
        self.first = len(points)
        self.found = limits.at([*points, *(Point(one, space.likeliest, {}) for one in scan.near_points)])
        self._columns = limits.columns
        orders = [self.order(claim) for claim in limits.claims]
        at = {int(dim): place for place, dim in enumerate(scan.dims)}
        dims = [order[rank] for rank in range(MANY) for order in orders if rank < len(order)]
        self.scan = scan.with_far([at[dim] for dim in dict.fromkeys([*dims, *at])])
        more = self.scan.points[len(scan.near_points) :]
        if len(more):
            far = limits.at([Point(one, space.likeliest, {}) for one in more])
            self.found = {name: joined(its, far[name]) for name, its in self.found.items()}

    def centre(self, claim: str, row: int = 0) -> Tried:
        """Return what a claim is at the centre, or in another row at one of its other variants."""
        its = self.found[claim]
        return Tried(np.zeros(len(self.scan.space.moving)), int(its.truth[row]), its.margins[row])

    def beside(self, claim: str) -> Limit:
        """Return what a claim is at the steps."""
        its = self.found[claim]
        return Limit(its.truth[self.first :], its.margin[self.first :], its.margins[self.first :])

    def steps(self, claim: str) -> np.ndarray:
        """Return how far a claim's margins are at the steps from those at the centre, `[level, dim, comparison]`."""
        return self.scan.steps(self.beside(claim).margins, self.found[claim].margins[0])

    def crossings(self, claim: str) -> list[Crossing]:
        """Return where a claim turns between two steps along one assumption, the nearest first."""
        its = self.found[claim]
        return self.scan.crossings(self.beside(claim), int(its.truth[0]), its.margins[0])

    def slopes(self, claim: str) -> Linear:
        """Return a claim's margins, linear about the centre, from the first step along each assumption."""
        scan, space = self.scan, self.scan.space
        rows = self.beside(claim).margins[scan.rows[0]]
        centre = self.found[claim].margins[0]
        at = space.features(np.zeros(len(space.moving)))
        moved = np.array(
            [space.features(one)[dim] - at[dim] for one, dim in zip(scan.points, scan.dims, strict=False)]
        )
        found = np.zeros((len(centre), len(space.moving)))
        with np.errstate(all="ignore"):
            found[:, scan.dims] = (rows - centre).T / moved
        return Linear(at, centre, np.where(np.isfinite(found), found, 0.0))

    def order(self, claim: BoundClaim) -> list[int]:
        """Return the dimensions along which a claim's edge may be felt, those that tell most first.

        First those that turn it alone, then those that move its margins, then those that move what its models give:
        a choice's margin is silent about most of what the choice hangs on.
        """
        alone = [one.dim for one in self.crossings(claim.id)]
        margins = _ranked(np.abs(self.steps(claim.id)).max(axis=0))
        read = {name for names in claim.cells.values() for name in names}
        its = {_model(one.outcome) for one in self.limits.problem.cells if one.name in read}
        names = [one.name for one in self.limits.problem.cells if _model(one.outcome) in its]
        outcomes = np.stack([self._columns[name] for name in names], axis=1) if names else np.empty((0, 0))
        moved = (
            _ranked(np.abs(self._near.steps(outcomes[self.first :], outcomes[0])).max(axis=0))
            if names
            else []
        )
        dims = [int(self.scan.dims[place]) for place in [*margins[: MANY // 2], *moved]]
        return list(dict.fromkeys([*alone, *(dims or self.scan.dims.tolist())]))[:MANY]


def variants(space: Space, choice: str) -> list[int]:
    """Return the variants of a choice but its likeliest."""
    column: Column = next(one for one in space.choices if one.name == choice)
    count = len(getattr(column.distribution, "names", ()))
    return [place for place in range(count) if place != space.likeliest[choice]]


def _model(outcome: str) -> str:
    return OUTCOMES[outcome].model if outcome in OUTCOMES else ""


def _ranked(moved: np.ndarray) -> list[int]:
    """Return the rows of `[dim, column]` that move columns at all, those that move one of them most first."""
    most = moved.max(axis=0, initial=0.0)
    shares = moved[:, most > 0] / most[most > 0]
    told = shares.max(axis=1, initial=0.0) + shares.mean(axis=1) if shares.size else np.zeros(len(moved))
    return [int(place) for place in np.argsort(-told, kind="stable") if told[place] > 1e-6]
