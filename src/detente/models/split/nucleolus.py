"""The nucleolus: the split whose worst-off coalitions are as well off as can be (Schmeidler 1969).

Found by successive linear programmes (Maschler, Peleg and Shapley 1979, Mathematics of Operations Research
4:303-338): lower the largest excess v(S) - x(S), fix the coalitions whose excess cannot fall further, go on with
the others until one split is left.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from scipy import optimize

from .coalitions import members, parties_in

CLOSE = 1e-7
"""Share of the game's size by which an excess must be able to fall to count as free."""


def nucleolus(v: Float[np.ndarray, " coalition"], *, imputations: bool = True) -> Float[np.ndarray, " party"]:
    """Return the nucleolus of a game; with `imputations` off, the prenucleolus.

    Among imputations no party gets less than it has alone. Raises ValueError where there is none: parties
    alone have more than all together.
    """
    parties = parties_in(v)
    inside, whole = members(parties), 2**parties - 1
    alone = v[1 << np.arange(parties)]
    size = max(float(np.abs(v).max()), 1e-12)
    if imputations and alone.sum() > v[whole] + CLOSE * size:
        raise ValueError("no split gives every party what it has alone: together they have less")
    fixed: dict[int, float] = {whole: float(v[whole])}
    least = alone if imputations else np.full(parties, -np.inf)
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
