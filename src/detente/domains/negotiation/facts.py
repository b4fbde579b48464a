"""Who disputes what: embedded ranges of positions, capabilities and saliences, each with its date and source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from ...world.ranges import Range, rows

FOLDER, TABLE = "negotiation", "ranges.csv"
WHOLE = " (United States = 1)"
NUMBERS = ("position", "capability", "salience")


@dataclass(frozen=True)
class Stand(Range):
    """One number of an actor on an issue."""

    issue: str
    actor: str
    who: str
    """The actor in words."""
    number: str
    """One of `NUMBERS`."""
    date: dt.date
    """Of the latest event that it rests on."""


@cache
def ranges() -> dict[str, Stand]:
    """Return every embedded number of a negotiation, by actor and number: `china_position`."""
    made = [_stand(row) for row in rows(FOLDER, "ranges")]
    return {one.name: one for one in made}


def issues() -> tuple[str, ...]:
    """Return the issues that the table is about."""
    return tuple(dict.fromkeys(one.issue for one in ranges().values()))


def actors(issue: str) -> dict[str, str]:
    """Return the actors of an issue in the table's order, in words; none where it has no such issue."""
    return {one.actor: one.who for one in ranges().values() if one.issue == issue}


def _stand(row: dict[str, str]) -> Stand:
    return Stand(
        name=f"{row['actor']}_{row['number']}",
        low=float(row["low"]),
        mid=float(row["mid"]),
        high=float(row["high"]),
        unit="" if row["unit"] == "scale" else row["unit"],
        source=row["source"],
        meaning=f"{row['number']} of {row['who']}" + (WHOLE if row["number"] == "capability" else ""),
        issue=row["issue"],
        actor=row["actor"],
        who=row["who"],
        number=row["number"],
        date=dt.date.fromisoformat(row["date"]),
    )
