"""The freight corridor opens: its links, and renewed rails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ...world.records import World
from ..move import Move


@dataclass(frozen=True)
class RailLink(Move):
    """Open the corridor of the freight network: what it saves is the freight model's to say."""

    kind: ClassVar[str] = "rail_link"
    meaning: ClassVar[str] = "the rail and road links of the freight network's corridor open"

    def on(self, world: World) -> World:
        """Return the world with the links open."""
        return world.with_rules(linked=True)
