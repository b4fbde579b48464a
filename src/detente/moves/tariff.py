"""A duty is raised, lowered or set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..world.records import World, outer
from .records import Number, argument
from .selection import OnFlows


@dataclass(frozen=True)
class OnRates(OnFlows):
    """A move that changes an ad-valorem rate of flows, by `add` or `set`, as shares (0.25 = 25 %)."""

    one_of: ClassVar[tuple[str, ...]] = ("add", "set")
    add: Number = argument("number", "added to the rate", least=-1.0)
    set: Number = argument("number", "the rate from now on", least=-0.999)

    @property
    def settles(self) -> bool:
        """Tell whether it leaves no room for another of its kind."""
        return self.set is not None

    def changed(self, rate: Number, world: World) -> Number:
        """Return rates `[industry, buyer, seller]` with those of the flows that the move is about changed."""
        cells = self.cells(world)
        if self.set is not None:
            rate = rate + cells * (outer(self.set, 3) - rate)
        if self.add is not None:
            rate = rate + cells * outer(self.add, 3)
        return rate


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
