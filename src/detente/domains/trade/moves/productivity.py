"""An economy comes to produce more, or less, with the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ....world.records import World, outer
from ...move import ABOVE_ZERO, Move, Number, argument
from .selection import economies_of, member


@dataclass(frozen=True)
class Productivity(Move):
    """Multiply productivity of an economy's industries: 1.05 is five per cent more output from the same."""

    kind: ClassVar[str] = "productivity"
    meaning: ClassVar[str] = "a change of productivity"
    economy: str = argument("economy", "where", needed=True, default="")
    factor: Number = argument("number", "what productivity is multiplied by", needed=True, least=ABOVE_ZERO)
    industries: tuple[str, ...] | None = argument("industries", "all if left out")

    def on(self, world: World) -> World:
        """Return the world with productivity changed."""
        there = economies_of(world, {self.economy: 1})
        goods = member(world.industries, self.industries or None, "industry")
        change = 1 + np.outer(there, goods) * (outer(self.factor, 2) - 1)
        return world.with_rules(productivity=world.productivity * change)
