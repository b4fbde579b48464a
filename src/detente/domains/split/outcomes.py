"""The outcomes of a split: what each party gets, the same in every world."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..domain import Outcome


class Shares(NamedTuple):
    """What each party gets by a rule, `[draw, party of the split]` [US$ bn]."""

    shapley: np.ndarray
    nucleolus: np.ndarray


OUTCOMES = (
    Outcome(
        "shapley",
        ("sharer",),
        "USD bn",
        "a party's Shapley value of the projects in the option `split`, the same in every world",
        lambda shares: shares.shapley,
    ),
    Outcome(
        "nucleolus",
        ("sharer",),
        "USD bn",
        "a party's part of them in the nucleolus, the same in every world",
        lambda shares: shares.nucleolus,
    ),
)
"""`[draw, party]` each."""
