"""A flip as it is told: the values that were put to the models, in words."""

from __future__ import annotations

import numpy as np

from ..audit import sentences
from ..audit.reasons import BESIDE, Difference, Flip
from ..domains.records import Column
from .search import Search
from .space import TINY, Space, Variants

SAID = 3
"""Assumptions that a sentence names."""


def told(search: Search) -> Flip:
    """Return the nearest flip that a search has found, if any: there the models said that the claim turns."""
    tried, space, holds, row = search.tried, search.tried.space, search.truth == 0, search.best
    choice = next(
        (one for one in space.choices if search.variants[one.name] != space.likeliest[one.name]), None
    )
    under = sentences.value(choice, search.variants[choice.name]) if choice else ""
    moves = () if row is None else _moves(space, tried.at[row], search.variants)
    far = None if row is None else float(np.linalg.norm(space.as_told(tried.at[row], search.variants)))
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


def _moves(space: Space, point: np.ndarray, variants: Variants) -> tuple[Difference, ...]:
    """Return the assumptions that a point moves, the largest distances first, with the values put to the models."""
    values = space.told(np.stack([point, np.zeros(len(point))]), [variants] * 2)
    own = space.joined(space.as_told(point, variants)[None])[0]
    found: list[Difference] = []
    for place in (one for one in np.argsort(-np.abs(own), kind="stable") if abs(own[one]) > TINY):
        column = space.moving[place]
        at, middle = (float(one) for one in values[column.name])
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
