"""Draw axes: every array of a gas world brought to one leading axis of draws."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from jaxtyping import Float

from ...ground.axes import axes_of
from .records import Gas, Line

AXES, LINE_AXES = ({name: len(axes) for name, axes in axes_of(record).items()} for record in (Gas, Line))
"""Arrays of a gas world, and of a line, and how many axes each has beside draws."""


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
