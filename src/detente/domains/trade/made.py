"""The world that moves make, each of which may be switched off: in some draws, without compiling anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from ...study.expression import Expression
from ...world.records import ARRAYS, World, outer
from ..move import Written, apply
from ..switches import switch
from .read import UNLIMITED


def made(
    written: Iterable[Written],
    world: World,
    value: Callable[[Expression], Any],
    values: Mapping[str, Any],
    xp: Any,
) -> tuple[World, Any]:
    """Return the world after moves in their order, and whether freight's links are open: a number where switched.

    A move whose switch is among the draws' values is made where that is above 0; others always are. `xp` is numpy or
    jax.numpy.
    """
    linked: Any = world.linked
    for one in written:
        after = apply(one.move.resolved(value), world)
        on = values.get(switch(one.name))
        if after.linked and not world.linked:
            linked = True if on is None else linked | (on > 0)
        world = after if on is None else _either(on > 0, after, world, xp)
    return world, linked


def _either(on: Any, after: World, before: World, xp: Any) -> World:
    """Return the rules after a move where it is on, else those before it; labels stay as before."""
    rules = {}
    for name, axes in ARRAYS.items():
        old, new = getattr(before, name), getattr(after, name)
        if new is old:
            continue
        if name in ("quota_cells", "quota_cap"):
            never = 0.0 if name == "quota_cells" else UNLIMITED
            rules[name] = _capped(outer(on, len(axes)), old, new, never, -len(axes), xp)
        else:
            rules[name] = xp.where(outer(on, len(axes)), new, 0.0 if old is None else old)
    return before.with_rules(**rules)


def _capped(on: Any, old: Any, new: Any, never: float, axis: int, xp: Any) -> Any:
    """Return the quotas of a move and of those before it; those that it adds bind nothing where it is off."""
    rows = np.arange(new.shape[axis]) < old.shape[axis]
    return xp.where(on | rows.reshape(-1, *(1,) * (-axis - 1)), new, never)
