"""Draws that were not solved: how many, in which world, and why, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np

from ..audit.records import Judgement
from ..domains.gas import status as gas
from ..domains.gas.facts import MARKETS, SUPPLIES
from ..domains.gas.moves import Pipeline
from ..domains.problem import Case
from ..domains.trade import status as trade


def unsolved(judgement: Judgement) -> list[str]:
    """Return a line for each world with draws that were not solved: their commonest ending, in a sentence."""
    lines = []
    world = judgement.problem.world
    for case in judgement.problem.cases:
        lines += _told(
            judgement,
            case,
            ("status", "economy", "industry"),
            lambda code, who, what: trade.Status.of(code).told(
                economy=world.economies[who], industry=world.industries[what]
            ),
        )
        lines += _told(judgement, case, ("gas_status", "gas_about"), _gas(case))
    return lines


def _gas(case: Case) -> Callable[[int, int], str]:
    """Return a function that says how a world's gas market ended."""
    built = list(dict.fromkeys(move.line for move in case.lines if isinstance(move, Pipeline)))
    return lambda code, about: gas.told(code, about, MARKETS, SUPPLIES, built)


def _told(judgement: Judgement, case: Case, columns: tuple[str, ...], words: Callable[..., str]) -> list[str]:
    """Return the line of a world, if a model recorded how it ended there and not all draws were solved."""
    names = [f"{column}[{case.name}]" for column in columns]
    if not set(names) <= set(judgement.columns):
        return []
    found = np.stack([judgement.column(name).astype(int) for name in names], -1)
    failed = found[found[:, 0] != 0]
    if not len(failed):
        return []
    (ending, _), *_ = Counter(map(tuple, failed.tolist())).most_common(1)
    return [f"world {case.name}: {len(failed):,} of {len(found):,} draws not solved ({words(*ending)})"]
