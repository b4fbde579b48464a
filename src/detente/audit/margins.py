"""Margins over all draws: mean, quantiles and histogram of each comparison of a claim."""

from __future__ import annotations

import numpy as np

from ..runs.truth import Judged
from ..study.syntax import margin, margins
from .records import PERCENTS, AtomSummary

BARS = 40
TAIL = 0.5
"""Per cent of the draws at either end that are put into the last bars, lest they stretch the axis."""


def atoms(judged: Judged) -> tuple[AtomSummary, ...]:
    """Return a summary of each comparison of a claim, in the order of its text."""
    holds = judged.claim.claim.holds
    units = margins(holds.tree) if holds else ()
    return tuple(
        summary(atom.text, atom.margin, said) for atom, said in zip(judged.atoms, units, strict=True)
    )


def whole(judged: Judged) -> AtomSummary:
    """Return a summary of the whole claim's margin; its unit is that of its comparisons if they share one."""
    holds = judged.claim.claim.holds
    return summary(*((holds.text, judged.margin, margin(holds.tree)) if holds else ("", judged.margin, "")))


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
