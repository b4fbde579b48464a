"""The cost of delivering goods changes, other than by duty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ....world.records import World, outer
from ...move import ABOVE_ZERO, Number, argument
from .selection import OnFlows


@dataclass(frozen=True)
class TradeCost(OnFlows):
    """Multiply the delivered cost of flows: 0.9 makes them ten per cent cheaper to deliver."""

    kind: ClassVar[str] = "trade_cost"
    meaning: ClassVar[str] = "a change of delivered cost other than duty"
    factor: Number = argument("number", "what delivered cost is multiplied by", needed=True, least=ABOVE_ZERO)

    def on(self, world: World) -> World:
        """Return the world with the delivered cost changed."""
        change = 1 + self.cells(world) * (outer(self.factor, 3) - 1)
        return world.with_rules(delivered=world.delivered * change)
