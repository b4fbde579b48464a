"""The world that moves make, each of which may be switched off: in some draws, without compiling anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import jax
import jax.numpy as jnp

from ...study.expression import Expression
from ...world.records import ARRAYS, World
from ..move import Written, apply
from ..switches import switch
from .read import UNLIMITED


def made(
    written: Iterable[Written], world: World, value: Callable[[Expression], Any], values: Mapping[str, Any]
) -> tuple[World, Any]:
    """Return the world after moves in their order, and whether freight's links are open: a number where switched.

    A move whose switch is among the draw's values is made where that is above 0; others always are.
    """
    linked: Any = world.linked
    for one in written:
        after = apply(one.move.resolved(value), world)
        on = values.get(switch(one.name))
        if after.linked and not world.linked:
            linked = True if on is None else linked | (on > 0)
        world = after if on is None else _either(on > 0, after, world)
    return world, linked


def _either(on: Any, after: World, before: World) -> World:
    """Return the rules after a move where it is on, else those before it; labels stay as before."""
    rules = {}
    for name in ARRAYS:
        old, new = getattr(before, name), getattr(after, name)
        if new is old:
            continue
        if name in ("quota_cells", "quota_cap"):
            rules[name] = _capped(on, old, new, 0.0 if name == "quota_cells" else UNLIMITED)
        else:
            rules[name] = jnp.where(on, new, 0.0 if old is None else old)
    return before.with_rules(**rules)


def _capped(on: Any, old: Any, new: Any, never: float) -> jax.Array:
    """Return the quotas of a move and of those before it; those that it adds bind nothing where it is off."""
    added = new[len(old) :]
    return jnp.concatenate([jnp.asarray(old), jnp.where(on, added, never)])
