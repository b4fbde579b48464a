"""A duty is raised, lowered or set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..world.records import World, outer
from .records import Number, argument
from .selection import OnFlows


@dataclass(frozen=True)
class Tariff(OnFlows):
    """Change the ad-valorem duty on flows: `add` so much to it, or `set` it, as shares (0.25 = 25 %)."""

    kind: ClassVar[str] = "tariff"
    meaning: ClassVar[str] = "a change of ad-valorem duties"
    add: Number = argument("number", "added to the duty", least=-1.0)
    set: Number = argument("number", "the duty from now on", least=-0.999)

    def on(self, world: World) -> World:
        """Return the world with the duties changed."""
        cells = self.cells(world)
        duty = world.tariff_now
        if self.set is not None:
            duty = duty + cells * (outer(self.set, 3) - duty)
        if self.add is not None:
            duty = duty + cells * outer(self.add, 3)
        return world.with_rules(tariff_now=duty)
