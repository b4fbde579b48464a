"""The freight network: terminals, links, gateways of economies, and the numbers that price them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ...world.embedded import read_tables
from ...world.ranges import Range, range_of, rows

FOLDER = "freight"
MODES = ("rail", "road", "sea", "transfer")


@dataclass(frozen=True)
class Link:
    """A way between two terminals."""

    ends: tuple[str, str]
    mode: str
    """`rail`, `road`, `sea` or `transfer`."""
    length: float
    """[km; nautical miles at sea]"""
    straight: bool
    """Whether `length` is the straight distance."""
    border: int = 0
    gauge: int = 0
    """How often the way crosses a border, and changes gauge."""
    opens: bool = False
    """Whether only the corridor opens it."""
    old: bool = False
    """Whether it runs over old rails until the corridor renews them."""
    earner: str = ""
    """The economy whose railway earns its price."""
    own: tuple[float, float] | None = None
    """Price [US$/TEU] and hours of its own, instead of those of its mode and length."""


@dataclass(frozen=True)
class Trade:
    """What two economies sell each other of a good a year, both ways together [US$ million]."""

    ends: tuple[str, str]
    good: str
    value: float


@dataclass(frozen=True)
class Lane:
    """Two gateways between which a part of two economies' freight goes."""

    economies: tuple[str, str]
    ends: tuple[str, str]
    weight: float
    """Of the pair's freight; the lanes of a pair sum to one."""


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
    trade: tuple[Trade, ...] = ()
    names: tuple[str, ...] = ()
    """Of the terminals, for people."""
    courses: tuple[tuple[tuple[float, float], ...], ...] = ()
    """Of each link, the longitudes and latitudes that it passes; straight where there are none."""
    usual: bool = False
    """Whether its numbers keep to the embedded ranges, so that ways never best there may be left out."""

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs of economies that trade, each once; all that have gateways, where no trade is given."""
        if self.trade:
            return tuple(dict.fromkeys(one.ends for one in self.trade))
        names = list(dict.fromkeys(economy for economy, _, _ in self.gateways))
        return tuple((a, b) for place, a in enumerate(names) for b in names[place + 1 :])

    def lanes(self) -> tuple[Lane, ...]:
        """Return every lane: a gateway of one economy and a gateway of another."""
        ends: dict[str, list[tuple[str, float]]] = {}
        for economy, terminal, weight in self.gateways:
            ends.setdefault(economy, []).append((terminal, weight))
        return tuple(
            Lane((one, other), (start, end), v * w)
            for one, other in self.pairs()
            for start, v in ends[one]
            for end, w in ends[other]
        )

    def name(self, terminal: str) -> str:
        """Return a terminal's name."""
        return self.names[self.terminals.index(terminal)] if self.names else terminal


@cache
def load(world: str = "world-2014") -> Freight:
    """Return the embedded network, with the trade of an embedded world."""
    terminals = rows(FOLDER, "terminals")
    links = tuple(_link(row) for row in rows(FOLDER, "links"))
    gateways = tuple(
        (row["economy"], row["terminal"], float(row["weight"])) for row in rows(FOLDER, "gateways")
    )
    return Freight(
        terminals=tuple(row["terminal"] for row in terminals),
        places=tuple((float(row["lon"]), float(row["lat"])) for row in terminals),
        economy_of=tuple(row["economy"] for row in terminals),
        links=links,
        gateways=gateways,
        trade=_trade(world, list(dict.fromkeys(economy for economy, _, _ in gateways))),
        names=tuple(row["name"] for row in terminals),
        courses=_courses(len(links)),
        usual=True,
    )


def _link(row: dict[str, str]) -> Link:
    return Link(
        ends=(row["a"], row["b"]),
        mode=row["mode"],
        length=float(row["length"]),
        straight=row["measured"] == "straight",
        border=int(row["border"]),
        gauge=int(row["gauge"]),
        opens=row["opens"] == "link",
        old=row["old"] == "yes",
        earner=row["earner"],
    )


def _trade(world: str, economies: Sequence[str]) -> tuple[Trade, ...]:
    """Return the trade of every pair, in the base year and before any measure."""
    tables = read_tables(world)
    at = {economy: place for place, economy in enumerate(tables.economies)}
    return tuple(
        Trade((a, b), good, 1000.0 * float(flows[at[a], at[b]] + flows[at[b], at[a]]))
        for good, flows in zip(tables.industries, tables.flows, strict=True)
        for place, a in enumerate(economies)
        for b in economies[place + 1 :]
    )


@cache
def ranges() -> dict[str, Range]:
    """Return every number of the freight world that a study may move, by name."""
    return {row["name"]: range_of(row) for row in rows(FOLDER, "ranges")}


@cache
def land(near: bool = False) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return the outline of Eurasia, or of its north-east from nearer: rings of longitude and latitude.

    Natural Earth's land at 1:110m and 1:50m, by the npm package world-atlas.
    """
    rings: dict[str, list[tuple[float, float]]] = {}
    for row in rows(FOLDER, "land-near" if near else "land"):
        rings.setdefault(row["ring"], []).append((float(row["lon"]), float(row["lat"])))
    return tuple(tuple(ring) for ring in rings.values())


def _courses(count: int) -> tuple[tuple[tuple[float, float], ...], ...]:
    found: list[list[tuple[float, float]]] = [[] for _ in range(count)]
    for row in rows(FOLDER, "courses"):
        found[int(row["link"])].append((float(row["lon"]), float(row["lat"])))
    return tuple(tuple(course) for course in found)
