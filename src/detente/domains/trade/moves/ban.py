"""Trade is banned, wholly or in part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ....world.records import World, outer
from ...move import Number, argument
from .selection import OnFlows


@dataclass(frozen=True)
class Ban(OnFlows):
    """Take away a share of what sellers can supply: 1 removes them exactly, with no residual trade."""

    kind: ClassVar[str] = "ban"
    meaning: ClassVar[str] = "an embargo, whole or of a share of the supply"
    share: Number = argument("number", "share of the supply that is gone", default=1.0, least=0.0, most=1.0)

    def on(self, world: World) -> World:
        """Return the world with the ban in force, on top of those already there."""
        return world.with_rules(open=world.open * (1 - self.cells(world) * outer(self.share, 3)))
