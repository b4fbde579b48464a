"""The price of a scarce place: found by halving, polished by one step of Newton's method, so that it has a slope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

HALVINGS = 18
NUDGE = 0.01
"""Step of the difference quotient, in the unit of the price."""


def price(excess: Callable[[Any], Any], high: Any, xp: Any) -> Any:
    """Return the price at which excess demand, which falls in it, is zero; 0 where nothing is scarce.

    `high` is a price at which excess demand is at most zero. A fixed number of steps: traceable. The last step makes
    the derivative that of the implicit function, whatever the halvings did.
    """
    low, top = 0.0 * high, high
    for _ in range(HALVINGS):
        middle = 0.5 * (low + top)
        wanted = excess(middle) > 0
        low, top = xp.where(wanted, middle, low), xp.where(wanted, top, middle)
    near = xp.maximum(0.5 * (low + top), NUDGE)
    slope = (excess(near + NUDGE) - excess(near - NUDGE)) / (2 * NUDGE)
    falls = slope < 0
    polished = near - xp.where(falls, excess(near), 0.0) / xp.where(falls, slope, -1.0)
    return xp.where(excess(0.0 * high) > 0, xp.clip(polished, 0.0, high), 0.0)
