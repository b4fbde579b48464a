"""The split in the report: who gets what, and the fee that it implies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ....audit.records import Judgement
from ....report.glossary import SPLIT
from ....report.view import View
from ...records import START
from ..options import SplitOption

ENDS = (5, 50, 95)
LEAST = 0.0005
"""A party that earns less by transit has no fee to compare [US$ bn]."""


@dataclass(frozen=True)
class Share:
    """What a way to divide gives a party: quantiles by percent [US$ bn]."""

    rule: str
    party: str
    values: Mapping[int, float]


def shares(judgement: Judgement) -> tuple[Share, ...]:
    """Return who gets what by the Shapley value and the nucleolus, if the study asks for a split."""
    names = {"shapley": "Shapley value", "nucleolus": "nucleolus"}
    return tuple(
        Share(names[cell.outcome], cell.labels[0], _tidy(judgement.quantiles(cell.name)))
        for cell in judgement.problem.cells
        if cell.outcome in names and cell.case == START
    )


def _tidy(values: Mapping[int, float]) -> dict[int, float]:
    """Return values without the dust that sums leave about zero."""
    return {end: round(value, 9) + 0.0 for end, value in values.items()}


@dataclass(frozen=True)
class Fee:
    """How much more than its transit income a party gets by its Shapley value: the fee that would give it that."""

    party: str
    case: str
    times: Mapping[int, float]


@dataclass(frozen=True)
class Shown:
    """Everything that the report says of a split."""

    option: SplitOption
    shares: tuple[Share, ...]
    fees: tuple[Fee, ...]


def view(judgement: Judgement) -> View | None:
    """Return who gets what; None where a study asks for no split."""
    option = judgement.problem.of(SplitOption)
    if option is None:
        return None
    shown = Shown(option, shares(judgement), fees(judgement))
    rows = [
        {"rule": one.rule, "party": one.party, **{f"p{end}": value for end, value in one.values.items()}}
        for one in shown.shares
    ]
    return View(
        "split/view/split.html", shown, (("split", "who gets what"),), tables=(("split", rows),), part=SPLIT
    )


def fees(judgement: Judgement) -> tuple[Fee, ...]:
    """Return, for parties of a split that earn by transit, their Shapley value over their income from the fee."""
    split = judgement.problem.of(SplitOption)
    if split is None:
        return ()
    found = []
    for world in dict.fromkeys(split.worlds):
        for party in split.parties:
            income, share = f"transit_income[{party},{world}]", f"shapley[{party},start]"
            if income not in judgement.columns or share not in judgement.columns:
                continue
            earned, gets = judgement.column(income), judgement.column(share)
            known = np.isfinite(earned) & np.isfinite(gets) & (earned > LEAST)
            if known.any():
                times = gets[known] / earned[known]
                found.append(Fee(party, world, {end: float(np.percentile(times, end)) for end in ENDS}))
    return tuple(found)
