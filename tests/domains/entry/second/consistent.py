"""Are beliefs the limit of Bayes' rule under some vanishing mistakes? An exact test for one assessment.

Beliefs are consistent exactly where there are (i) whole numbers K(move) >= 0, zero just for moves that are
played, such that in each information set the nodes believed possible are those with the least sum of K on the
way to them, and (ii) positive weights c(move), the probability itself for a move played, such that beliefs
among them go by the product of c on the way (Kreps and Wilson 1982, lemmas A1 and A2: mistakes c e^K, e -> 0).
Both are linear: (i) in K, (ii) in log c.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.domains.forms import CHANCE
from detente.domains.strategy.tree import Tree

if TYPE_CHECKING:
    from jaxtyping import Float

EXACT = 1e-7
"""Largest error of log beliefs that counts as none."""


def consistent(
    tree: Tree, behaviour: Float[np.ndarray, "set move"], beliefs: Float[np.ndarray, " node"]
) -> bool:
    """Tell whether beliefs are consistent with behaviour in the sense of Kreps and Wilson."""
    slips, known = _ways(tree, behaviour)
    rows: list[np.ndarray] = []
    above: list[np.ndarray] = []
    logs: list[float] = []
    for place in range(len(behaviour)):
        nodes = np.flatnonzero(tree.set == place)
        first = nodes[np.argmax(beliefs[nodes])]
        for node in nodes[nodes != first]:
            way = slips[node] - slips[first]
            if beliefs[node] > 0:
                rows.append(way)
                logs.append(np.log(beliefs[node] / beliefs[first]) - (known[node] - known[first]))
            else:
                above.append(way)
    return _exponents(rows, above, slips.shape[1]) and _weights(rows, logs)


def _ways(tree: Tree, behaviour: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each node the unplayed moves on the way, `[node, unplayed]`, and log of the other chances."""
    unplayed = {(place, move): k for k, (place, move) in enumerate(np.argwhere(behaviour == 0).tolist())}
    slips = np.zeros((len(tree.player), len(unplayed)))
    known = np.zeros(len(tree.player))
    for node in range(1, len(tree.player)):
        parent, move = int(tree.parent[node]), int(tree.branch[node])
        slips[node], known[node] = slips[parent], known[parent]
        place = int(tree.set[parent])
        if tree.player[parent] == CHANCE:
            with np.errstate(divide="ignore"):
                known[node] += np.log(tree.chance[parent, move])
        elif (place, move) in unplayed:
            slips[node, unplayed[place, move]] += 1
        else:
            known[node] += np.log(behaviour[place, move])
    return slips, known


def _exponents(equal: list[np.ndarray], above: list[np.ndarray], count: int) -> bool:
    """Tell whether exponents of at least 1 make the nodes believed possible the least mistaken ones."""
    from scipy.optimize import linprog

    if not count:
        return not above
    bounds = [(1, None)] * count
    upper = {"A_ub": -np.array(above), "b_ub": -np.ones(len(above))} if above else {}
    same = {"A_eq": np.array(equal), "b_eq": np.zeros(len(equal))} if equal else {}
    return bool(linprog(np.ones(count), **upper, **same, bounds=bounds, method="highs").status == 0)


def _weights(rows: list[np.ndarray], logs: list[float]) -> bool:
    """Tell whether weights of the mistakes give the beliefs."""
    if not rows:
        return True
    right = np.array(logs)
    if not np.isfinite(right).all():
        return False
    matrix = np.array(rows)
    found = np.linalg.lstsq(matrix, right, rcond=None)[0] if matrix.shape[1] else np.zeros(0)
    return bool(np.abs(matrix @ found - right).max() <= EXACT)
