"""Draws that were not solved: how many, in which world, and why, in words."""

from __future__ import annotations

from collections import Counter

from ..audit.records import Judgement
from ..models.trade.status import sentence


def unsolved(judgement: Judgement) -> list[str]:
    """Return a line for each world with draws that were not solved: their commonest ending, in a sentence."""
    lines = []
    world = judgement.problem.world
    for case in judgement.problem.cases:
        codes = judgement.column(f"status[{case.name}]").astype(int)
        failed = codes != 0
        if not failed.any():
            continue
        who, what = (
            judgement.column(f"{axis}[{case.name}]")[failed].astype(int) for axis in ("economy", "industry")
        )
        (ending, _), *_ = Counter(zip(codes[failed], who, what, strict=True)).most_common(1)
        words = sentence(int(ending[0]), world.economies[ending[1]], world.industries[ending[2]])
        lines.append(f"world {case.name}: {failed.sum():,} of {len(codes):,} draws not solved ({words})")
    return lines
