"""What a slider shows: its ends, its step, and how the assumption is distributed along it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from ..chance.cube import median as centre
from ..chance.cube import score
from ..domains.records import Column

TAIL = 0.002
"""Share of an unbounded distribution that lies beyond either end of its slider."""
STEPS = 200
PLACES = 41
"""Points at which a distribution is told along its slider."""
WIDTH, HEIGHT = 100, 16
"""Of the picture of a density, in its own units."""


@dataclass(frozen=True)
class Scale:
    """A slider: ends, step and centre [unit of the column], and percentiles and density at even places along it."""

    low: float
    high: float
    step: float
    centre: float
    below: tuple[float, ...]
    """Share of the distribution below each of `PLACES` even places, in per cent."""
    outline: str
    """The density as the path of a picture `WIDTH` wide and `HEIGHT` high."""


def scale(column: Column) -> Scale | None:
    """Return the slider of a column; None for what is chosen from a list, or is fixed."""
    d = column.distribution
    if d.listed or d.constant(column.part):
        return None
    low, high = d.ends(column.part)
    if not math.isfinite(low):
        low = _at(column, TAIL)
    if not math.isfinite(high):
        high = _at(column, 1 - TAIL)
    places = np.linspace(low, high, PLACES)
    below = special.ndtr(score(column, places))
    below[0], below[-1] = min(below[0], TAIL), max(below[-1], 1 - TAIL)
    step = float(f"{(high - low) / STEPS:.1g}")
    shares = tuple(round(100 * float(one), 1) for one in below)
    return Scale(float(low), float(high), step, centre(column), shares, _outline(below))


def _at(column: Column, share: float) -> float:
    """Return the value below which a share of an unbounded column lies."""
    d = column.distribution
    if d.joint:
        middle, spread = centre(column), 1.0
        probe = np.array([middle - spread, middle + spread])
        slope = float(np.diff(score(column, probe))[0] / (2 * spread))
        return middle + float(special.ndtri(share)) / slope
    return float(d.ppf(np.array([share]))[0])


def _outline(below: np.ndarray) -> str:
    """Return a density as a filled path, from the shares below even places."""
    heights = np.diff(below)
    tops = HEIGHT * (1 - heights / max(float(heights.max()), 1e-12))
    wide = WIDTH / len(heights)
    steps = "".join(f"L{(place + 0.5) * wide:.1f} {top:.1f}" for place, top in enumerate(tops))
    return f"M0 {HEIGHT}L0 {tops[0]:.1f}{steps}L{WIDTH} {tops[-1]:.1f}L{WIDTH} {HEIGHT}Z"
