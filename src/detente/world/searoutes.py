"""Sea routes by the library searoute, whose silences are turned into faults."""

from __future__ import annotations

import warnings

from ..ground.faults import DataError, did_you_mean

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


def sea_miles(start: tuple[float, float], end: tuple[float, float], avoid: tuple[str, ...] = ()) -> float:
    """Return nautical miles between two places (longitude, latitude) without the passages to avoid.

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
        ).properties
    length, passed = float(found["length"]), set(found.get("traversed_passages") or ())
    if not length > 0 or passed & {*ALWAYS, *avoid}:
        without = f" without {', '.join(avoid)}" if avoid else ""
        raise DataError(f"no way by sea from {start} to {end}{without}; avoid fewer passages")
    return length
