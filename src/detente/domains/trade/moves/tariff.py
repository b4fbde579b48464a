"""A duty is raised, lowered or set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ....world.records import World
from ...move import Number, argument
from .selection import OnRates


@dataclass(frozen=True)
class Tariff(OnRates):
    """Change the ad-valorem duty on flows: `add` so much to it, or `set` it, as shares (0.25 = 25 %)."""

    kind: ClassVar[str] = "tariff"
    meaning: ClassVar[str] = "a change of ad-valorem duties"
    add: Number = argument("number", "added to the duty", least=-1.0)
    set: Number = argument("number", "the duty from now on", least=-0.999)

    def on(self, world: World) -> World:
        """Return the world with the duties changed."""
        return world.with_rules(tariff_now=self.changed(world.tariff_now, world))
