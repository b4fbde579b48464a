"""The corner of the assumptions in which a claim goes the other way: a box in one to three of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ..domains.records import Column
from ..runs.draws import REPLICATES
from ..runs.table import Table
from ..runs.truth import Judged
from .peel import Box, Facet, Limit, peel, quasi_p
from .reasons import Corner, CornerStep, Restriction
from .records import Driver
from .sentences import counted, named, number

CANDIDATES, MOST = 12, 3
"""Most assumptions that a box is sought in, and most that it restricts."""
RAREST = 64
"""Draws of the rarer outcome without which no box is sought."""
LEAST = 32
"""Draws in the smallest box, of those that it is found on."""
PART_OF_ALL = 0.02
"""An assumption without a clear index is a candidate if, with its interactions, it decides this much."""
ENOUGH_OF_BEST = 0.97
"""A box in fewer assumptions is taken if it comes this near to the best one."""
LIMITS = 3
"""Digits of a limit: slices of a twentieth of the draws bear no more."""
DOUBT = 0.05
"""A restriction whose quasi-p value is above this is dropped."""


def corner(
    judged: Judged, columns: Sequence[Column], drivers: Sequence[Driver], table: Table
) -> Corner | None:
    """Return the box with the best balance of coverage and density; None where there is none to be told.

    The box is found on every second replicate and counted on the others, so that its shares are not
    flattered by the search; the share that it is held against is of all draws that are known. Its draws are of
    the rarer outcome: those where the claim fails, or holds.
    """
    known = judged.truth >= 0
    holds = 2 * int((judged.truth == 1).sum()) < int(known.sum())
    hits = judged.truth == (1 if holds else 0)
    some = _candidates(columns, drivers)
    if int(hits.sum()) < RAREST or not some:
        return None
    read = table.at_hand([column.name for column in some])
    odd = np.arange(len(hits)) // (len(hits) // REPLICATES) % 2 == 1
    found, counted = (_facets(some, read, known & half) for half in (~odd, odd))
    aim, check = hits[known & ~odd], hits[known & odd]
    if not aim.any() or not check.any():
        return None
    curve, chosen = _search(found, aim)
    box = _trusted(curve[chosen], counted, check)
    if not box.limits:
        return None
    return _corner(box, curve, holds, some, counted, check, hits[known])


def _candidates(columns: Sequence[Column], drivers: Iterable[Driver]) -> list[Column]:
    """Return the assumptions that a box may restrict, those that decide most first."""
    telling = [
        driver
        for driver in drivers
        if driver.clear or (driver.total is not None and driver.total.low > PART_OF_ALL)
    ]
    telling.sort(key=lambda driver: -max(driver.index, driver.total.value if driver.total else 0.0))
    by_name = {column.name: column for column in columns}
    return [by_name[driver.column] for driver in telling[:CANDIDATES]]


def _facets(columns: Sequence[Column], read: dict[str, np.ndarray], some: np.ndarray) -> list[Facet]:
    return [Facet(read[one.name][some], bool(one.distribution.variants)) for one in columns]


def _search(facets: list[Facet], hits: np.ndarray) -> tuple[tuple[Box, ...], int]:
    """Return the boxes peeled in few assumptions, and the place of the best of them.

    All candidates are peeled at first; the three that matter most in the best box are then peeled alone, then
    two, then one, as long as the best box stays nearly as good.
    """
    best = _best(peel(facets, hits, LEAST), hits)
    ranked = sorted(best.limits, key=lambda place: -_loss(best, place, facets, hits))[:MOST]
    kept: tuple[tuple[Box, ...], int] | None = None
    for count in range(len(ranked), 0, -1):
        boxes = _peeled(facets, ranked[:count], hits)
        good = _best(boxes, hits)
        if kept and _balance(good, hits) < ENOUGH_OF_BEST * _balance(kept[0][kept[1]], hits):
            break
        kept = boxes, boxes.index(good)
        ranked = sorted(good.limits, key=lambda place: -_loss(good, place, facets, hits))
    return kept or ((Box({}, len(hits), int(hits.sum())),), 0)


def _peeled(facets: list[Facet], places: list[int], hits: np.ndarray) -> tuple[Box, ...]:
    """Return the boxes peeled in some of the columns."""
    boxes = peel([facets[place] for place in places], hits, LEAST)
    return tuple(
        Box({places[key]: limit for key, limit in box.limits.items()}, box.draws, box.hits) for box in boxes
    )


def _balance(box: Box, hits: np.ndarray) -> float:
    """Return the harmonic mean of a box's coverage and density."""
    return 2 * box.hits / (box.draws + int(hits.sum()))


def _best(boxes: Sequence[Box], hits: np.ndarray) -> Box:
    return max(boxes, key=lambda box: _balance(box, hits))


def _loss(box: Box, place: int, facets: list[Facet], hits: np.ndarray) -> float:
    """Return how much worse a box is without one of its restrictions."""
    return _balance(box, hits) - _balance(box.free_of(place).counted(facets, hits), hits)


def _trusted(box: Box, facets: list[Facet], hits: np.ndarray) -> Box:
    """Return a box, counted on other draws, without restrictions that may be luck."""
    while box.limits:
        doubts = {place: quasi_p(box, place, facets, hits) for place in box.limits}
        worst = max(doubts, key=lambda place: doubts[place])
        if doubts[worst] <= DOUBT:
            break
        box = box.free_of(worst)
    return box.counted(facets, hits)


def _corner(
    box: Box,
    curve: Sequence[Box],
    holds: bool,
    columns: Sequence[Column],
    facets: list[Facet],
    hits: np.ndarray,
    every: np.ndarray,
) -> Corner:
    order = sorted(box.limits, key=lambda place: -_loss(box, place, facets, hits))
    limits = tuple(
        _restriction(columns[place], box.limits[place], quasi_p(box, place, facets, hits)) for place in order
    )
    total, base = int(hits.sum()), float(every.mean())
    coverage, density = box.hits / total, box.hits / max(box.draws, 1)
    return Corner(
        holds=holds,
        base=base,
        coverage=coverage,
        density=density,
        size=box.draws / len(hits),
        limits=limits,
        curve=tuple(_step(one.counted(facets, hits), len(hits), total) for one in curve),
        sentence=_sentence(
            holds,
            (counted(base, len(every)), counted(coverage, total), counted(density, box.draws)),
            limits,
            len(hits),
        ),
    )


def _step(box: Box, draws: int, total: int) -> CornerStep:
    return CornerStep(box.hits / total, box.hits / max(box.draws, 1), box.draws / draws, len(box.limits))


def _restriction(column: Column, limit: Limit, chance: float) -> Restriction:
    variants = tuple(column.distribution.variants[place] for place in limit.kept or ())
    low = float(limit.low) if np.isfinite(limit.low) else None
    high = float(limit.high) if np.isfinite(limit.high) else None
    return Restriction(
        column=column.name,
        meaning=column.meaning,
        unit=column.unit,
        low=low,
        high=high,
        variants=variants,
        chance=chance,
        words=f"{named(column)} {_ends(low, high, variants, column.unit)}",
    )


def _ends(low: float | None, high: float | None, variants: tuple[str, ...], unit: str) -> str:
    if variants:
        return f"is {' or '.join(variants)}"
    if low is None:
        return f"is below {number(high or 0.0, unit, LIMITS)}"
    if high is None:
        return f"is above {number(low, unit, LIMITS)}"
    return f"is between {number(low, digits=LIMITS)} and {number(high, unit, LIMITS)}"


def _sentence(holds: bool, shares: tuple[str, str, str], limits: Sequence[Restriction], draws: int) -> str:
    base, coverage, density = shares
    words = [limit.words for limit in limits]
    where = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    does, all_such = ("holds", "all draws in which it holds") if holds else ("fails", "all failures")
    return (
        f"It {does} in {density} of draws where {where}, against {base} of all; "
        f"that box has {coverage} of {all_such}. It is counted on the {draws:,} draws that did not help to find it."
    )
