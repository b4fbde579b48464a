"""One table of colours: for verdicts, and for actors in every figure."""

from __future__ import annotations

from collections.abc import Iterable

FOR, AGAINST, JUDGED = "#2a9d8f", "#d1603d", "#c98a1b"
"""Colours that stand out on white and on black, and apart for the colour-blind."""
ACTORS = {
    "USA": "#3549ff",
    "CHN": "#eb6c5a",
    "RUS": "#147426",
    "PRK": "#9734cb",
    "KOR": "#329bd7",
    "JPN": "#a83492",
    "EU28": "#ad8b16",
}
"""Told apart by the colour-blind, on white and on black; a test holds that."""
NAMES = {
    "united states": "USA",
    "american": "USA",
    "china": "CHN",
    "russia": "RUS",
    "north korea": "PRK",
    "south korea": "KOR",
    "japan": "JPN",
    "european union": "EU28",
}
"""Actors by other names."""
OTHER = "#848484"
"""Of all other actors."""
MORE = ("#c98a1b", "#2a9d8f", "#5a6fbf", "#8a6d4b", "#b0568f", "#6b8f2a")
"""Of those among them that must be told apart in one figure, in turns."""


def code_of(name: str) -> str:
    """Return an actor's code, however it is called; the name itself where it is none of the table.

    >>> code_of("RUS"), code_of("Russia"), code_of("US Congress"), code_of("Qatar")
    ('RUS', 'RUS', 'USA', 'Qatar')
    """
    if name.startswith("US "):
        return "USA"
    return name if name in ACTORS else NAMES.get(name.lower(), name)


def actor(name: str) -> str:
    """Return the colour of an actor.

    >>> actor("China") == actor("CHN"), actor("Qatar")
    (True, '#848484')
    """
    return ACTORS.get(code_of(name), OTHER)


def apart(names: Iterable[str], *, paler: bool = False) -> list[str]:
    """Return a colour for each name: an actor's own, and others in turns, so that they are told apart.

    An actor that comes again has its colour again, or a `paler` one.

    >>> apart(["RUS", "Qatar", "RUS"]) == [ACTORS["RUS"], MORE[0], ACTORS["RUS"]]
    True
    """
    found: list[str] = []
    more = 0
    for name in names:
        if code_of(name) in ACTORS:
            again = paler and actor(name) in found
            found.append(pale(actor(name)) if again else actor(name))
        else:
            found.append(MORE[more % len(MORE)])
            more += 1
    return found


def pale(colour: str) -> str:
    """Return a colour half way to white.

    >>> pale("#000000"), pale("#147426")
    ('#808080', '#8aba93')
    """
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{(part + 256) // 2:02x}" for part in parts)
