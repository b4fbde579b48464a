"""Directions in which a claim may change, told by the draws of a run before any new point is computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from scipy import special

from .basis import MOST_DRAWS, mid_ranks
from .draws import REPLICATES, Draws
from .normals import Normals
from .ppf import ppf, sampled

CLEAR = 4.0
"""Standard errors from which a column's correlation with a margin is more than noise."""
NEAREST = 3
"""Draws on the other side that give a direction each."""


@dataclass(frozen=True)
class Known:
    """The first draws of each replicate as points."""

    rows: Int[np.ndarray, " point"]
    """Their numbers among all draws."""
    free: Float[np.ndarray, "point free"]
    held: Float[np.ndarray, "point held"]


def known(sample: Draws, normals: Normals) -> Known:
    """Return the points of a run's draws, of many draws only some."""
    each = min(sample.points, MOST_DRAWS // REPLICATES)
    starts = [replicate * sample.points for replicate in range(REPLICATES)]
    cube = np.concatenate([sample.cube(start, start + each) for start in starts])
    place = {column.name: k for k, column in enumerate(sampled(sample.columns))}
    held = [ppf(one.distribution, cube[:, place[one.name]]) for one in normals.held]
    rows = np.concatenate([np.arange(start, start + each) for start in starts])
    return Known(rows, normals.cube(cube), np.stack(held, axis=1) if held else np.empty((len(rows), 0)))


def correlation(
    points: Known, truth: Int[np.ndarray, " point"], margin: Float[np.ndarray, " point"], aim: int
) -> Float[np.ndarray, " free"]:
    """Return the direction in which a margin falls (or rises, if `aim` is 1) on average over the draws.

    For normal columns the mean of column times score is the mean slope (Stein 1981, Annals of Statistics
    9:1135-1151). All 0 where it is noise. Where the margin never varies, truth stands in for it.
    """
    sure = (truth >= 0) & np.isfinite(margin)
    if sure.sum() < REPLICATES:
        return np.zeros(points.free.shape[1])
    y = margin[sure] if np.ptp(margin[sure]) > 0 else truth[sure].astype(float)
    if np.ptp(y) == 0:
        return np.zeros(points.free.shape[1])
    score = special.ndtri(mid_ranks(y))
    slope = points.free[sure].T @ (score - score.mean()) / sure.sum() / score.std()
    slope[np.abs(slope) < CLEAR / np.sqrt(sure.sum())] = 0.0
    return np.asarray(slope if aim == 1 else -slope)


def nearest(
    points: Known,
    truth: Int[np.ndarray, " point"],
    aim: int,
    held: Float[np.ndarray, " held"],
    deciding: Sequence[int],
) -> Float[np.ndarray, "ray free"]:
    """Return the nearest draws in which a claim is what it is to become, first in its deciding columns alone.

    Distances are over the deciding columns. The last row is the nearest draw whole, which differs from the
    centre in every column, and is sure to have changed if its held columns are those of the target.
    """
    there = np.flatnonzero(truth == aim)
    same = there[(points.held[there] == held).all(axis=1)]
    there = same if len(same) else there
    if not len(there) or not deciding:
        return np.empty((0, points.free.shape[1]))
    columns = np.asarray(deciding)
    far = (points.free[there][:, columns] ** 2).sum(axis=1)
    best = there[np.argsort(far, kind="stable")[:NEAREST]]
    rays = np.zeros((len(best) + 1, points.free.shape[1]))
    rays[:-1, columns] = points.free[best][:, columns]
    rays[-1] = points.free[best[0]]
    return rays
