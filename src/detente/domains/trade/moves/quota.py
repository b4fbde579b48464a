"""The quantity of a flow is capped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ....world.records import World, outer
from ...move import Number, argument
from .selection import OnFlows


@dataclass(frozen=True)
class Quota(OnFlows):
    """Cap the sum of flows at a share of its base-year quantity (valued at the sellers' base-year prices).

    The supply that may flow is found with the equilibrium; a quota that does not bind changes nothing.
    """

    kind: ClassVar[str] = "quota"
    meaning: ClassVar[str] = "a cap on the quantity of a flow"
    cap: Number = argument(
        "number", "most that may flow, as a share of the base year's quantity", needed=True
    )

    @property
    def settles(self) -> bool:
        """Tell whether it leaves no room for another: two caps on one flow cannot both be counted."""
        return True

    def on(self, world: World) -> World:
        """Return the world with one more quota."""
        cells = self.cells(world)
        base = (world.flows * cells).sum((-3, -2, -1))
        row = cells[None] + 0 * world.quota_cells[..., :1, :, :, :].sum(-4, keepdims=True)
        cap = np.ones(1) * outer(self.cap, 1) * base[..., None]
        return world.with_rules(
            quota_cells=_joined(world.quota_cells, row, -4), quota_cap=_joined(world.quota_cap, cap, -1)
        )


def _joined(old: Number, new: Number, axis: int) -> Number:
    """Put arrays one after the other, with NumPy or with what traces them; either may have draw axes alone."""
    spaces = [getattr(one, "__array_namespace__", lambda: np)() for one in (old, new)]
    module = next((one for one in spaces if one is not np), np)
    draws = np.broadcast_shapes(old.shape[:axis], new.shape[:axis])
    both = [module.broadcast_to(one, draws + one.shape[axis:]) for one in (old, new)]
    return module.concatenate(both, axis=axis)
