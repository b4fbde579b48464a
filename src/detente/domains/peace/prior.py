"""What is believed of transitions before any is counted."""

from __future__ import annotations

import numpy as np


def prior(count: int, each: float, settlement: float, last_from: int | None = None) -> np.ndarray:
    """Return pseudo-counts `[phase, next]`: `each` in every cell among the phases but the last.

    The last phase is entered from one phase only.
    No settlement has ever been observed, so that the pseudo-count `settlement`, from the phase before the last
    (or `last_from`), alone gives its chance. The last phase is never left.
    """
    found = np.full((count, count), float(each))
    found[:, -1] = 0.0
    found[count - 2 if last_from is None else last_from, -1] = settlement
    found[-1] = 0.0
    found[-1, -1] = 1.0
    return found
