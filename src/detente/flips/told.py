"""A flip as it is told: values rounded away from the centre, each as it was put to the models, in words."""

from __future__ import annotations

import math

import numpy as np

from ..audit import sentences
from ..audit.reasons import BESIDE, Difference, Flip
from ..domains.records import Column
from .search import Search
from .space import FARTHEST, Space, Variants
from .tried import Point

DIGITS = 4
"""Of a value that is told."""
TINY = 1e-290
"""A value nearer to 0 is told as it is: there are no more digits."""
SAID = 3
"""Assumptions that a sentence names."""


def rounded(space: Space, variants: Variants, point: np.ndarray) -> Point:
    """Return a point with its values rounded as they are told, away from the centre.

    Values that others move too (shares, years of a path) stay as they are, and so do ends of a range.
    """
    own = space.joined(point[None])[0]
    rows = np.stack([own, np.zeros(len(point)), np.full(len(point), FARTHEST + 1)])
    values = space.values(space.parted(np.concatenate([rows, -rows[2:]])), [variants] * 4)
    told: dict[str, float] = {}
    for place in np.flatnonzero(own):
        column = space.moving[place]
        if not column.distribution.joint:
            at, middle, high, low = (float(one) for one in values[column.name])
            told[column.name] = min(max(away(at, middle), low), high)
    return Point(point, variants, told)


def away(value: float, middle: float) -> float:
    """Return a value of a few digits that is no nearer to the middle.

    >>> away(0.123456, 0.3), away(0.123456, 0.1), away(-2.00001, 0.0)
    (0.1234, 0.1235, -2.001)
    """
    if abs(value) < TINY or not math.isfinite(value):
        return value
    unit = 10.0 ** (math.floor(math.log10(abs(value))) + 1 - DIGITS)
    steps = math.ceil(value / unit) if value > middle else math.floor(value / unit)
    return float(f"{steps * unit:.{DIGITS}g}")


def told(search: Search, point: Point | None, row: int | None) -> Flip:
    """Return the flip at a point where the models, run at it as `row`, said that the claim turns; none without."""
    tried, space, holds = search.tried, search.tried.space, search.truth == 0
    choice = next(
        (one for one in space.choices if search.variants[one.name] != space.likeliest[one.name]), None
    )
    under = sentences.value(choice, search.variants[choice.name]) if choice else ""
    moves = _moves(space, point) if point else ()
    far = float(np.linalg.norm(point.coordinates)) if point else None
    count, farthest = len(search.rows), float(np.linalg.norm(tried.at[search.rows], axis=1).max())
    where, does = _where(space, choice, under), "holds" if holds else "fails"
    if far is None:
        start = f"{where}, no flip was found" if where else "No flip was found"
        said = (
            f"{start}: of {count:,} points up to {farthest:.2g} standard deviations from the "
            f"centre, it {does} in none that the models could solve."
        )
    else:
        at = f"{far:.2g} standard deviations from" if far >= BESIDE else "right beside"
        tied = set(space.copula.names) & {one.column for one in moves}
        along = " (those that move together counted so)" if tied else ""
        start = f"{where}, it {does}" if where else f"It {does}"
        said = f"{start} {at} the centre{along}, if {_listed(moves)}."
    return Flip(
        found=far is not None,
        holds=holds,
        variant=choice.name if choice else "",
        under=under,
        distance=far,
        not_before=search.below(row)[0] * far if row is not None and far is not None else 0.0,
        margin=float(tried.of[search.claim].margin[row]) if row is not None else None,
        moves=moves,
        tried=count,
        farthest=farthest,
        sentence=said,
    )


def switched(space: Space, choice: Column, variant: int, holds: bool, margin: float) -> Flip:
    """Return the flip of a claim that a variant alone turns, all numbers at the centre."""
    under, does = sentences.value(choice, variant), "holds" if holds else "fails"
    said = f"{_where(space, choice, under)}, it {does} with every number at the centre."
    return Flip(True, holds, choice.name, under, 0.0, 0.0, margin, (), 1, 0.0, said)


def unsolved() -> Flip:
    """Return that no flip was sought, since the models could not be solved at the centre."""
    said = "No flip was sought: it cannot be told with all assumptions at the centre."
    return Flip(False, False, "", "", None, 0.0, None, (), 1, 0.0, said)


def _moves(space: Space, point: Point) -> tuple[Difference, ...]:
    """Return the assumptions that a point moves, the largest distances first, with the values put to the models."""
    rows = np.stack([point.coordinates, np.zeros(len(point.coordinates))])
    values = space.values(rows, [point.variants] * 2)
    own = space.joined(point.coordinates[None])[0]
    found: list[Difference] = []
    for place in (one for one in np.argsort(-np.abs(own), kind="stable") if own[one]):
        column = space.moving[place]
        at, middle = point.told.get(column.name, float(values[column.name][0])), float(values[column.name][1])
        words = sentences.value(column, at), sentences.value(column, middle)
        who = column.name, column.meaning, column.unit
        found.append(Difference(*who, at, middle, *words, float(own[place])))
    return tuple(found)


def _where(space: Space, choice: Column | None, under: str) -> str:
    if choice is None:
        return ""
    usual = sentences.value(choice, space.likeliest[choice.name])
    return f"Under {under} instead of {usual} ({choice.meaning or choice.name})"


def _listed(moves: tuple[Difference, ...]) -> str:
    parts: list[str] = []
    for one in moves[:SAID]:
        verb, name = "rises" if one.value > one.centre else "falls", one.meaning or one.column
        if one.value_words == one.centre_words:
            parts.append(f"{name} {verb} a little from {one.centre_words}")
        else:
            parts.append(f"{name} {verb} from {sentences.number(one.centre)} to {one.value_words}")
    more = len(moves) - SAID
    parts += [f"{more} other{'s move' if more > 1 else ' moves'} less"] if more > 0 else []
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
