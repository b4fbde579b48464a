"""Draws that were not solved: how many, in which world, and why, in words."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ..audit.records import Judgement
from ..domains.domain import Domain
from ..domains.records import Case


def unsolved(judgement: Judgement) -> list[str]:
    """Return a line for each world with draws that were not solved: their commonest ending, in a sentence."""
    problem = judgement.problem
    pairs = [(case, domain) for case in problem.cases for domain in problem.domains if domain.diagnostics]
    return [line for case, domain in pairs for line in _told(judgement, case, domain)]


def _told(judgement: Judgement, case: Case, domain: Domain) -> list[str]:
    """Return the line of a world, if a domain recorded how it ended there and not all draws were solved."""
    names = [f"{column}[{case.name}]" for column in domain.diagnostics]
    if not set(names) <= set(judgement.columns):
        return []
    found = np.stack([np.nan_to_num(judgement.column(name)) for name in names], -1).astype(int)
    failed = found[found[:, 0] != 0]
    if not len(failed):
        return []
    (ending, _), *_ = Counter(map(tuple, failed.tolist())).most_common(1)
    words = domain.told(judgement.problem, case, ending)
    return [f"world {case.name}: {len(failed):,} of {len(found):,} draws not solved ({words})"]
