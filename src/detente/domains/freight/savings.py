"""What the freight corridor saves in a draw, for the trade model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...study.expression import Expression
from ...world.records import World
from .facts import load
from .options import FreightOptions
from .solve import numbers, savings


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
    return savings(load(), numbers(given), world.economies, world.industries, xp)
