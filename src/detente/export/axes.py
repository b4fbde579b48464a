"""The axes of an outcome's cells, by name: which label of a cell is the economy, which the world."""

from __future__ import annotations

from collections.abc import Mapping

from ..domains.outcomes import OUTCOMES, WORLD
from ..domains.problem import OutcomeCell


def axes_of(outcome: str) -> tuple[str, ...]:
    """Return the names of an outcome's axes, each once, the world last where it has one.

    >>> axes_of("trade"), axes_of("first_entry")
    (('economy', 'partner', 'world'), ('play',))
    """
    known = OUTCOMES[outcome]
    return (*known.dims, WORLD) if known.by_world else known.dims


def place_of(cell: OutcomeCell) -> Mapping[str, str]:
    """Return a cell's label on each of its axes."""
    labels = (*cell.labels, cell.case) if OUTCOMES[cell.outcome].by_world else cell.labels
    return dict(zip(axes_of(cell.outcome), labels, strict=True))


def axes_in(cells: tuple[OutcomeCell, ...]) -> tuple[str, ...]:
    """Return every axis of some cells, in the order in which they turn up, the world first."""
    found = dict.fromkeys(axis for cell in cells for axis in axes_of(cell.outcome))
    return (*((WORLD,) if WORLD in found else ()), *(axis for axis in found if axis != WORLD))
