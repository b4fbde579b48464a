"""A tax on exports is raised, lowered or set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ....world.records import World
from ...move import Number, argument
from .selection import OnRates


@dataclass(frozen=True)
class ExportTax(OnRates):
    """Change the ad-valorem tax that the seller's economy takes on flows; below 0 it is a subsidy."""

    kind: ClassVar[str] = "export_tax"
    meaning: ClassVar[str] = "a change of ad-valorem taxes on exports"
    add: Number = argument("number", "added to the tax", least=-1.0)
    set: Number = argument("number", "the tax from now on", least=-0.999)

    def on(self, world: World) -> World:
        """Return the world with the taxes changed."""
        now = np.zeros(world.flows.shape) if world.export_tax is None else world.export_tax
        return world.with_rules(export_tax=self.changed(now, world))
