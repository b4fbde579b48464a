"""Numbers of a negotiation's actors that make no sense: off the scale, or below 0."""

from __future__ import annotations

import numpy as np

from ...chance.cube import median as middle
from ...study.evaluate import evaluate, through
from ...study.expression import Expression
from ...study.records import Study
from ..domain import Reading
from ..records import Column
from .facts import NUMBERS
from .issues import Talks

CLOSE = 1e-9
ENDS = {"low": "low ends", "middle": "middles", "high": "high ends"}


def check(reading: Reading, talks: Talks) -> None:
    """Add a fault for each number out of its range with all assumptions at their low ends, middles or high ends.

    An expression that names something unknown has its fault already and is left out; draws out of range that
    these three do not show are unknown in the outcomes.
    """
    ends = {name: {one.name: _end(one, name) for one in reading.columns} for name in ENDS}
    for issue in talks.issues:
        low, high = issue.ends
        for seat in issue.seats:
            numbers = ((seat.position, low, high), (seat.capability, 0.0, np.inf), (seat.salience, 0.0, 1.0))
            for what, (one, least, most) in zip(NUMBERS, numbers, strict=True):
                found = {where: _value(reading.study, one, values) for where, values in ends.items()}
                off = [
                    where
                    for where, value in found.items()
                    if value is not None and not _in(value, least, most)
                ]
                if off:
                    told = f" with the assumptions at their {ENDS[off[0]]}" if one.references() else ""
                    what = f"the {what} of '{seat.name}' is {found[off[0]]:g}{told}"
                    span = f"from {least:g} to {most:g}" if most < np.inf else f"{least:g} or more"
                    reading.faults.add(one.place, what, f"it must be {span}")


def _in(value: float, least: float, most: float) -> bool:
    return least - CLOSE <= value <= most + CLOSE


def _end(column: Column, end: str) -> float:
    """Return an end of a distribution that has two, else its middle."""
    low, high = column.distribution.ends(column.part)
    whole = np.isfinite(high - low) and end != "middle"
    return {"low": low, "high": high}[end] if whole else middle(column)


def _value(study: Study, one: Expression, values: dict[str, float]) -> float | None:
    """Return an expression's value; None where it names something unknown."""
    look_up = through(study.quantities, lambda reference: values[reference.column], np)
    try:
        return float(evaluate(one, look_up, np))
    except (KeyError, RecursionError):
        return None
