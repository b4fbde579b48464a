"""One comparison of two gas worlds from Python, with labelled results."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from ...world.gas_records import Gas
from .corridor import CorridorResult, corridor

if TYPE_CHECKING:
    import xarray

AXES = {
    "flow_without": ("year", "supply", "market"),
    "flow_with": ("year", "supply", "market"),
    "margin": ("year", "supply", "market"),
    "line_flow": ("year", "line"),
    "contract_price": ("year", "line"),
    "bill_value_without": ("market",),
    "bill_value_with": ("market",),
    "profit": ("year", "seller"),
    "fee": ("year", "party"),
    "cut_loss": ("year", "party"),
    "npv": ("party",),
    "fee_value": ("party",),
    "capital_value": ("party",),
    "break_even": ("line",),
}
"""Axes of each result, draws apart; those not named run year, market."""
NOT_ARRAYS = ("years", "markets", "supplies", "sellers", "parties", "lines", "cost", "code", "status")


def compare(gas: Gas, without: Gas | None = None) -> xarray.Dataset:
    """Return what a world's lines change, labelled; against the same world without lines if none is given.

    A `draw` axis stands first where there is more than one draw. The attribute `status` says how the first
    draw that was not solved ended, or `solved`.
    """
    return labelled(corridor(gas, gas.with_lines() if without is None else without))


def labelled(found: CorridorResult) -> xarray.Dataset:
    """Return a comparison as a labelled data set; parts of a line's cost are named `cost_...`."""
    import xarray

    one = len(found.code) == 1
    arrays = {
        field.name: (AXES.get(field.name, ("year", "market")), getattr(found, field.name))
        for field in fields(found)
        if field.name not in NOT_ARRAYS
    }
    arrays |= {f"cost_{name}": (("line",), part) for name, part in found.cost._asdict().items()}
    labels = {
        "year": found.years,
        "market": found.markets,
        "supply": found.supplies,
        "seller": found.sellers,
        "party": found.parties,
        "line": found.lines,
    }
    made = {
        name: xarray.DataArray(np.asarray(array[0] if one else array), dims=axes if one else ("draw", *axes))
        for name, (axes, array) in arrays.items()
    }
    status = next((words for words in found.status if words != "solved"), "solved")
    coordinates = {name: list(values) for name, values in labels.items()}
    return xarray.Dataset(made, coords=coordinates, attrs={"status": status})
