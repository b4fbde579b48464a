"""The nucleolus: the split whose worst-off coalitions are as well off as can be (Schmeidler 1969).

Found by successive linear programmes (Maschler, Peleg and Shapley 1979, Mathematics of Operations Research
4:303-338): lower the largest excess v(S) - x(S), fix the coalitions whose excess cannot fall further, go on with
the others until one split is left.
"""

from __future__ import annotations

import highspy
import numpy as np
from jaxtyping import Float

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
    inside, size = members(parties), max(float(np.abs(v).max()), 1e-12)
    quiet = highspy.HighsOptions()
    quiet.output_flag = False
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.passOptions(quiet)
    endless = highspy.kHighsInf
    for amount in least:
        solver.addVar(max(float(amount) / size, -endless), endless)
    solver.addVar(-endless, endless)
    solver.changeColCost(parties, 1.0)
    for s in free:
        held = np.append(np.flatnonzero(inside[s]), parties).astype(np.int32)
        solver.addRow(float(v[s]) / size, endless, len(held), held, np.ones(len(held)))
    for s, total in fixed.items():
        held = np.flatnonzero(inside[s]).astype(np.int32)
        solver.addRow(total / size, total / size, len(held), held, np.ones(len(held)))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ValueError("no split meets what parties must get")
    found = solver.getSolution()
    return float(found.col_value[parties]) * size, np.array(found.row_dual)[: len(free)]


def _free(inside: np.ndarray, fixed: dict[int, float]) -> list[int]:
    """Return the coalitions whose share does not follow from the fixed ones."""
    _, strength, rows = np.linalg.svd(inside[list(fixed)].astype(float), full_matrices=False)
    known = rows[strength > CLOSE * strength[0]]
    rest = inside - inside @ known.T @ known
    return [int(s) for s in np.flatnonzero(np.abs(rest).max(1) > CLOSE)]
