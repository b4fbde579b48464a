"""Evaluate expressions over all draws at once: numbers, three-valued truth and signed margins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from .expression import COMPARISONS, Expression, Number, Operation, Reference, Tree
from .records import NamedQuantity

Lookup = Callable[[Reference], Any]
TRUE, FALSE, UNKNOWN = 1, 0, -1


class Atom(NamedTuple):
    """One comparison of a claim, as written, with its signed margin: above 0 where it holds."""

    text: str
    margin: Any


class Truth(NamedTuple):
    """Whether a claim holds in each draw (1, 0, or -1 for unknown), by how much, and its comparisons."""

    truth: Any
    margin: Any
    atoms: tuple[Atom, ...]


class _Judged(NamedTuple):
    """Truth as numbers 1, 0 and, for unknown, one half: Kleene's logic is then least and greatest."""

    truth: Any
    margin: Any


def through(quantities: Mapping[str, NamedQuantity], read: Lookup, xp: Any) -> Lookup:
    """Return a look-up that works out a study's quantities from what `read` finds of everything else."""

    def look_up(reference: Reference) -> Any:
        if reference.name in quantities and not reference.indices:
            return evaluate(quantities[reference.name].expression, look_up, xp)
        return read(reference)

    return look_up


def evaluate(expression: Expression, lookup: Lookup, xp: Any) -> Any:
    """Return the expression's number in each draw, NaN where it is unknown; `xp` is numpy or jax.numpy.

    Unknown are a division by nought, the logarithm of 0 or less, the root of what is below 0, what overflows, and
    all that is made of something unknown. An outcome that is endless by its meaning, as years to what never comes,
    stays so. A reference with a list among its labels gives an array with a leading axis over the list.
    """
    with np.errstate(all="ignore"):
        return _number(expression.tree, lookup, xp)


def judge(expression: Expression, lookup: Lookup, xp: Any) -> Truth:
    """Return the claim's truth and margin in each draw.

    The margin of `a < b` is b - a, of `and` the least, of `or` the greatest, of `not` the negative; NaN where any
    of them is unknown. Truth is Kleene's (1952, Introduction to Metamathematics, section 64): unknown unless the
    known parts settle it. A comparison of a list must hold for all of it, and within `any` for one of it at least.
    """
    atoms: list[Atom] = []
    with np.errstate(all="ignore"):
        judged = _judged(expression.tree, lookup, xp, atoms)
    code = xp.where(judged.truth == 0.5, UNKNOWN, xp.where(judged.truth > 0.5, TRUE, FALSE))
    return Truth(code.astype(xp.int8), judged.margin, tuple(atoms))


def _number(tree: Tree, lookup: Lookup, xp: Any) -> Any:
    if isinstance(tree, Number):
        return tree.value
    if isinstance(tree, Reference):
        return lookup(tree)
    parts = [_number(part, lookup, xp) for part in tree.parts]
    if tree.name in _REDUCE:
        return _reduced(tree.name, parts, xp)
    found, known, finite = _ARITHMETIC[tree.name](xp, *parts), True, True
    for part in parts:
        known, finite = known & ~xp.isnan(part), finite & xp.isfinite(part)
    return xp.where(known & (xp.isfinite(found) | ~finite), found, np.nan)[()]


_ARITHMETIC: dict[str, Callable[..., Any]] = {
    "+": lambda xp, a, b: a + b,
    "-": lambda xp, a, b: a - b,
    "*": lambda xp, a, b: a * b,
    "/": lambda xp, a, b: xp.divide(a, xp.where(xp.equal(b, 0), np.nan, b)),
    "^": lambda xp, a, b: xp.power(xp.asarray(a, float), b),
    "negative": lambda xp, a: -a,
    "abs": lambda xp, a: xp.abs(a),
    "exp": lambda xp, a: xp.exp(a),
    "log": lambda xp, a: xp.log(a),
    "sqrt": lambda xp, a: xp.sqrt(a),
}
_REDUCE = {"min": "min", "max": "max", "sum": "sum", "mean": "mean"}


def _reduced(name: str, parts: list[Any], xp: Any) -> Any:
    """Reduce one list over its leading axis, or several numbers with one another."""
    if len(parts) == 1 and not xp.ndim(parts[0]):
        return parts[0]
    stacked = parts[0] if len(parts) == 1 else xp.stack(xp.broadcast_arrays(*parts))
    found = getattr(xp, _REDUCE[name])(stacked, axis=0)
    return xp.where(xp.isfinite(found) | ~xp.isfinite(stacked).all(0), found, np.nan)


def _judged(tree: Tree, lookup: Lookup, xp: Any, atoms: list[Atom], fold: str = "") -> _Judged:
    """Judge a part; where `all` or `any` folds it ("min", "max"), lists are kept for that, else they fold here."""
    if isinstance(tree, Operation):
        if tree.name in COMPARISONS:
            return _compared(tree, lookup, xp, atoms, fold)
        if tree.name in ("all", "any"):
            inner = "min" if tree.name == "all" else "max"
            parts = [_judged(part, lookup, xp, atoms, inner) for part in tree.parts]
            return _joined(
                [_Judged(*(_folded(one, inner) for one in part)) for part in parts], _CHOOSE[inner](xp)
            )
        if tree.name in ("and", "or"):
            parts = [_judged(part, lookup, xp, atoms, fold) for part in tree.parts]
            return _joined(parts, _CHOOSE["min" if tree.name == "and" else "max"](xp))
        if tree.name == "not":
            one = _judged(tree.parts[0], lookup, xp, atoms, fold)
            return _Judged(1 - one.truth, -one.margin)
    raise ValueError("not a comparison")


_CHOOSE: dict[str, Callable[[Any], Any]] = {"min": lambda xp: xp.minimum, "max": lambda xp: xp.maximum}


def _folded(values: Any, fold: str) -> Any:
    """Reduce a list over its leading axis; `[draw]` stays."""
    return getattr(values, fold)(0) if values.ndim > 1 else values


def _joined(parts: list[_Judged], choose: Any) -> _Judged:
    joined = parts[0]
    for part in parts[1:]:
        joined = _Judged(choose(joined.truth, part.truth), choose(joined.margin, part.margin))
    return joined


def _compared(tree: Operation, lookup: Lookup, xp: Any, atoms: list[Atom], fold: str) -> _Judged:
    left, right = (_number(part, lookup, xp) for part in tree.parts)
    difference = xp.asarray(right, float) - left
    margin = {"<": difference, "<=": difference, ">": -difference, ">=": -difference}.get(tree.name)
    if margin is None:
        margin = -xp.abs(difference) if tree.name == "==" else xp.abs(difference)
    holds = margin >= 0 if tree.name in ("<=", ">=", "==") else margin > 0
    truth = xp.where(xp.isnan(margin), 0.5, xp.where(holds, 1.0, 0.0))
    atoms.append(Atom(tree.text, _folded(margin, fold or "min")))
    return _Judged(truth, margin) if fold else _Judged(_folded(truth, "min"), _folded(margin, "min"))
