"""Accounts that close: what follows from flows and inputs, and the check of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..ground.faults import DataError
from .records import Numbers, World

if TYPE_CHECKING:
    from jaxtyping import Float

CLOSED = 1e-9
"""Largest relative gap in the accounts."""
STATED = 1e-3
"""Largest relative gap between value added as computed and as the source states it."""


class Totals(NamedTuple):
    """What follows from flows before duty, duties and input shares [US$ bn]."""

    output: Float[Numbers, "*draw economy industry"]
    spending: Float[Numbers, "*draw economy industry"]
    final: Float[Numbers, "*draw economy industry"]
    value_added: Float[Numbers, "*draw economy"]
    duties: Float[Numbers, "*draw economy"]
    deficit: Float[Numbers, "*draw economy"]


def totals(flows: Numbers, tariff: Numbers, inputs: Numbers) -> Totals:
    """Derive the accounts; by construction final spending is value added, duties and the deficit."""
    output = flows.sum(-2).swapaxes(-1, -2)
    paid = (flows * (1 + tariff)).sum(-1).swapaxes(-1, -2)
    used = (inputs * output[..., None, :]).sum(-1)
    return Totals(
        output=output,
        spending=paid,
        final=paid - used,
        value_added=((1 - inputs.sum(-2)) * output).sum(-1),
        duties=(flows * tariff).sum((-3, -1)),
        deficit=flows.sum((-3, -1)) - flows.sum((-3, -2)),
    )


def rebalance(
    flows: np.ndarray, tariff: np.ndarray, inputs: np.ndarray, stated: np.ndarray, economies: list[str]
) -> np.ndarray:
    """Return input shares with which no good is used up by industry alone, and check the accounts.

    Rounding in the tables leaves final spending of a few cells below zero by under one part in ten
    thousand: industrial use of those goods shrinks by as much, and value added takes it.

    Raises DataError where the accounts do not close to 1e-9, or miss the stated value added by over 0.1 %.
    """
    book = totals(flows, tariff, inputs)
    used = book.spending - book.final
    inputs = inputs * np.minimum(1.0, book.spending / used)[:, :, None]
    book = totals(flows, tariff, inputs)
    off = np.abs(book.value_added / stated - 1)
    if (worst := int(off.argmax())) >= 0 and off[worst] > STATED:
        raise DataError(
            f"economies.csv, {economies[worst]}: value added is {stated[worst]:.4g} US$ bn there and "
            f"{book.value_added[worst]:.4g} by flows and inputs; mend the table that is wrong"
        )
    check(book, tuple(economies))
    return inputs


def gaps(book: Totals) -> dict[str, np.ndarray]:
    """Return the accounts' relative gaps by economy, each 0 where they close."""
    scale = np.asarray(book.value_added)
    income = book.value_added + book.duties + book.deficit
    return {
        "final spending against income": np.asarray(book.final.sum(-1) - income) / scale,
        "final spending below zero": np.minimum(0.0, np.asarray(book.final).min(-1)) / scale,
        "deficits of all economies": np.asarray(book.deficit.sum(-1, keepdims=True)) / scale,
    }


def check(book: Totals, economies: tuple[str, ...]) -> None:
    """Raise DataError, naming what and where, unless the accounts close to 1e-9."""
    for what, gap in gaps(book).items():
        if (np.abs(gap) > CLOSED).any():
            worst = int(np.abs(gap).argmax())
            raise DataError(
                f"the accounts do not close: {what}, {economies[worst]}, is off by {gap[worst]:.2e} of value "
                "added; rebalance the tables"
            )


def accounts(world: World) -> Totals:
    """Return the base-year totals of a world."""
    return totals(world.flows, world.tariff, world.inputs)
