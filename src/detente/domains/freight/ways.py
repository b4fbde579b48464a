"""Every way between two gateways that could be the best, found once for a network.

What a way costs is a sum of amounts (km of rail, miles at sea, borders ...) times positive numbers. A way with no
less of anything than another can therefore never be better, whatever the numbers: only the undominated ways are
kept, by setting labels in the order of their sums (Martins 1984, European Journal of Operational Research 16:236-245).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush
from operator import add, le
from typing import NamedTuple

import numpy as np

from ...ground.faults import DataError
from .amounts import KINDS, amounts, sea_km
from .facts import Freight, Lane, ranges
from .trim import never_best

MOST = 20_000
"""Labels after which the search gives up."""


class Way(NamedTuple):
    """A way between two terminals; `new` if it uses what the corridor opens or renews."""

    links: tuple[int, ...]
    amounts: tuple[float, ...]
    new: bool


@dataclass(frozen=True, eq=False)
class Ways:
    """The ways of a network as arrays; each lane has at least one that stands."""

    lanes: tuple[Lane, ...]
    ways: tuple[Way, ...]
    lane: np.ndarray
    """`[way]`"""
    amounts: np.ndarray
    """`[way, kind]`"""
    passed: np.ndarray
    """`[way, link]`, 1 where the way takes the link."""
    by_land: np.ndarray
    """`[way]`, whether more km lie on land than at sea."""
    new: np.ndarray
    """`[way]`"""


@cache
def search(freight: Freight, start: str, with_corridor: bool) -> dict[str, list[Way]]:
    """Return the undominated ways from a terminal to every other. Raises DataError if there are too many."""
    outward: dict[str, list[tuple[int, str]]] = {name: [] for name in freight.terminals}
    for number, link in enumerate(freight.links):
        if with_corridor or not link.opens:
            outward[link.ends[0]].append((number, link.ends[1]))
            outward[link.ends[1]].append((number, link.ends[0]))
    added = [amounts(link, with_corridor).tolist() for link in freight.links]
    news = [link.opens or (with_corridor and link.old) for link in freight.links]
    kept: dict[str, list[Way]] = {name: [] for name in freight.terminals}
    waiting: list[tuple[float, int, str, Way]] = [(0.0, 0, start, Way((), (0.0,) * len(KINDS), False))]
    made = 0
    while waiting:
        _, _, at, way = heappop(waiting)
        if _covered(kept[at], way.amounts):
            continue
        kept[at].append(way)
        for number, onward in outward[at]:
            total = tuple(map(add, way.amounts, added[number]))
            if not _covered(kept[onward], total):
                made += 1
                longer = Way((*way.links, number), total, way.new or news[number])
                heappush(waiting, (sum(total), made, onward, longer))
        if made > MOST:
            raise DataError(f"more than {MOST} ways from {start} to weigh; give the network fewer links")
    return kept


def _covered(ways_kept: list[Way], total: tuple[float, ...]) -> bool:
    """Tell whether a way that is kept has no more of anything."""
    return any(all(map(le, one.amounts, total)) for one in ways_kept)


@cache
def ways(freight: Freight) -> Ways:
    """Return the ways of every lane. Raises DataError, naming the pair, where none stands."""
    lanes = freight.lanes()
    found: dict[tuple[str, bool], dict[str, list[Way]]] = {}
    kept: list[Way] = []
    lane: list[int] = []
    for place, one in enumerate(lanes):
        start, end = one.ends
        for corridor in (False, True):
            if (start, corridor) not in found:
                found[start, corridor] = search(freight, start, corridor)
        standing = found[start, False][end]
        if not standing:
            between = (
                f"{freight.name(start)} ({one.economies[0]}) and {freight.name(end)} ({one.economies[1]})"
            )
            raise DataError(f"no way joins {between} as things stand; add a link, by sea for instance")
        opened = [way for way in found[start, True][end] if way.new]
        both = _trimmed(freight, standing)
        both += [way for way in _trimmed(freight, both + opened) if way.new]
        kept.extend(both)
        lane.extend([place] * len(both))
    passed = np.zeros((len(kept), len(freight.links)))
    for number, way in enumerate(kept):
        passed[number, list(way.links)] = 1.0
    return Ways(
        lanes=lanes,
        ways=tuple(kept),
        lane=np.array(lane, int),
        amounts=np.array([way.amounts for way in kept]).reshape(-1, len(KINDS)),
        passed=passed,
        by_land=np.array([sea_km(freight, way.links) < 0 for way in kept], bool),
        new=np.array([way.new for way in kept], bool),
    )


def _trimmed(freight: Freight, found: list[Way]) -> list[Way]:
    """Return the ways that may be the best of their mode, where the network's numbers keep to their ranges.

    A new way that is never better than one that stands will never be taken.
    """
    if not freight.usual:
        return found
    kept: list[Way] = []
    for by_land in (False, True):
        mode = [way for way in found if by_land == (sea_km(freight, way.links) < 0)]
        if mode:
            never = never_best(np.array([way.amounts for way in mode]), ranges())
            kept += [way for way, out in zip(mode, never, strict=True) if not out]
    return kept


def passes(freight: Freight, start: str, links: tuple[int, ...]) -> list[str]:
    """Return the terminals that a way from `start` passes."""
    found = [start]
    for number in links:
        ends = freight.links[number].ends
        found.append(ends[ends[0] == found[-1]])
    return found
