"""Rays from the centre: where along a direction a claim changes, for many claims at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from .trial import Bench, flipped

INSIDE = 4
"""Points tried inside each bracket in one round: it becomes a fifth."""


@dataclass
class Front:
    """How near each target's change has been found: along a direction, not yet at `low`, changed at `high`."""

    aim: Int[np.ndarray, " target"]
    """The truth that each target is to take: 1 or 0; -1 where it is not sought."""
    way: Float[np.ndarray, "target free"]
    """Of length 1."""
    low: Float[np.ndarray, " target"]
    high: Float[np.ndarray, " target"]
    """Infinite where no change has been found."""

    @classmethod
    def of(cls, aim: Int[np.ndarray, " target"], width: int) -> Front:
        """Return the front before anything is found."""
        count = len(aim)
        return cls(aim, np.zeros((count, width)), np.zeros(count), np.full(count, np.inf))

    @property
    def found(self) -> Int[np.ndarray, " found"]:
        """Return the targets for which a change has been found."""
        return np.flatnonzero(np.isfinite(self.high) & (self.high > 0))

    @property
    def points(self) -> Float[np.ndarray, "target free"]:
        """Return the nearest point of each target at which it has changed."""
        return np.asarray(self.way * np.where(np.isfinite(self.high), self.high, 0.0)[:, None])


def shoot(
    bench: Bench,
    front: Front,
    owner: Int[np.ndarray, " ray"],
    rays: Float[np.ndarray, "ray free"],
    lengths: Float[np.ndarray, "ray length"],
) -> None:
    """Try points along rays, nearest first, and take over what is nearer than the front.

    `lengths` are distances from the centre, rising along each ray. A ray of no length is left out.
    """
    low, high = along(bench, front.aim, owner, rays, lengths)
    for ray in np.flatnonzero(high < front.high[owner]):
        if high[ray] < front.high[owner[ray]]:
            take(front, int(owner[ray]), rays[ray], float(low[ray]), float(high[ray]))


def along(
    bench: Bench,
    aim: Int[np.ndarray, " target"],
    owner: Int[np.ndarray, " ray"],
    rays: Float[np.ndarray, "ray free"],
    lengths: Float[np.ndarray, "ray length"],
) -> tuple[Float[np.ndarray, " ray"], Float[np.ndarray, " ray"]]:
    """Return between which lengths each ray's target first changes; infinite where it does not."""
    size = np.linalg.norm(rays, axis=1)
    sound = np.flatnonzero(np.isfinite(size) & (size > 0) & (aim[owner] >= 0))
    low, high = np.zeros(len(rays)), np.full(len(rays), np.inf)
    if not len(sound):
        return low, high
    some, each = lengths[sound], lengths.shape[1]
    points = (rays[sound] / size[sound, None])[:, None] * some[:, :, None]
    tried = bench(np.repeat(owner[sound], each), points.reshape(-1, rays.shape[1]))
    changed = flipped(tried, np.repeat(aim[owner[sound]], each)).reshape(-1, each)
    first, any_did = changed.argmax(axis=1), changed.any(axis=1)
    padded = np.concatenate([np.zeros((len(some), 1)), some], axis=1)
    row = np.arange(len(some))
    low[sound] = np.where(any_did, padded[row, first], 0.0)
    high[sound] = np.where(any_did, some[row, first], np.inf)
    return low, high


def take(front: Front, target: int, ray: Float[np.ndarray, " free"], low: float, high: float) -> None:
    """Let a target's change be the one found along a ray."""
    front.way[target] = ray / np.linalg.norm(ray)
    front.low[target], front.high[target] = low, high


def close_in(bench: Bench, front: Front) -> None:
    """Cut each target's bracket to a fifth, or less."""
    owner = front.found
    steps = np.arange(1, INSIDE + 1) / (INSIDE + 1)
    lengths = front.low[owner, None] + (front.high - front.low)[owner, None] * steps
    ways = front.way[owner]
    if not len(owner):
        return
    tried = bench(np.repeat(owner, INSIDE), (ways[:, None] * lengths[:, :, None]).reshape(-1, ways.shape[1]))
    changed = flipped(tried, np.repeat(front.aim[owner], INSIDE)).reshape(-1, INSIDE)
    for row, target in enumerate(owner):
        first = int(np.argmax(changed[row])) if changed[row].any() else INSIDE
        if first:
            front.low[target] = lengths[row, first - 1]
        if first < INSIDE:
            front.high[target] = lengths[row, first]
