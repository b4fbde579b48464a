"""How many numbers each part of an expression is: where two lists meet, they must be as long."""

from __future__ import annotations

import math

from ..study.expression import Expression, Number, Reference, Tree, fault_at
from ..study.faults import Faults
from ..study.syntax import REDUCTIONS, is_truth


def check_lengths(expression: Expression, faults: Faults) -> None:
    """Add a fault for each place where lists of different lengths meet."""
    _length(expression.tree, expression, faults)


def _length(tree: Tree, whole: Expression, faults: Faults, inside: bool = False) -> int:
    """Return how many numbers a part is: as many as its list has, or one; `inside` an `all` or `any`, truths too."""
    if isinstance(tree, Number):
        return 1
    if isinstance(tree, Reference):
        return math.prod(len(index) for index in tree.indices if isinstance(index, tuple))
    folds = tree.name in ("all", "any")
    found = [_length(part, whole, faults, inside or folds) for part in tree.parts]
    lists = sorted({length for length in found if length > 1})
    if folds:
        return 1
    if len(lists) > 1:
        what = f"a list of {lists[0]} meets a list of {lists[1]}"
        mend = "reduce each by .min, .max, .sum or .mean, or name as many in both"
        faults.found.append(fault_at(whole.text, whole.place, tree.at, what, mend))
        return 1
    reduced = (is_truth(tree) and not inside) or (tree.name in REDUCTIONS and len(tree.parts) == 1)
    return 1 if reduced or not lists else lists[0]
