"""The margin of a comparison over all draws, in words."""

from __future__ import annotations

import math

from ..audit.records import AtomSummary
from .digits import even
from .words import scale_of, scaled


def constant(atom: AtomSummary) -> bool:
    """Tell whether a margin is the same in every draw, so that there is nothing to draw."""
    return atom.quantiles[5] == atom.quantiles[95] and sum(count > 0 for count in atom.counts) == 1


def margin_words(atom: AtomSummary) -> str:
    """Say what the margin of a comparison is: a range, one number, or nothing."""
    known = {end: atom.quantiles.get(end, math.nan) for end in (5, 50, 95)}
    if not math.isfinite(known[50]):
        return "It could not be told in any draw."
    said = even(known, sum(atom.counts), scale=scaled(1.0, atom.unit))
    unit = scale_of(atom.unit)
    unknown = f" It could not be told in {atom.unknown:,} draws." if atom.unknown else ""
    if constant(atom):
        return f"Its margin is {said[50]}{unit} in every draw.{unknown}"
    ends = f"{said[5]} to {said[95]}"
    return f"Its margin is {said[50]}{unit} in the middle draw, and {ends} in nine draws of ten.{unknown}"
