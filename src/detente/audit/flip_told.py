"""A flip as it is told: values rounded away from the centre, each as it will be put to the models, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..bind.records import Column
from ..chance.kinds import Dirichlet, Path
from . import sentences
from .flip_limits import Point
from .flip_search import BESIDE, Search
from .flip_space import FARTHEST, Space
from .grounds import Difference, Flip

DIGITS = 4
"""Of a value that is told."""
TINY = 1e-290
"""A value nearer to 0 is told as it is: there are no more digits."""
SAID = 3
"""Assumptions that a sentence names."""


@dataclass(frozen=True)
class Proof:
    """What the models said when they were run at a flip once more: truth (1, 0, -1) and margin of the claim."""

    truth: int
    margin: float


def rounded(space: Space, search: Search) -> Point:
    """Return a search's best point with its values rounded as they are told, away from the centre.

    Values that others move too (shares, years of a path) stay as they are, and so do ends of a range.
    """
    if search.best is None:
        raise ValueError("there is no point to round")
    point = search.best.point
    own = space.joined(point[None])[0]
    rows = np.stack([own, np.zeros(len(point)), np.full(len(point), FARTHEST + 1)])
    values = space.values(space.parted(np.concatenate([rows, -rows[2:]])), [search.variants] * 4)
    told: dict[str, float] = {}
    for place in np.flatnonzero(own):
        column = space.moving[place]
        if not isinstance(column.distribution, (Dirichlet, Path)):
            at, middle, high, low = (float(one) for one in values[column.name])
            told[column.name] = min(max(away(at, middle), low), high)
    return Point(point, search.variants, told)


def exact(search: Search) -> Point:
    """Return a search's best point to the last digit."""
    if search.best is None:
        raise ValueError("there is no point")
    return Point(search.best.point, search.variants, {})


def told(space: Space, search: Search, point: Point | None, proof: Proof | None) -> Flip:
    """Return the flip at a point where the models, run once more, said that the claim turns; none without a proof."""
    holds = search.centre.truth == 0
    variant = next((name for name, place in search.variants.items() if place != space.likeliest[name]), "")
    choice = next((one for one in space.choices if one.name == variant), None)
    under = sentences.value(choice, search.variants[variant]) if choice else ""
    moves = _moves(space, search, point) if point and proof else ()
    far = search.best.distance if point and proof and search.best else None
    return Flip(
        found=proof is not None,
        holds=holds,
        variant=variant,
        under=under,
        distance=far,
        not_before=search.below * far if far is not None else 0.0,
        margin=proof.margin if proof else None,
        moves=moves,
        tried=search.tried,
        farthest=search.farthest,
        sentence=_sentence(search, holds, _where(space, choice, under), far, moves),
    )


def switched(space: Space, choice: Column, variant: int, holds: bool, margin: float) -> Flip:
    """Return the flip of a claim that a variant alone turns, all numbers at the centre."""
    under = sentences.value(choice, variant)
    does = "holds" if holds else "fails"
    return Flip(
        found=True,
        holds=holds,
        variant=choice.name,
        under=under,
        distance=0.0,
        not_before=0.0,
        margin=margin,
        moves=(),
        tried=1,
        farthest=0.0,
        sentence=f"{_where(space, choice, under)}, it {does} with every number at the centre.",
    )


def unsolved() -> Flip:
    """Return that no flip was sought, since the models could not be solved at the centre."""
    said = "No flip was sought: it cannot be told with all assumptions at the centre."
    return Flip(False, False, "", "", None, 0.0, None, (), 1, 0.0, said)


def _moves(space: Space, search: Search, point: Point) -> tuple[Difference, ...]:
    """Return the assumptions that a point moves, the largest distances first, with the values put to the models."""
    rows = np.stack([point.coordinates, np.zeros(len(point.coordinates))])
    values = space.values(rows, [search.variants] * 2)
    values |= {name: np.array([value, values[name][1]]) for name, value in point.told.items()}
    own = space.joined(point.coordinates[None])[0]
    return tuple(
        _difference(space.moving[place], float(own[place]), *values[space.moving[place].name])
        for place in np.argsort(-np.abs(own), kind="stable")
        if own[place]
    )


def _difference(column: Column, far: float, value: float, middle: float) -> Difference:
    return Difference(
        column=column.name,
        meaning=column.meaning,
        unit=column.unit,
        value=float(value),
        centre=float(middle),
        value_words=sentences.value(column, value),
        centre_words=sentences.value(column, middle),
        distance=far,
    )


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


def _where(space: Space, choice: Column | None, under: str) -> str:
    if choice is None:
        return ""
    usual = sentences.value(choice, space.likeliest[choice.name])
    return f"Under {under} instead of {usual} ({choice.meaning or choice.name})"


def _sentence(
    search: Search, holds: bool, where: str, far: float | None, moves: tuple[Difference, ...]
) -> str:
    does = "holds" if holds else "fails"
    if far is None:
        start = f"{where}, no flip was found" if where else "No flip was found"
        return (
            f"{start}: of {search.tried:,} points up to {search.farthest:.2g} standard deviations from the "
            f"centre, it {does} in none that the models could solve."
        )
    parts = [_said(one) for one in moves[:SAID]]
    more = len(moves) - SAID
    others = [f"{more} other{'s move' if more > 1 else ' moves'} less"] if more > 0 else []
    start = f"{where}, it {does}" if where else f"It {does}"
    at = f"{far:.2g} standard deviations from" if far >= BESIDE else "right beside"
    tied = set(search.space.copula.names) & {one.column for one in moves}
    along = " (those that move together counted so)" if tied else ""
    return f"{start} {at} the centre{along}, if {_and(parts + others)}."


def _said(one: Difference) -> str:
    verb = "rises" if one.value > one.centre else "falls"
    if one.value_words == one.centre_words:
        return f"{one.meaning or one.column} {verb} a little from {one.centre_words}"
    return f"{one.meaning or one.column} {verb} from {sentences.number(one.centre)} to {one.value_words}"


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
