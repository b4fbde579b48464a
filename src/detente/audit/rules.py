"""Rules in one assumption that reproduce a claim's truth: where it breaks even, and whether it restates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..domains.records import Column
from ..runs.truth import Judged
from .records import BreakEven, Restates
from .sentences import named, number, percent

RESTATES_BELOW = 0.01
"""A claim restates an assumption if one rule errs in at most this share of the rarer truth's draws."""
DECIDES_BELOW = 0.10
"""A break-even is reported if the rule errs in at most this share of them."""
RAREST = 16
"""Draws of the rarer truth without which nothing is said about rules."""


@dataclass(frozen=True)
class Rule:
    """Holding `above` or `below` a value of a column, or `for` some variants; and how often that errs."""

    column: Column
    side: str
    at: float | None
    variants: tuple[str, ...]
    errors: int
    rarer: int
    known: int

    @property
    def restates(self) -> bool:
        """Tell whether the claim's truth is that of the rule."""
        return self.errors <= RESTATES_BELOW * self.rarer

    @property
    def decides(self) -> bool:
        """Tell whether the rule is good enough to be reported."""
        return self.errors <= DECIDES_BELOW * self.rarer


def best_rule(column: Column, values: np.ndarray, order: np.ndarray, truth: np.ndarray) -> Rule | None:
    """Return the rule in one column that errs least; None where one of the two truths is too rare.

    `values` and `truth` (1, 0, -1 for unknown) are `[draw]`; `order` sorts `values`.
    """
    order = order[truth[order] >= 0]
    holds = truth[order] == 1
    rarer = int(min(holds.sum(), (~holds).sum()))
    if rarer < RAREST:
        return None
    if names := column.distribution.variants:
        return _variants(column, names, values[order].astype(int), holds, rarer)
    return _threshold(column, values[order], holds, rarer)


def _threshold(column: Column, values: np.ndarray, holds: np.ndarray, rarer: int) -> Rule | None:
    cuts = np.flatnonzero(values[1:] > values[:-1])
    if not len(cuts):
        return None
    held_below = np.cumsum(holds)[cuts]
    failed_above = (len(holds) - holds.sum()) - (cuts + 1 - held_below)
    # If it holds above the cut, what held below it and what failed above it are errors.
    above = held_below + failed_above
    below = len(holds) - above
    side, errors = ("above", above) if above.min() <= below.min() else ("below", below)
    place = int(np.argmin(errors))
    at = float(values[cuts[place]] + values[cuts[place] + 1]) / 2
    return Rule(column, side, at, (), int(errors[place]), rarer, len(holds))


def _variants(
    column: Column, names: Sequence[str], places: np.ndarray, holds: np.ndarray, rarer: int
) -> Rule:
    held = np.bincount(places, holds.astype(float), minlength=len(names))
    failed = np.bincount(places, (~holds).astype(float), minlength=len(names))
    chosen = tuple(name for name, yes, no in zip(names, held, failed, strict=True) if yes > no)
    return Rule(column, "for", None, chosen, int(np.minimum(held, failed).sum()), rarer, len(holds))


def break_even(rule: Rule) -> BreakEven:
    """Return a rule as the break-even that a report shows."""
    column = rule.column
    return BreakEven(
        column=column.name,
        meaning=column.meaning,
        unit=column.unit,
        judged=column.judged,
        side=rule.side,
        at=rule.at,
        variants=rule.variants,
        errors=rule.errors / rule.known,
        sentence=_sentence(rule),
    )


def _sentence(rule: Rule) -> str:
    if rule.at is None:
        where = f"for {' or '.join(rule.variants)} of {named(rule.column)}"
    else:
        where = f"where {named(rule.column)} is {rule.side} {number(rule.at, rule.column.unit)}"
    but = f", but for {percent(rule.errors / rule.known)} of draws" if rule.errors else ""
    return f"It holds {where}{but}."


def restates(judged: Judged, rule: Rule | None, columns: tuple[Column, ...]) -> Restates | None:
    """Return why a claim only restates an assumption; None if it says more.

    `columns` are those that it may depend on. One assumption alone decides it (`one`), or no outcome enters
    it and it is the same throughout the ranges (`bounds`), all of which have ends.
    """
    if rule is not None and rule.restates:
        return Restates("one", (rule.column.name,), f"One assumption alone decides it. {_sentence(rule)}")
    if judged.constant and not judged.claim.uses_outcomes and all(map(bounded, columns)):
        return Restates("bounds", tuple(column.name for column in columns), _never(judged, columns))
    return None


def _never(judged: Judged, columns: tuple[Column, ...]) -> str:
    what = "false" if judged.truth[0] else "true"
    if not columns:
        return f"It rests on no assumption, so that none can make it {what}."
    names = ", ".join(named(column) for column in columns)
    return f"The range{'s' if len(columns) > 1 else ''} of {names} cannot make it {what}."


def bounded(column: Column) -> bool:
    """Tell whether a column's distribution has two ends."""
    return bool(np.isfinite(column.distribution.ends(column.part)).all())
