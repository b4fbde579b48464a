"""A single solve from Python: `solve(apply(moves, world))`, with labelled results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jax
import numpy as np

from ...world.records import World
from .. import pytrees  # noqa: F401  (double precision, before anything is traced)
from ..compiled import keep_compiled
from . import read
from .equations import Shock
from .outcomes import OUTCOMES, Comparison
from .solve import Equilibrium, equilibria
from .status import Status

if TYPE_CHECKING:
    import xarray


@jax.jit
def _solved(
    world: World, start: World
) -> tuple[dict[str, jax.Array], jax.Array, jax.Array, tuple[jax.Array, ...]]:
    accounts = read.accounts(world)
    stacked = read.stacked(read.shocks((start, world)))
    books = jax.tree.map(lambda array: array[None], accounts)

    def one(shock: Shock) -> Equilibrium:
        """Solve one world alone: the start world is mostly at rest, and would be swept as often as the other."""
        return equilibria(books, jax.tree.map(lambda array: array[None, None], shock))

    found = jax.lax.map(one, stacked)
    before, after = (jax.tree.map(lambda array, place=place: array[place, 0, 0], found) for place in (0, 1))
    comparison = Comparison(accounts, before, after)
    tables = {one.name: one.function(comparison) for one in OUTCOMES}
    return tables, after.residual, after.sweeps, tuple(after.status)


def solve(world: World, start: World | None = None) -> xarray.Dataset:
    """Solve for the equilibrium under a world's rules, and compare it with a start world.

    `start` is the base year with no rule changed if left out. Returns every outcome of the trade model with
    labelled axes, NaN unless `status` is `solved`; its attributes hold the status in words, the residual and
    the sweeps that it took. Worlds without a draw axis.
    """
    import xarray

    keep_compiled()
    if start is None:
        start = world.with_rules(**_neutral(world))
    tables, residual, sweeps, (code, economy, industry) = jax.device_get(_solved(world, start))
    labels = {"economy": world.economies, "partner": world.economies, "industry": world.industries}
    arrays = {
        one.name: xarray.DataArray(np.asarray(tables[one.name]), dims=one.dims[:-1]) for one in OUTCOMES
    }
    used = {axis: list(labels[axis]) for axis in labels}
    about = {"economy": world.economies[int(economy)], "industry": world.industries[int(industry)]}
    status = Status.of(int(code)).told(**about)
    return xarray.Dataset(
        arrays, coords=used, attrs={"status": status, "residual": float(residual), "sweeps": int(sweeps)}
    )


def _neutral(world: World) -> dict[str, Any]:
    """Return the rules of the base year: nothing banned, taxed or given beyond what the accounts hold."""
    return {
        "tariff_now": np.asarray(world.tariff),
        "delivered": np.ones_like(world.delivered),
        "open": np.ones_like(world.open),
        "productivity": np.ones_like(world.productivity),
        "transfer": np.zeros_like(world.transfer),
        "force": np.zeros_like(world.force),
        "deficit_rule": np.zeros_like(world.deficit_rule),
        "quota_cap": np.full_like(world.quota_cap, read.UNLIMITED),
        "export_tax": None,
    }
