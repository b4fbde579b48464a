"""Where the draws of a run say that a claim's flip may be: its nearest draws."""

from __future__ import annotations

import numpy as np

from ..bind.records import Column
from ..chance.cube import distance
from .draws import Draws
from .flip_space import Space
from .records import Verdict
from .table import Table
from .truth import Judged

SOME, FIRST, MANY = 12, 4, 40
"""Assumptions in which a start differs from the centre, those that decide the claim most; fewer; and more."""
EACH = 3
"""Draws that are taken for each."""


def deciding(space: Space, verdict: Verdict) -> list[Column]:
    """Return the moving columns that decide a claim most, the largest index first."""
    names = [one.column for one in verdict.drivers if one.column in space.place]
    return [space.moving[space.place[name]] for name in names][:MANY]


def starts(
    space: Space, judged: Judged, verdict: Verdict, holds: bool, sample: Draws, table: Table
) -> list[np.ndarray]:
    """Return points with the assumptions that decide a claim as in draws where it turns, the others at the centre.

    The draws are those nearest to the centre in these assumptions, under its variants of the choices that matter.
    `holds` is what the claim is at the centre.
    """
    columns = deciding(space, verdict)
    turned = judged.truth == (0 if holds else 1)
    for one in verdict.by_variant:
        same = turned & (table.at_hand([one.column])[one.column] == space.likeliest[one.column])
        turned = same if same.any() else turned
    some = np.flatnonzero(turned)
    if not len(some) or not columns:
        return []
    read = table.at_hand([column.name for column in columns])
    found: list[np.ndarray] = []
    for few in (columns[:SOME], columns[:FIRST], columns):
        squares = sum(distance(column, read[column.name][some]) ** 2 for column in few)
        for draw in some[np.argsort(squares, kind="stable")[:EACH]]:
            point = np.zeros(len(space.moving))
            kept = [space.place[column.name] for column in few]
            point[kept] = space.coordinates(sample.cube(int(draw), int(draw) + 1))[0, kept]
            found.append(point)
    return sorted(found, key=lambda one: float(np.linalg.norm(one)))
