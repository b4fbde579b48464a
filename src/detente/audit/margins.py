"""Margins over all draws: mean, quantiles and histogram of each comparison of a claim."""

from __future__ import annotations

import numpy as np

from ..bind.records import Problem
from ..study.expression import Reference
from .records import PERCENTS, AtomSummary
from .truth import Judged
from .units import common, comparisons, unit

BARS = 40
TAIL = 0.5
"""Per cent of the draws at either end that are put into the last bars, lest they stretch the axis."""


def atoms(problem: Problem, judged: Judged) -> tuple[AtomSummary, ...]:
    """Return a summary of each comparison of a claim, in the order of its text."""
    holds = judged.claim.claim.holds
    trees = comparisons(holds.tree) if holds else []
    units = [unit(tree, lambda reference: _unit_of(problem, judged, reference)) for tree in trees]
    return tuple(
        summary(atom.text, atom.margin, said) for atom, said in zip(judged.atoms, units, strict=True)
    )


def whole(judged: Judged, parts: tuple[AtomSummary, ...]) -> AtomSummary:
    """Return a summary of the whole claim's margin; its unit is that of its comparisons if they share one."""
    holds = judged.claim.claim.holds
    return summary(holds.text if holds else "", judged.margin, common(part.unit for part in parts))


def summary(text: str, margin: np.ndarray, said: str) -> AtomSummary:
    """Summarise a margin `[draw]`, leaving out draws where it is not finite."""
    known = margin[np.isfinite(margin)]
    edges, counts = histogram(known)
    points = np.percentile(known, PERCENTS) if len(known) else np.full(len(PERCENTS), np.nan)
    return AtomSummary(
        text=text,
        unit=said,
        mean=float(known.mean()) if len(known) else float("nan"),
        quantiles=dict(zip(PERCENTS, map(float, points), strict=True)),
        edges=edges,
        counts=counts,
        share=float((known > 0).mean()) if len(known) else float("nan"),
        unknown=len(margin) - len(known),
    )


def histogram(values: np.ndarray) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """Return edges and counts of about forty bars, none across zero; the end bars hold the tails."""
    if not len(values):
        return (), ()
    low, high = (float(end) for end in np.percentile(values, (TAIL, 100 - TAIL)))
    width = (high - low) / BARS or max(abs(low), 1.0) / 1000
    edges = width * np.arange(np.floor(low / width), np.floor(high / width) + 2)
    counts, _ = np.histogram(np.clip(values, edges[0], edges[-1]), bins=edges)
    return tuple(map(float, edges)), tuple(map(int, counts))


def _unit_of(problem: Problem, judged: Judged, reference: Reference) -> str:
    if reference in judged.claim.cells:
        cells = {cell.name: cell.unit for cell in problem.cells}
        return common(cells.get(name, "") for name in judged.claim.cells[reference])
    if reference.name in problem.study.quantities:
        return problem.study.quantities[reference.name].unit
    return common(column.unit for column in problem.columns if column.name == reference.column)
