"""The price of a scarce place: found by halving, polished by one step of Newton's method, so that it has a slope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

HALVINGS = 18
NUDGE = 0.01
"""Step of the difference quotient, in the unit of the price."""


Excess = Callable[[Any, Any], Any]


def price(excess: Excess, given: Any, high: Any, xp: Any) -> Any:
    """Return the price at which excess demand, which falls in it, is zero; 0 where nothing is scarce.

    `excess` takes a price and what is `given`, a tuple; at the price `high` it is at most zero. A fixed number of
    steps: traceable. The last step makes the derivative in what is given that of the implicit function.
    """
    near = xp.maximum(_halved(excess, given, high, xp), NUDGE)
    slope = (excess(near + NUDGE, given) - excess(near - NUDGE, given)) / (2 * NUDGE)
    falls = slope < 0
    polished = near - xp.where(falls, excess(near, given), 0.0) / xp.where(falls, slope, -1.0)
    return xp.where(excess(0.0 * near, given) > 0, xp.maximum(polished, 0.0), 0.0)


def _halved(excess: Excess, given: Any, high: Any, xp: Any) -> Any:
    """Return a price near the one wanted, without a slope."""
    if xp is np:
        bounds = 0.0 * high, high
        for _ in range(HALVINGS):
            bounds = _half(excess, given, bounds, xp)
        return 0.5 * (bounds[0] + bounds[1])
    from jax import lax

    still, top = lax.stop_gradient((given, high))
    found = lax.fori_loop(0, HALVINGS, lambda _, ends: _half(excess, still, ends, xp), (0.0 * top, top))
    return 0.5 * (found[0] + found[1])


def _half(excess: Excess, given: Any, bounds: tuple[Any, Any], xp: Any) -> tuple[Any, Any]:
    """Return the half of an interval in which excess demand becomes zero."""
    middle = 0.5 * (bounds[0] + bounds[1])
    wanted = excess(middle, given) > 0
    return xp.where(wanted, middle, bounds[0]), xp.where(wanted, bounds[1], middle)
