"""The freight network: terminals, links, routes between economies, and the numbers that price them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .gas_values import Range
from .sources import table_text

FOLDER = "freight"
LONGEST = 9
"""Most links of a route."""


@dataclass(frozen=True)
class Link:
    """A way between two terminals."""

    ends: tuple[str, str]
    mode: str
    """`rail`, `road` or `sea`."""
    length: float
    """[km; nautical miles at sea]"""
    straight: bool
    """Whether `length` is the straight distance."""
    border: int
    gauge: int
    """How often the way crosses a border, and changes gauge."""
    opens: bool
    """Whether only the corridor opens it."""
    old: bool
    """Whether it runs over old rails until the corridor renews them."""


@dataclass(frozen=True)
class Route:
    """A way from one economy's gateway to another's; `new` ones use what the corridor opens or renews."""

    ends: tuple[str, str]
    links: tuple[int, ...]
    new: bool


@dataclass(frozen=True)
class Freight:
    """A network of terminals, with the economies that it joins."""

    terminals: tuple[str, ...]
    places: tuple[tuple[float, float], ...]
    """Longitude and latitude."""
    economy_of: tuple[str, ...]
    links: tuple[Link, ...]
    gateways: tuple[tuple[str, str, float], ...]
    """Economy, terminal, and the share of the economy's freight that begins or ends there."""

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs of economies that have gateways, each once."""
        names = list(dict.fromkeys(economy for economy, _, _ in self.gateways))
        return tuple((a, b) for place, a in enumerate(names) for b in names[place + 1 :])

    def lanes(self, one: str, other: str) -> list[tuple[str, str, float]]:
        """Return the gateways between which two economies' freight goes, with weights that sum to one."""
        ends = [(t, w) for economy, t, w in self.gateways if economy == one]
        others = [(t, w) for economy, t, w in self.gateways if economy == other]
        return [(a, b, v * w) for a, v in ends for b, w in others]

    @cache  # noqa: B019  (the network is frozen and lives as long as the program)
    def routes(self, start: str, end: str) -> tuple[Route, ...]:
        """Return every route without a terminal twice: as things stand, and with the corridor."""
        found = []
        for way in self._ways(start, end, (start,), ()):
            links = [self.links[number] for number in way]
            if not any(link.opens for link in links):
                found.append(Route((start, end), way, False))
            if any(link.opens or link.old for link in links):
                found.append(Route((start, end), way, True))
        return tuple(found)

    def _ways(
        self, at: str, end: str, passed: tuple[str, ...], taken: tuple[int, ...]
    ) -> Iterator[tuple[int, ...]]:
        if at == end:
            yield taken
            return
        if len(taken) == LONGEST:
            return
        for number, link in enumerate(self.links):
            if at in link.ends:
                onward = link.ends[link.ends[0] == at]
                if onward not in passed:
                    yield from self._ways(onward, end, (*passed, onward), (*taken, number))


@cache
def load() -> Freight:
    """Return the embedded network."""
    terminals = _rows("terminals")
    return Freight(
        terminals=tuple(row["terminal"] for row in terminals),
        places=tuple((float(row["lon"]), float(row["lat"])) for row in terminals),
        economy_of=tuple(row["economy"] for row in terminals),
        links=tuple(
            Link(
                ends=(row["a"], row["b"]),
                mode=row["mode"],
                length=float(row["length"]),
                straight=row["measured"] == "straight",
                border=int(row["border"]),
                gauge=int(row["gauge"]),
                opens=row["opens"] == "link",
                old=row["old"] == "yes",
            )
            for row in _rows("links")
        ),
        gateways=tuple((row["economy"], row["terminal"], float(row["weight"])) for row in _rows("gateways")),
    )


@cache
def ranges() -> dict[str, Range]:
    """Return every number of the freight world that a study may move, by name."""
    return {
        row["name"]: Range(
            name=row["name"],
            low=float(row["low"]),
            mid=float(row["mid"]),
            high=float(row["high"]),
            unit=row["unit"],
            source=row["source"],
            meaning=row["meaning"],
        )
        for row in _rows("ranges")
    }


@cache
def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(table_text(FOLDER, name).splitlines()))
