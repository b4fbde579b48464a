"""Ways that are never the best while the numbers stay near their ranges are left out before any is priced."""

from __future__ import annotations

from itertools import product

import numpy as np

from ...world.ranges import Range
from .amounts import KINDS

SLACK = 1.25
"""By how much a number may pass the ends of its range without a best way being left out."""
LONG = ("rail", "old_rail", "road")


def never_best(amounts: np.ndarray, known: dict[str, Range]) -> np.ndarray:
    """Tell which ways `[way, kind]` cost more than another one for every number within its range, `[way]`.

    The difference of two ways' costs is linear in each number alone, so that its greatest value lies at ends of the
    ranges. Of two ways with equal amounts the first stays.
    """
    least = np.zeros(len(amounts), bool)
    ahead = amounts[:, None] - amounts[None]
    worst = np.full(ahead.shape[:2], -np.inf)
    worths = [one for name, one in known.items() if name.startswith("value_") and name != "value_of_day"]
    days = known["value_of_day"]
    ends = (
        10 * days.low * min(one.low for one in worths) / SLACK**2,
        10 * days.high * max(one.high for one in worths) * SLACK**2,
    )
    for day, detour in product(ends, _ends(known["detour"])):
        worst = np.maximum(worst, _most(ahead, known, day, detour))
    for place in range(len(amounts)):
        better = (worst[:, place] <= 0) & ~least
        better[place] = False
        least[place] = bool(better.any())
    return least


def _most(ahead: np.ndarray, known: dict[str, Range], day: float, detour: float) -> np.ndarray:
    """Return the most by which one way can cost more than another [US$/TEU], `[way, way]`."""
    at = {kind: ahead[..., place] for place, kind in enumerate(KINDS)}
    total = at["own_price"] + day * at["own_days"]
    for kind in LONG:
        km = at[kind] + detour * at[f"{kind}_straight"]
        total = total + _greatest(km, _ends(known[f"{kind}_price"]))
        total = total + day * _greatest(km, _per(known[f"{kind}_speed"]))
    total = total + _greatest(at["sea"], _ends(known["sea_price"]))
    total = total + day * _greatest(at["sea"], _per(known["sea_speed"]))
    for kind, name in (("ports", "port"), ("border", "border"), ("gauge", "gauge")):
        total = total + _greatest(at[kind], _ends(known[f"{name}_price"]))
        total = total + day * _greatest(at[kind], _ends(known[f"{name}_days"]))
    return np.asarray(total)


def _ends(one: Range) -> tuple[float, float]:
    return one.low / SLACK, one.high * SLACK


def _per(one: Range) -> tuple[float, float]:
    return 1 / (one.high * SLACK), SLACK / one.low


def _greatest(amount: np.ndarray, ends: tuple[float, float]) -> np.ndarray:
    most: np.ndarray = np.maximum(amount * ends[0], amount * ends[1])
    return most
