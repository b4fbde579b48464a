"""Linear programmes in whole numbers: nothing is rounded (Edmonds 1967; Bland 1977 against going round in circles)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Shaped


def greatest(
    cost: Shaped[np.ndarray, " x"], rows: Shaped[np.ndarray, "row x"], right: Shaped[np.ndarray, " row"]
) -> tuple[Fraction, list[Fraction]] | None:
    """Return the greatest cost . x where x >= 0 and rows x <= right, and such an x; None where there is no bound.

    All are whole numbers, `right` at least 0, so that x = 0 is allowed.
    """
    count, size = rows.shape
    table = np.zeros((count + 1, size + count + 1), dtype=object)
    table[:] = 0
    table[:count, :size], table[:count, -1] = rows, right
    table[range(count), range(size, size + count)] = 1
    table[count, :size] = -cost
    basis, below = list(range(size, size + count)), 1
    while True:
        enters = next((k for k in range(size + count) if table[count, k] < 0), None)
        if enters is None:
            break
        held = [k for k in range(count) if table[k, enters] > 0]
        if not held:
            return None
        leaves = min(held, key=lambda k: (Fraction(table[k, -1], table[k, enters]), basis[k]))
        pivot, row = table[leaves, enters], table[leaves].copy()
        table = (table * pivot - np.outer(table[:, enters], row)) // below
        table[leaves] = row
        basis[leaves], below = enters, pivot
    at = [Fraction(0)] * size
    for k, place in enumerate(basis):
        if place < size:
            at[place] = Fraction(table[k, -1], below)
    return Fraction(table[count, -1], below), at


def singular(matrix: Shaped[np.ndarray, "row row"]) -> bool:
    """Tell whether a square matrix of whole numbers or fractions has no inverse, by elimination."""
    left = matrix * Fraction(1)
    for k in range(len(left)):
        pivot = next((row for row in range(k, len(left)) if left[row, k]), None)
        if pivot is None:
            return True
        left[[k, pivot]] = left[[pivot, k]]
        left[k + 1 :] -= np.outer(left[k + 1 :, k] / left[k, k], left[k])
    return False
