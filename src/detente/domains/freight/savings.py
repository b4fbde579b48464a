"""What the freight corridor saves in a batch of draws, for the trade model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp

from ...study.expression import Expression
from ...world.records import World
from .facts import load
from .options import FreightOptions
from .solve import goods_of, numbers, pairs, spread


def savings_of(
    option: FreightOptions,
    world: World,
    values: Mapping[str, Any],
    value: Callable[[Expression], Any],
    xp: Any,
) -> Any:
    """Return what the corridor does to delivered cost, `[*draw, industry, buyer, seller]`, below 1 where it saves.

    `value` evaluates an expression in the draws at hand, `xp` is numpy or jax.numpy.
    """
    start = f"{option.facts}["
    given: dict[str, Any] = {name: value(one) for name, one in option.numbers.items()}
    if option.facts:
        given |= {name[len(start) : -1]: values[name] for name in values if name.startswith(start)}
    drawn = {name: xp.asarray(one, float) for name, one in numbers(given).items()}
    goods, many = goods_of(drawn), any(one.size > 1 for one in drawn.values())
    # Many draws are a fifth of the time when compiled, which needs their number alone; one draw is not worth it.
    change = xp.asarray(_pairs(drawn, goods)) if many else pairs(load(), drawn, goods, xp)
    return spread(load(), change, goods, world.economies, world.industries)


@partial(jax.jit, static_argnums=1)
def _pairs(value: Mapping[str, Any], goods: tuple[str, ...]) -> jax.Array:
    """Return what the corridor does to delivered cost by pair and good: the same code for every study."""
    found: jax.Array = pairs(load(), value, goods, jnp)
    return found
