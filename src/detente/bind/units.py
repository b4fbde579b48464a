"""Settle the units of an expression: sides in other units are converted, in other dimensions a fault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ..study import units
from ..study.expression import COMPARISONS, WORDS, Expression, Number, Operation, Reference, Tree, fault_at
from ..study.records import Study
from ..study.units import PERCENT, PLAIN, Unit
from .faults import Faults

UnitOf = Callable[[Reference], str]
ALIKE = ("+", "-", "min", "max", "sum", "mean", "abs", "negative", *COMPARISONS)
"""Operations whose parts have one unit."""
YEARLY = units.parse("1/year")
Kind = Unit | str | None
"""A unit; `%`, which fits a plain number and a rate a year; or None for a bare number, which fits any."""


class Settler:
    """Works through one expression."""

    def __init__(self, expression: Expression, unit_of: UnitOf, faults: Faults) -> None:
        """Begin; `unit_of` gives the text of a reference's unit, `1` or empty where none is given."""
        self.expression, self.unit_of, self.faults = expression, unit_of, faults

    def settled(self, tree: Tree) -> tuple[Tree, Kind]:
        """Return a tree in which everything compared or added has one unit, and its unit."""
        if isinstance(tree, Number):
            return tree, self.literal(tree)
        if isinstance(tree, Reference):
            text = self.unit_of(tree)
            return tree, None if text in ("", "1") else units.parse(text)
        parts = [self.settled(part) for part in tree.parts]
        trees, kinds = [part for part, _ in parts], [kind for _, kind in parts]
        kind: Kind
        if tree.name in ALIKE:
            trees, kind = self.alike(tree, trees, kinds)
        elif tree.name in ("exp", "log") or (tree.name == "^" and not isinstance(trees[1], Number)):
            trees, kind = [self.brought(tree, *pair, PLAIN) for pair in zip(trees, kinds, strict=True)], PLAIN
        else:
            kind = self.other(tree, kinds)
        truth = tree.name in (*COMPARISONS, *WORDS, "all", "any")
        return replace(tree, parts=tuple(trees)), PLAIN if truth else kind

    def literal(self, number: Number) -> Kind:
        """Return a literal's unit."""
        return number.unit if number.unit == PERCENT else units.parse(number.unit) if number.unit else None

    def alike(self, tree: Operation, trees: list[Tree], kinds: Sequence[Kind]) -> tuple[list[Tree], Kind]:
        """Bring all parts to the unit of the first that has one."""
        given = [kind for kind in kinds if isinstance(kind, tuple)]
        if not given:
            return trees, PERCENT if PERCENT in kinds else None
        return [self.brought(tree, *pair, given[0]) for pair in zip(trees, kinds, strict=True)], given[0]

    def brought(self, whole: Tree, part: Tree, kind: Kind, wanted: Unit) -> Tree:
        """Return a part in the unit wanted."""
        if kind is None or (kind == PERCENT and wanted in (PLAIN, YEARLY)):
            return part
        unit = PLAIN if isinstance(kind, str) else kind
        scale = units.factor(unit, wanted)
        if scale is None:
            self.fault(whole.at, f"{units.words(unit)} stands where {units.words(wanted)} is wanted")
            return part
        return part if scale == 1 else Operation("*", (part, Number(scale, "", part.at)), part.at)

    def other(self, tree: Operation, kinds: Sequence[Kind]) -> Kind:
        """Return the unit of a product or a power."""
        plain = [PLAIN if kind is None or isinstance(kind, str) else kind for kind in kinds]
        if all(kind is None for kind in kinds):
            return None
        if tree.name in ("*", "/"):
            return units.times(plain[0], plain[1], 1 if tree.name == "*" else -1)
        if tree.name == "sqrt":
            return units.raised(plain[0], 0.5)
        if tree.name == "^" and isinstance(tree.parts[1], Number):
            return units.raised(plain[0], tree.parts[1].value)
        return PLAIN

    def fault(self, at: int, what: str) -> None:
        """Add a fault at an offset of the expression."""
        mend = "bring both to one unit, or mend the `unit` of an assumption"
        self.faults.found.append(fault_at(self.expression.text, self.expression.place, at, what, mend))


def unit_in(study: Study, reference: Reference) -> str:
    """Return the unit that a study gives an assumption or a quantity; empty if it has no such name."""
    one = study.assumptions.get(reference.name) or study.quantities.get(reference.name)
    return one.unit if one else ""


def settle(expression: Expression, unit_of: UnitOf, faults: Faults, wanted: str = "") -> Expression:
    """Return an expression whose parts agree in unit, and whose value is in the unit wanted, if any."""
    settler = Settler(expression, unit_of, faults)
    tree, kind = settler.settled(expression.tree)
    if wanted:
        tree = settler.brought(expression.tree, tree, kind, units.parse(wanted))
    return replace(expression, tree=tree)
