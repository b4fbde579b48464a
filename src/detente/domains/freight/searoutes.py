"""Sea routes by the library searoute, whose silences are turned into faults."""

from __future__ import annotations

import warnings
from typing import NamedTuple

from ...ground.faults import DataError, did_you_mean

ALWAYS = ("northwest",)
"""Never taken, as searoute itself has it: no liner goes there."""
PASSAGES = (
    "babalmandab",
    "bering",
    "bosporus",
    "chili",
    "gibraltar",
    "malacca",
    "northwest",
    "ormuz",
    "panama",
    "south_africa",
    "suez",
    "sunda",
)
"""What searoute can avoid."""


Place = tuple[float, float]


class SeaRoute(NamedTuple):
    """A way by sea."""

    miles: float
    """[nautical miles]"""
    course: tuple[Place, ...]
    """Longitude and latitude of its turns."""


def sea_route(start: Place, end: Place, avoid: tuple[str, ...] = ()) -> SeaRoute:
    """Return the way by sea between two places (longitude, latitude) without the passages to avoid.

    searoute takes a passage that it does not know for none, and answers 0 where none is left: raises
    DataError in both cases, and where it passes through what was to be avoided.
    """
    import searoute  # type: ignore[import-untyped]

    for name in avoid:
        if name not in PASSAGES:
            raise DataError(f"no sea passage '{name}'; {did_you_mean(name, PASSAGES)}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        found = searoute.searoute(
            start, end, units="naut", restrictions=[*ALWAYS, *avoid], return_passages=True
        )
    length = float(found.properties["length"])
    passed = set(found.properties.get("traversed_passages") or ())
    if not length > 0 or passed & {*ALWAYS, *avoid}:
        without = f" without {', '.join(avoid)}" if avoid else ""
        raise DataError(f"no way by sea from {start} to {end}{without}; avoid fewer passages")
    course = tuple((float(lon), float(lat)) for lon, lat in found.geometry["coordinates"])
    return SeaRoute(length, (start, *course, end))


def simpler(course: tuple[Place, ...], within: float) -> tuple[Place, ...]:
    """Return a course with fewer turns, nowhere further off than so many degrees (Douglas and Peucker 1973)."""
    if len(course) < 3:
        return course
    (x, y), (u, v) = course[0], course[-1]
    length = ((u - x) ** 2 + (v - y) ** 2) ** 0.5
    off = [
        abs((u - x) * (y - b) - (x - a) * (v - y)) / length
        if length
        else ((a - x) ** 2 + (b - y) ** 2) ** 0.5
        for a, b in course[1:-1]
    ]
    most = max(range(len(off)), key=off.__getitem__)
    if off[most] <= within:
        return course[0], course[-1]
    return simpler(course[: most + 2], within)[:-1] + simpler(course[most + 1 :], within)
