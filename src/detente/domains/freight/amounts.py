"""What a way has amounts of: each costs money, time, or both."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .facts import Freight, Link

KINDS = (
    "sea",
    "ports",
    "rail",
    "rail_straight",
    "old_rail",
    "old_rail_straight",
    "road",
    "road_straight",
    "border",
    "gauge",
    "own_price",
    "own_days",
)
"""What a way has amounts of: miles, ports, km by kind of way and of measure, and prices and days of its own."""
MILE = 1.852
"""[km]"""


def amounts(link: Link, renewed: bool) -> np.ndarray:
    """Return a link's amounts, `[kind]`; old rails that the corridor has renewed are rails as any other."""
    found = dict.fromkeys(KINDS, 0.0)
    if link.own is not None:
        found["own_price"], found["own_days"] = link.own[0], link.own[1] / 24
    elif link.mode == "sea":
        found["sea"], found["ports"] = link.length, 2.0
    elif link.mode != "transfer":
        kind = "old_rail" if link.mode == "rail" and link.old and not renewed else link.mode
        found[kind + ("_straight" if link.straight else "")] = link.length
    found["border"], found["gauge"] = float(link.border), float(link.gauge)
    return np.array(list(found.values()))


def sea_km(freight: Freight, links: Sequence[int]) -> float:
    """Return a way's km at sea less those on land."""
    passed = [freight.links[number] for number in links]
    return sum(one.length * MILE if one.mode == "sea" else -one.length for one in passed)
