"""What judgement and sources decide where assumptions move together, without counting it twice.

Each group is taken apart into independent numbers, one column after the other: what the first tells, then what
each adds (Mara and Tarantola 2012, Reliability Engineering & System Safety 107:115-121). What judged and sourced
columns both tell goes to whichever comes first, so that the mean of both orders is taken: the Shapley value of
two players, judgement and sources (Owen 2014, SIAM/ASA Journal on Uncertainty Quantification 2:245-251).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ..chance.copula import Copula
from ..chance.cube import score
from ..domains.records import Column
from .drivers import Classes, Target, classes, first_order


class Joint(NamedTuple):
    """What a group decides, as a share of the variance, and what of it is due to judgement."""

    judged: float
    total: float


Parts = tuple[tuple[bool, Classes], ...]
"""The independent numbers of a group, in an order: whether each is judged, and the draws cut by it."""


def parts(columns: Sequence[Column], copula: Copula, values: Mapping[str, np.ndarray]) -> tuple[Parts, ...]:
    """Return the independent numbers of a group in both orders, of the values `[draw]` of its columns."""
    orders = [tuple(sorted(columns, key=lambda one: one.judged is not first)) for first in (True, False)]
    return tuple(_taken_apart(order, copula, values) for order in dict.fromkeys(orders))


def own(columns: Sequence[Column], copula: Copula, values: Mapping[str, np.ndarray]) -> dict[str, Classes]:
    """Return the draws cut by what each column of a group adds once the others are known, by name."""
    found = {}
    for last in columns:
        order = [*(column for column in columns if column is not last), last]
        found[last.name] = _taken_apart(order, copula, values)[-1][1]
    return found


def _taken_apart(columns: Sequence[Column], copula: Copula, values: Mapping[str, np.ndarray]) -> Parts:
    normal = np.stack([score(column, values[column.name]) for column in columns], axis=1)
    own = copula.part([column.name for column in columns]).parted(normal)
    return tuple((column.judged, classes(own[:, place])) for place, column in enumerate(columns))


def joint(orders: Sequence[Parts], target: Target | None, rivals: int) -> Joint:
    """Return what a group decides of a target; numbers that do not stand out from noise decide nothing."""
    judged = total = 0.0
    for order in orders:
        for is_judged, cut in order:
            found = first_order(cut, target, rivals)
            if found is not None and found.clear:
                total += found.value / len(orders)
                judged += found.value / len(orders) * is_judged
    return Joint(judged, total)
