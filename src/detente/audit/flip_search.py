"""Search for the nearest points at which claims change: all claims together, a few rounds of the models.

Each round computes points of all claims side by side. Directions come from the draws and from the slopes at
the centre; then the point found is drawn nearer by steps of Hasofer and Lind as Rackwitz and Fiessler take
them (1978, Computers & Structures 9:489-494), with slopes in the columns that matter most, by leaving columns
out one by one, and by keeping only the largest. Where a margin is a step, leaving out does what slopes cannot.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float, Int

from .rays import Front, along, close_in, shoot, take
from .trial import Bench, Tried, flipped

REACH = np.array([1.0, 2.0, 3.0, 4.5, 6.0])
"""Distances tried along a direction [standard deviations]."""
ABOUT = np.array([0.5, 0.75, 1.0, 1.25, 1.5])
"""Distances tried along the way to a draw, as shares of its own."""
NEARER = np.array([0.6, 0.8, 0.95])
"""Distances tried along a better direction, as shares of the nearest so far."""
STEP = 0.1
"""Of slopes at the centre [standard deviations]."""
WORKED = 10
"""Columns whose slopes are taken at a point, and that are left out one by one: those farthest from the centre."""
ROUNDS = 2
FEW = (1, 2, 3, 5, 8)
"""How many columns a flip is tried to be told in."""
SLACK = 1.05
"""How much farther a flip in fewer columns may be than the nearest one."""
PROVE = np.array([1.001, 1.01])
"""Where the change is computed once more, as shares of the distance found."""


def search(
    bench: Bench,
    aim: Int[np.ndarray, " target"],
    rays: Sequence[Float[np.ndarray, "ray free"]],
    slopes: np.ndarray,
) -> Front:
    """Return the nearest change found of each target.

    `aim` is the truth that each is to take, -1 for one that is not sought. `rays` are each target's draws on the
    other side, `slopes` `[target, direction, free]` directions.
    """
    front = Front.of(aim, slopes.shape[2])
    count, each = slopes.shape[:2]
    owner = np.repeat(np.arange(count), each)
    shoot(bench, front, owner, slopes.reshape(-1, slopes.shape[2]), np.tile(REACH, (len(owner), 1)))
    if any(len(some) for some in rays):
        owner = np.repeat(np.arange(count), [len(some) for some in rays])
        ways = np.concatenate([some for some in rays if len(some)])
        shoot(bench, front, owner, ways, np.linalg.norm(ways, axis=1)[:, None] * ABOUT)
    for _ in range(ROUNDS):
        close_in(bench, front)
        _draw_nearer(bench, front)
    close_in(bench, front)
    _keep_few(bench, front)
    close_in(bench, front)
    return front


def at_centre(
    bench: Bench, width: int, firsts: Sequence[int]
) -> tuple[Tried, Float[np.ndarray, "target free"]]:
    """Return what each target is at the centre, and how the margins of the `firsts` rise from there by column.

    The firsts have the same columns held, so that one step along a column serves them all.
    """
    everyone = np.arange(len(bench.targets))
    middle = bench(everyone, np.zeros((len(everyone), width)))
    slopes = np.zeros((len(everyone), width))
    if firsts:
        held = np.tile(bench.targets[firsts[0]].held, (width, 1))
        columns = bench.compute(STEP * np.eye(width), held)
        for target in firsts:
            found = bench.judge(target, columns, width)
            slopes[target] = (found.margin - middle.margin[target]) / STEP
    return middle, np.where(np.isfinite(slopes), slopes, 0.0)


def prove(
    bench: Bench, front: Front
) -> tuple[Float[np.ndarray, "target free"], Float[np.ndarray, " target"]]:
    """Compute each change once more, a little beyond; return the points and margins there, NaN where it is none.

    A claim may sit on an edge within what the models solve to, so a point just beyond it is what is told.
    """
    points, margins = np.full((len(front.aim), front.way.shape[1]), np.nan), np.full(len(front.aim), np.nan)
    owner = front.found
    if not len(owner):
        return points, margins
    tried_at = (front.points[owner][:, None] * PROVE[:, None]).reshape(-1, front.way.shape[1])
    owners = np.repeat(owner, len(PROVE))
    tried = bench(owners, tried_at)
    sure = flipped(tried, front.aim[owners])
    for place in np.flatnonzero(sure)[::-1]:
        points[owners[place]], margins[owners[place]] = tried_at[place], tried.margin[place]
    return points, margins


def _draw_nearer(bench: Bench, front: Front) -> None:
    """Try better directions at each target's point: along its slopes, and without the columns it can do without."""
    owner, points = front.found, front.points
    if not len(owner):
        return
    worked = np.argsort(-np.abs(points[owner]), axis=1, kind="stable")[:, :WORKED]
    each = worked.shape[1]
    left_out = np.repeat(points[owner], each, axis=0)
    left_out[np.arange(len(left_out)), worked.ravel()] = 0.0
    tried = bench(np.concatenate([owner, np.repeat(owner, each)]), np.concatenate([points[owner], left_out]))
    here, there = tried.margin[: len(owner)], tried.margin[len(owner) :].reshape(-1, each)
    still = flipped(tried, np.concatenate([front.aim[owner], np.repeat(front.aim[owner], each)]))[
        len(owner) :
    ]
    at = np.take_along_axis(points[owner], worked, axis=1)
    ways = np.zeros((2, len(owner), points.shape[1]))
    np.put_along_axis(ways[0], worked, _tangent(at, here, there), axis=1)
    np.put_along_axis(ways[1], worked, np.where(still.reshape(-1, each), 0.0, at), axis=1)
    lengths = front.high[owner, None] * NEARER
    shoot(bench, front, np.tile(owner, 2), ways.reshape(-1, points.shape[1]), np.tile(lengths, (2, 1)))


def _tangent(
    at: Float[np.ndarray, "target worked"],
    here: Float[np.ndarray, " target"],
    there: Float[np.ndarray, "target worked"],
) -> Float[np.ndarray, "target worked"]:
    """Return the point nearest to the centre on the plane that a margin and its slopes span; 0 without slopes."""
    with np.errstate(all="ignore"):
        slope = np.where(at != 0, (here[:, None] - there) / at, 0.0)
        slope = np.where(np.isfinite(slope), slope, 0.0)
        size = (slope**2).sum(axis=1)
        reach = ((slope * at).sum(axis=1) - here) / size
    return np.where((size > 0)[:, None] & np.isfinite(reach)[:, None], slope * reach[:, None], 0.0)


def _keep_few(bench: Bench, front: Front) -> None:
    """Tell each change in as few columns as do it at hardly more distance: the largest alone, drawn out a little."""
    owner, points = front.found, front.points
    if not len(owner):
        return
    order = np.argsort(-np.abs(points[owner]), axis=1, kind="stable")
    ways = np.zeros((len(owner), len(FEW), points.shape[1]))
    for place, few in enumerate(FEW):
        largest = order[:, :few]
        np.put_along_axis(ways[:, place], largest, np.take_along_axis(points[owner], largest, axis=1), axis=1)
    lengths = np.repeat(front.high[owner, None] * np.array([1.0, SLACK]), len(FEW), axis=0)
    owners = np.repeat(owner, len(FEW))
    low, high = along(bench, front.aim, owners, ways.reshape(-1, points.shape[1]), lengths)
    for row, target in enumerate(owner):
        some = slice(row * len(FEW), (row + 1) * len(FEW))
        fewest = int(np.argmax(np.isfinite(high[some])))
        if np.isfinite(high[some][fewest]):
            take(front, int(target), ways[row, fewest], float(low[some][fewest]), float(high[some][fewest]))
