"""The nucleolus of one game by successive linear programmes (Maschler, Peleg and Shapley 1979).

Lower the largest excess v(S) - x(S), fix the coalitions whose excess cannot fall further, go on with the others
until one split is left (Mathematics of Operations Research 4:303-338). Solved by HiGHS: slower than the pivots on
a batch, and independent of them, so that each is a test of the other.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from scipy import optimize

from .coalitions import members, parties_in

CLOSE = 1e-7
"""Share of the game's size by which an excess must be able to fall to count as free."""


def programmed(v: Float[np.ndarray, " coalition"], least: Float[np.ndarray, " party"]) -> np.ndarray:
    """Return the nucleolus among the splits that give every party its least (-inf: anything), `[party]`.

    Raises ValueError where there is no such split.
    """
    parties = parties_in(v)
    inside, whole = members(parties), 2**parties - 1
    fixed: dict[int, float] = {whole: float(v[whole])}
    while np.linalg.matrix_rank(inside[list(fixed)]) < parties:
        free = _free(inside, fixed)
        worst, duals = lowest(v, fixed, free, least)
        fixed |= {s: float(v[s]) - worst for s, dual in zip(free, duals, strict=True) if dual > CLOSE}
    places = list(fixed)
    split, *_ = np.linalg.lstsq(
        inside[places].astype(float), np.array([fixed[s] for s in places]), rcond=None
    )
    return np.asarray(split)


def lowest(
    v: Float[np.ndarray, " coalition"],
    fixed: dict[int, float],
    free: list[int],
    least: Float[np.ndarray, " party"],
) -> tuple[float, np.ndarray]:
    """Return how low the largest excess v(S) - x(S) of the free coalitions can be, and what each costs.

    `fixed` gives x(S) of the others, `least` what each party must get. A coalition with a cost above 0 has
    that excess in every best split. Raises ValueError where there is no split.
    """
    parties = parties_in(v)
    inside, size = members(parties).astype(float), max(float(np.abs(v).max()), 1e-12)
    places, totals = list(fixed), np.array(list(fixed.values()))
    found = optimize.linprog(
        c=np.append(np.zeros(parties), 1.0),
        A_ub=-np.column_stack([inside[free], np.ones(len(free))]),
        b_ub=-v[free] / size,
        A_eq=np.column_stack([inside[places], np.zeros(len(places))]),
        b_eq=totals / size,
        bounds=[*((low / size, None) for low in least), (None, None)],
        method="highs",
    )
    if found.status != 0:
        raise ValueError("no split meets what parties must get")
    return float(found.fun) * size, -found.ineqlin.marginals


def _free(inside: np.ndarray, fixed: dict[int, float]) -> list[int]:
    """Return the coalitions whose share does not follow from the fixed ones."""
    _, strength, rows = np.linalg.svd(inside[list(fixed)].astype(float), full_matrices=False)
    known = rows[strength > CLOSE * strength[0]]
    rest = inside - inside @ known.T @ known
    return [int(s) for s in np.flatnonzero(np.abs(rest).max(1) > CLOSE)]
