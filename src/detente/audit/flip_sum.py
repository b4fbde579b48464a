"""The nearest point at which sums over single assumptions say that a claim turns: jumps and bends along each count."""

from __future__ import annotations

import numpy as np

from .flip_scan import Scan
from .flip_ways import Way

GRID = np.linspace(-2.4, 2.4, 121)
"""Standard deviations at which each assumption's part is tabled."""
ROUNDS, HALVINGS = 8, 24
FEW = 60
"""Assumptions that are looked at: those that move a comparison most."""


def nearest_sum(scan: Scan, steps: np.ndarray, centre: np.ndarray, way: Way) -> np.ndarray | None:
    """Return the point; None where no sum within the steps does it.

    A margin is taken as its value at the centre and a part for each assumption, drawn straight between the steps
    `[level, dim, comparison]`. What is least far is found from multipliers of the comparisons, one assumption at a
    time (Everett 1963, Operations Research 11:399-417).
    """
    places = [place for place, _ in sorted(way)]
    signs = np.array([1.0 if holds else -1.0 for _, holds in sorted(way)])
    needed = -signs * centre[places]
    if not np.isfinite(needed).all():
        return None
    moved = np.abs(steps[:, :, places]).max(axis=0)
    total = moved.sum(axis=0)
    share = (moved / np.where(total > 0, total, 1.0)).max(axis=1)
    few = np.argsort(-share, kind="stable")[:FEW]
    few = few[share[few] > 0]
    if not len(few) or (total == 0).any():
        return None
    parts = _parts(scan, steps, few, places) * signs / total
    found = _least(parts, needed / total)
    if found is None:
        return None
    own = np.zeros((1, len(scan.space.moving)))
    own[0, scan.dims[few]] = found
    return np.asarray(scan.space.parted(own)[0])


def _parts(scan: Scan, steps: np.ndarray, few: np.ndarray, places: list[int]) -> np.ndarray:
    """Return each assumption's part in each comparison over the grid, `[dim, grid, comparison]`."""
    levels = np.array([0.0, *scan.levels])
    order = np.argsort(levels)
    known = np.concatenate([np.zeros_like(steps[:1]), steps])[order]
    found = np.zeros((len(few), len(GRID), len(places)))
    for row, dim in enumerate(few):
        own = np.array([0.0, *(scan.space.own_step(int(scan.dims[dim]), one) for one in scan.levels)])[order]
        for column, place in enumerate(places):
            found[row, :, column] = np.interp(GRID, own, known[:, dim, place])
    return found


def _least(parts: np.ndarray, needed: np.ndarray) -> np.ndarray | None:
    """Return numbers on the grid, `[dim]`, whose parts come to what is needed at the least sum of squares."""

    def chosen(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        best = (parts @ weights - GRID**2 / 2).argmax(axis=1)
        return GRID[best], parts[np.arange(len(parts)), best].sum(axis=0)

    weights, best = np.zeros(len(needed)), None
    for _ in range(ROUNDS if len(needed) > 1 else 1):
        for place in range(len(needed)):
            trial = np.where(np.arange(len(needed)) == place, 0.0, weights)
            low, high = 0.0, 0.0
            if chosen(trial)[1][place] < needed[place]:
                high = 1.0
                while (
                    chosen(np.where(np.arange(len(needed)) == place, high, weights))[1][place] < needed[place]
                ):
                    low, high = high, 4 * high
                    if high > 1e9:
                        return best
            for _ in range(HALVINGS if high else 0):
                middle = (low + high) / 2
                trial[place] = middle
                low, high = (middle, high) if chosen(trial)[1][place] < needed[place] else (low, middle)
            weights[place] = high
        point, come = chosen(weights)
        if (come >= needed - 1e-9).all() and (best is None or point @ point < best @ best):
            best = point
    return best
