"""One comparison of two gas worlds from Python, with labelled results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...ground.axes import axes_of
from .corridor import CorridorResult, corridor
from .records import Gas

if TYPE_CHECKING:
    import xarray


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
        name: (axes, getattr(found, name)) for name, axes in axes_of(CorridorResult).items() if name != "code"
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
