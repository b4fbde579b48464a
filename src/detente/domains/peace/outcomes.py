"""The outcomes of the peace process: each read off its course, which counts in steps; outcomes count in years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..domain import Outcome

if TYPE_CHECKING:
    from .options import PeaceOption
    from .solve import Course

AXES = ("schedule", "weights")


def no_return(course: Course, option: PeaceOption) -> np.ndarray:
    """Return the chance of no step into the worst phase."""
    return np.asarray(course.no_return[:, -1])


def settled(course: Course, option: PeaceOption) -> np.ndarray:
    """Return the chance of having reached the last phase."""
    return np.asarray(course.settled[:, -1])


def years_to_settlement(course: Course, option: PeaceOption) -> np.ndarray:
    """Return the expected time to the last phase [years]."""
    return np.asarray(course.years_to_settlement * option.step)


OUTCOMES = (
    Outcome(
        "no_return",
        AXES,
        "share",
        "chance that no step up to the horizon of the option `peace` ends in the worst phase, under a schedule of "
        "lifting bans and with the partners' weight of a year",
        no_return,
        by_world=False,
    ),
    Outcome(
        "settled",
        AXES,
        "share",
        "chance that the last phase is reached by that horizon",
        settled,
        by_world=False,
    ),
    Outcome(
        "years_to_settlement",
        AXES,
        "years",
        "expected time to the last phase",
        years_to_settlement,
        by_world=False,
    ),
)
"""`[draw]` each."""
