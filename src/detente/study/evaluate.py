"""Evaluate expressions over all draws at once: numbers, three-valued truth and signed margins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

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
    """Return the expression's number in each draw; `xp` is numpy or jax.numpy.

    A reference with a list among its labels gives an array with a leading axis over the list.
    """
    return _number(expression.tree, lookup, xp)


def judge(expression: Expression, lookup: Lookup, xp: Any) -> Truth:
    """Return the claim's truth and margin in each draw.

    The margin of `a < b` is b - a, of `and` the least, of `or` the greatest, of `not` the negative. A claim
    that compares a list with a number and reduces it by nothing must hold for all of the list.
    """
    atoms: list[Atom] = []
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
    return _ARITHMETIC[tree.name](xp, *parts)


_ARITHMETIC: dict[str, Callable[..., Any]] = {
    "+": lambda xp, a, b: a + b,
    "-": lambda xp, a, b: a - b,
    "*": lambda xp, a, b: a * b,
    "/": lambda xp, a, b: xp.divide(a, b),
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
    if len(parts) == 1:
        return getattr(xp, _REDUCE[name])(parts[0], axis=0) if xp.ndim(parts[0]) else parts[0]
    stacked = xp.stack(xp.broadcast_arrays(*parts))
    return getattr(xp, _REDUCE[name])(stacked, axis=0)


def _judged(tree: Tree, lookup: Lookup, xp: Any, atoms: list[Atom]) -> _Judged:
    if isinstance(tree, Operation):
        if tree.name in COMPARISONS:
            return _compared(tree, lookup, xp, atoms)
        if tree.name in ("and", "all"):
            return _joined([_judged(part, lookup, xp, atoms) for part in tree.parts], xp.minimum)
        if tree.name in ("or", "any"):
            return _joined([_judged(part, lookup, xp, atoms) for part in tree.parts], xp.maximum)
        if tree.name == "not":
            inner = _judged(tree.parts[0], lookup, xp, atoms)
            return _Judged(1 - inner.truth, -inner.margin)
    raise ValueError("not a comparison")


def _joined(parts: list[_Judged], choose: Any) -> _Judged:
    joined = parts[0]
    for part in parts[1:]:
        joined = _Judged(choose(joined.truth, part.truth), choose(joined.margin, part.margin))
    return joined


def _compared(tree: Operation, lookup: Lookup, xp: Any, atoms: list[Atom]) -> _Judged:
    left, right = (_number(part, lookup, xp) for part in tree.parts)
    difference = xp.asarray(right, float) - left
    margin = {"<": difference, "<=": difference, ">": -difference, ">=": -difference}.get(tree.name)
    if margin is None:
        margin = -xp.abs(difference) if tree.name == "==" else xp.abs(difference)
    holds = margin >= 0 if tree.name in ("<=", ">=", "==") else margin > 0
    truth = xp.where(xp.isnan(margin), 0.5, xp.where(holds, 1.0, 0.0))
    if margin.ndim > 1:
        margin, truth = margin.min(0), truth.min(0)
    atoms.append(Atom(tree.text, margin))
    return _Judged(truth, margin)
