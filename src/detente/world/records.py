"""A world: who trades what with whom, and the rules in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..ground.axes import axes_of
from .sources import TableSource

if TYPE_CHECKING:
    from jaxtyping import Float, Int

    from ..domains.gas.records import Gas

Numbers = Any
"""A NumPy or JAX array: worlds are built from files with NumPy and changed under a JAX trace alike."""


@dataclass(frozen=True)
class World:
    """Facts of a base year and the rules in force; every array may carry leading draw axes.

    Money is US$ bn a year at base-year prices. Arrays run `industry, buyer, seller` and
    `economy, industry`. The facts are `flows` (before duty, home purchases on the diagonal), `tariff`,
    `inputs` (per unit of output) and `theta`; the accounts follow from them, so that they always close.
    The rules are what moves change and models read.
    """

    economies: tuple[str, ...]
    industries: tuple[str, ...]
    authorities: tuple[str, ...]
    """Who imposed the measures in `measure_bans`: `UN`, or an economy's code."""
    target: str
    """The economy that the measures are about, or the group that holds it; empty where there are none."""
    sources: tuple[TableSource, ...]
    estimates: tuple[str, ...]
    """What in these facts is an estimate, in a sentence each."""
    as_of: dt.date | None

    flows: Float[Numbers, "*draw industry buyer seller"]
    tariff: Float[Numbers, "*draw industry buyer seller"]
    inputs: Float[Numbers, "*draw economy input industry"]
    theta: Float[Numbers, "*draw industry"]
    theta_low: Float[Numbers, " industry"]
    theta_high: Float[Numbers, " industry"]
    measure_bans: Float[Numbers, "authority industry buyer seller"]
    """Share of each flow that the authority's measures ban."""
    measure_caps: Float[Numbers, "authority cap industry buyer seller"]
    """Share of each flow that a cap on the sum of flows takes away; each cap is one quota."""

    tariff_now: Float[Numbers, "*draw industry buyer seller"]
    delivered: Float[Numbers, "*draw industry buyer seller"]
    open: Float[Numbers, "*draw industry buyer seller"]
    productivity: Float[Numbers, "*draw economy industry"]
    transfer: Float[Numbers, "*draw economy"]
    deficit_rule: Int[Numbers, "*draw"]
    force: Float[Numbers, "*draw authority economy"]
    """Share of what an authority bans that each partner really stops; 0 = not in force."""
    quota_cells: Float[Numbers, "*draw quota industry buyer seller"]
    quota_cap: Float[Numbers, "*draw quota"]

    export_tax: Float[Numbers, "*draw industry buyer seller"] | None = None
    """Ad-valorem tax that the seller's economy takes on a flow; None is no tax anywhere."""
    substitution: Float[Numbers, "*draw"] | None = None
    """Elasticity of substitution among the inputs of an industry; None is 1, Cobb-Douglas."""
    gas: Gas | None = None
    """The gas world, its `lines` those that could be built; None where a study has no gas."""
    built: tuple[str, ...] = ()
    """The lines that stand."""
    linked: bool = False
    """Whether the freight corridor's links are open."""
    home: str = ""
    """The folder that it was read from; empty for an embedded world."""
    digest: str = ""
    """SHA-256 of that folder's files."""

    def economy(self, code: str) -> int:
        """Return the place of an economy on its axis."""
        return self.economies.index(code)

    def industry(self, code: str) -> int:
        """Return the place of an industry on its axis."""
        return self.industries.index(code)

    def with_rules(self, **rules: Numbers) -> World:
        """Return this world with some rules replaced."""
        return replace(self, **rules)


ARRAYS = axes_of(World)
"""The fields that are arrays, with their axes but for those of draws; the others are labels."""
LABELS = tuple(one.name for one in fields(World) if one.name not in ARRAYS)

DEFICIT_RULES = ("fixed", "own_share", "removed")
"""Fixed in units of world value added; a share of own value added; or removed."""
FIXED, OWN_SHARE, REMOVED = range(len(DEFICIT_RULES))
"""Their places, as arrays hold them."""


def outer(number: Numbers, axes: int) -> Numbers:
    """Give a number, or an array of one number a draw, trailing axes so that it scales arrays of a world."""
    if not hasattr(number, "shape") or number.shape == ():
        return number
    return number.reshape(number.shape + (1,) * axes)


def foreign(count: int) -> np.ndarray:
    """Return 1 for a flow between two economies and 0 for home purchases, `[buyer, seller]`."""
    return 1.0 - np.eye(count)
