"""The draw nearest to the centre in which a claim goes the other way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..chance.copula import INDEPENDENT, Copula, squares
from ..chance.cube import distance
from ..chance.cube import median as centre
from ..domains.records import Column
from ..runs.table import Table
from ..runs.truth import Judged
from . import sentences
from .reasons import Difference
from .records import Counterexample

SHOWN = 5
"""How many assumptions a counterexample is told in."""
SAID = 3
"""How many of them its sentence names."""


def nearest(
    judged: Judged,
    columns: Sequence[Column],
    others: int,
    table: Table,
    copula: Copula = INDEPENDENT,
) -> Counterexample | None:
    """Return the draw of the rarer truth that is nearest to the centre; None if all known draws agree.

    Distance is in standard-normal units of the columns given, as Hasofer and Lind measure reliability (1974,
    Journal of the Engineering Mechanics Division 100:111-121), but among the draws only, and of independent
    numbers behind those that move together in `copula`; `others` is the number of assumptions left out, which
    are as drawn.
    """
    known = judged.truth >= 0
    if not known.any():
        return None
    usual = 2 * (judged.truth == 1).sum() >= known.sum()
    rare = np.flatnonzero(judged.truth == (0 if usual else 1))
    if not len(rare):
        return None
    far_off = squares(columns, copula, lambda names: _of(table.read(names), rare)) + np.zeros(len(rare))
    draw = int(rare[int(np.argmin(far_off))])
    found = _differences(draw, columns, table)
    far, holds = float(np.sqrt(far_off.min())), bool(judged.truth[draw] == 1)
    tied = any(len(group) > 1 for group in copula.part([column.name for column in columns]).groups)
    said = _sentence(holds, far, found, others, tied)
    return Counterexample(draw, holds, float(judged.margin[draw]), far, tuple(found), said)


def _of(values: dict[str, np.ndarray], draws: np.ndarray) -> dict[str, np.ndarray]:
    return {name: found[draws] for name, found in values.items()}


def _differences(draw: int, columns: Sequence[Column], table: Table) -> list[Difference]:
    """Return how a draw differs from the centre, the largest differences first."""
    values = table.row([column.name for column in columns], draw)
    found = [_difference(column, value) for column, value in zip(columns, values, strict=True)]
    return sorted(found, key=lambda one: -abs(one.distance))[:SHOWN]


def _difference(column: Column, value: float) -> Difference:
    middle = centre(column)
    return Difference(
        column=column.name,
        meaning=column.meaning,
        unit=column.unit,
        value=value,
        centre=middle,
        value_words=sentences.value(column, value),
        centre_words=sentences.value(column, middle),
        distance=float(distance(column, np.array([value]))[0]),
    )


def _sentence(holds: bool, far: float, differences: Sequence[Difference], others: int, tied: bool) -> str:
    parts = [
        f"{one.meaning or one.column} is {one.value_words} instead of {one.centre_words}"
        for one in differences[:SAID]
        if one.value_words != one.centre_words
    ]
    more = " and others" if len(differences) > SAID else ""
    where = f": {'; '.join(parts)}{more}" if parts else ""
    those = (
        f"{len(differences)} assumptions that decide" if len(differences) > 1 else "assumption that decides"
    )
    over = f" in the {those} it most" if others else ""
    as_drawn = " (those that move together counted so)" if tied else ""
    return (
        f"The nearest draw in which it {'holds' if holds else 'fails'} lies {far:.2g} standard deviations "
        f"from the centre{over}{as_drawn}{where}."
    )
