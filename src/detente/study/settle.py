"""Settle the units of an expression: sides in other units are converted, in other dimensions a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from . import units
from .expression import COMPARISONS, WORDS, Expression, Number, Operation, Reference, Tree, fault_at, walk
from .faults import Faults
from .records import Assumption, NamedQuantity, Study
from .units import PERCENT, PLAIN, SCALES, Unit

ALIKE = ("+", "-", "min", "max", "sum", "mean", "abs", "negative", *COMPARISONS)
"""Operations whose parts have one unit."""
PRODUCTS = ("*", "/", "^", "sqrt")
"""Operations in which a part that has no unit may be what the whole lacks."""
YEARLY = units.parse("1/year")
SHARE, NONE = "share", "1"


class Measure(NamedTuple):
    """A unit, and the text that a reader sees: as somebody wrote it, where it is no product."""

    unit: Unit
    text: str


PURE = Measure(PLAIN, NONE)
Kind = Measure | str | None
"""A unit; `%`, which fits a plain number and a rate a year; or None for a bare number, which fits any."""
Outside = Callable[[Reference], str | None]
"""The unit of what is no name of the study's own, `1` for a plain number; None where it is none of these."""


class Settler:
    """Works through one expression."""

    def __init__(self, expression: Expression, study: Study, faults: Faults, outside: Outside) -> None:
        """Begin."""
        self.expression, self.study, self.faults, self.outside = expression, study, faults, outside

    def settled(self, tree: Tree) -> tuple[Tree, Kind]:
        """Return a tree in which everything compared or added has one unit, and its unit."""
        if isinstance(tree, Number):
            return tree, literal(tree)
        if isinstance(tree, Reference):
            return tree, self.named(tree)
        parts = [self.settled(part) for part in tree.parts]
        trees, kinds = [part for part, _ in parts], [kind for _, kind in parts]
        kind: Kind
        if tree.name in ALIKE:
            trees, kind = self.alike(tree, trees, kinds)
        elif tree.name in ("exp", "log") or (tree.name == "^" and not isinstance(trees[1], Number)):
            trees, kind = [self.brought(tree, *pair, PURE) for pair in zip(trees, kinds, strict=True)], PURE
        else:
            kind = other(tree, kinds)
            scale = units.plain_factor(kind.unit) if isinstance(kind, Measure) and kind.unit else None
            if scale is not None:
                whole = replace(tree, parts=tuple(trees))
                return Operation("*", (whole, Number(scale, "", tree.at)), tree.at, tree.text), PURE
        if tree.name in COMPARISONS:
            text = said(kind)
            return replace(tree, parts=tuple(trees), unit="" if text == NONE else text), PURE
        return replace(tree, parts=tuple(trees)), PURE if tree.name in (*WORDS, "all", "any") else kind

    def named(self, reference: Reference) -> Kind:
        """Return the unit of a name."""
        text = self.outside(reference)
        text = unit_in(self.study, reference) if text is None else text
        return text if text == PERCENT else Measure(units.parse(text), text) if text else None

    def alike(self, tree: Operation, trees: list[Tree], kinds: Sequence[Kind]) -> tuple[list[Tree], Kind]:
        """Bring all parts to the unit of the first that has one."""
        given = [kind for kind in kinds if isinstance(kind, Measure)]
        if not given:
            return trees, PERCENT if PERCENT in kinds else None
        first = max(given, key=lambda kind: kind.unit == given[0].unit and kind.text != NONE)
        return [self.brought(tree, *pair, first) for pair in zip(trees, kinds, strict=True)], first

    def brought(self, whole: Tree, part: Tree, kind: Kind, wanted: Measure) -> Tree:
        """Return a part in the unit wanted."""
        if kind is None or (kind == PERCENT and wanted.unit in (PLAIN, YEARLY)):
            return part
        unit = kind.unit if isinstance(kind, Measure) else PLAIN
        if (
            kind == PERCENT and dict(wanted.unit).get("pp") == 1
        ):  # per cents of what is told in per cents a year
            unit = units.times(wanted.unit, units.parse(PERCENT), -1)
        scale = units.factor(unit, wanted.unit)
        if scale is None:
            self.fault(whole, f"{units.words(unit)} stands where {units.words(wanted.unit)} is wanted")
            return part
        return part if scale == 1 else Operation("*", (part, Number(scale, "", part.at)), part.at)

    def fault(self, whole: Tree, what: str) -> None:
        """Add a fault at an offset of the expression; at assumptions without a unit, where these may be to blame."""
        unread = any(isinstance(one, Reference) and one.name in self.faults.unread for one in walk(whole))
        if unread or unsure(self.study, whole, self.outside):
            return
        text, place = self.expression.text, self.expression.place
        blamed = dict.fromkeys(lacking(self.study, whole, self.outside))
        for one in blamed:
            if not any(fault.place == one.place for fault in self.faults.found):
                lacks = f"'{one.id}' has no unit, and line {place.line} needs it: {what} in `{text}`"
                self.faults.add(one.place, lacks, "give it a `unit`, 1 if it is a plain number")
        if not blamed:
            mend = "bring both to one unit, or mend the `unit` of an assumption"
            self.faults.found.append(fault_at(text, place, whole.at, what, mend))


def literal(number: Number) -> Kind:
    """Return a literal's unit."""
    if number.unit == PERCENT:
        return PERCENT
    return Measure(units.parse(number.unit), number.unit) if number.unit not in ("", *SCALES) else None


def other(tree: Operation, kinds: Sequence[Kind]) -> Kind:
    """Return the unit of a product or a power; a bare number changes none, and what it makes of a per cent fits any."""
    if None in kinds and not any(isinstance(kind, Measure) for kind in kinds):
        return None
    one, two = (_measure(kind) for kind in (*kinds, None)[:2])
    if tree.name in ("*", "/"):
        unit = units.times(one.unit, two.unit, 1 if tree.name == "*" else -1)
        kept = [kind for kind in (one, two)[: 2 if tree.name == "*" else 1] if kind.unit == unit]
        ratio = tree.name == "/" and isinstance(kinds[1], Measure) and unit == PLAIN
        texts = [kind.text for kind in kept if kind.text != NONE and not ratio]
        return Measure(unit, texts[0] if texts else units.words(unit) if unit else NONE)
    if tree.name in ("sqrt", "^"):
        last = tree.parts[-1]
        unit = units.raised(one.unit, last.value if tree.name == "^" and isinstance(last, Number) else 0.5)
        return Measure(unit, units.words(unit) if unit else NONE)
    return PURE


def _measure(kind: Kind) -> Measure:
    return kind if isinstance(kind, Measure) else Measure(PLAIN, SHARE if kind == PERCENT else NONE)


def said(kind: Kind) -> str:
    """Return the text of a kind: `share` for a per cent, `1` for a bare or a plain number."""
    return SHARE if kind == PERCENT else kind.text if isinstance(kind, Measure) else NONE


def unit_in(study: Study, reference: Reference) -> str:
    """Return the unit that a study gives an assumption or a quantity; `%` for per cents, empty for none or no name."""
    one = study.assumptions.get(reference.name) or study.quantities.get(reference.name)
    if one is None or (not one.unit_known and one.unit == NONE):
        return ""
    return one.unit if one.unit_known or one.unit != SHARE else PERCENT


def lacking(
    study: Study, tree: Tree, outside: Outside, under: bool = False, below: tuple[str, ...] = ()
) -> Iterator[Assumption]:
    """Yield the assumptions without a unit that stand in a product, through quantities without one, too."""
    if isinstance(tree, Operation):
        for part in tree.parts:
            yield from lacking(study, part, outside, under or tree.name in PRODUCTS, below)
    elif isinstance(tree, Reference) and tree.name not in below and outside(tree) is None:
        found = study.assumptions.get(tree.name) or study.quantities.get(tree.name)
        if isinstance(found, Assumption) and under and not unit_in(study, tree):
            yield found
        elif isinstance(found, NamedQuantity) and not found.unit_known:
            yield from lacking(study, found.expression.tree, outside, under, (*below, tree.name))


def unsure(study: Study, tree: Tree, outside: Outside, below: tuple[str, ...] = ()) -> bool:
    """Tell whether a tree rests on a name that is not known, and has its fault: nothing is known of its unit."""
    for one in walk(tree):
        if isinstance(one, Reference) and outside(one) is None and one.name not in study.assumptions:
            inner = study.quantities.get(one.name)
            if inner is None:
                return True
            if one.name not in below and unsure(study, inner.expression.tree, outside, (*below, one.name)):
                return True
    return False


def derived(study: Study) -> Study:
    """Return a study in which each quantity that states no unit has that of its expression, if any."""
    found: dict[str, NamedQuantity] = dict(study.quantities)
    settled = set[str]()

    def settle_one(name: str) -> None:
        settled.add(name)
        for reference in found[name].expression.references():
            if reference.name in found and reference.name not in settled:
                settle_one(reference.name)
        if not found[name].unit_known:
            known = replace(study, quantities=found)
            one = found[name].expression
            _, kind = Settler(one, known, Faults(), _nothing).settled(one.tree)
            found[name] = replace(found[name], unit=said(kind))

    for name in study.quantities:
        if name not in settled:
            settle_one(name)
    return replace(study, quantities=found)


def _nothing(reference: Reference) -> None:
    return None


def settle(
    expression: Expression, study: Study, faults: Faults, wanted: str = "", outside: Outside = _nothing
) -> Expression:
    """Return an expression whose parts agree in unit, and whose value is in the unit wanted, if any."""
    settler = Settler(expression, study, faults, outside)
    tree, kind = settler.settled(expression.tree)
    if wanted:
        tree = settler.brought(expression.tree, tree, kind, Measure(units.parse(wanted), wanted))
    return replace(expression, tree=tree)
