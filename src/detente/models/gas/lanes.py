"""Draw axes: every array of a gas world brought to one leading axis of draws."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from jaxtyping import Float

from ...world.gas_records import Gas, Line

AXES = {
    "base_flow": 3,
    "base_price": 2,
    "elasticity": 1,
    "cost": 1,
    "slope": 2,
    "capacity": 2,
    "transport": 2,
    "loss": 2,
    "regasification": 0,
    "conduct": 1,
    "floor": 3,
    "arc_elasticity": 0,
    "rent_share": 0,
    "repriced": 0,
    "discount": 1,
}
"""Arrays of a gas world and how many axes each has beside draws."""
LINE_AXES = {
    field.name: {"km": 1, "fee": 1, "cut_chance": 1}.get(field.name, 0)
    for field in fields(Line)
    if field.name not in ("name", "supply", "buyer", "sections", "reserved", "onward")
}
"""The same for a line."""


_COUNTED: WeakKeyDictionary[Gas, int] = WeakKeyDictionary()


def draws_of(gas: Gas) -> int:
    """Return how many draws a world holds; 1 where no array has a draw axis. A world is counted once.

    Raises ValueError where two arrays disagree, or have more than one draw axis.
    """
    if gas not in _COUNTED:
        _COUNTED[gas] = _counted(gas)
    return _COUNTED[gas]


def _counted(gas: Gas) -> int:
    shapes = [
        np.shape(getattr(gas, name))[: np.ndim(getattr(gas, name)) - axes] for name, axes in AXES.items()
    ]
    for line in gas.lines:
        shapes += [
            np.shape(getattr(line, name))[: np.ndim(getattr(line, name)) - axes]
            for name, axes in LINE_AXES.items()
        ]
    shape = np.broadcast_shapes(*shapes)
    if len(shape) > 1:
        raise ValueError(f"a gas world may have one draw axis, not {len(shape)}")
    return int(shape[0]) if shape else 1


def lane(array: Any, axes: int, draws: int) -> Float[np.ndarray, "draw ..."]:
    """Return an array with one leading draw axis; `axes` is how many others it has."""
    array = np.asarray(array, float)
    if array.ndim == axes + 1 and len(array) == draws:
        return np.asarray(array)
    return np.broadcast_to(array, (draws, *array.shape[array.ndim - axes :]))
