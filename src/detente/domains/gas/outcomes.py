"""The outcomes of gas that claims may name: what each is, read off two worlds side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ..domain import Outcome

if TYPE_CHECKING:
    pass


def _of_lines(table: np.ndarray, read: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Return what is read of a table whose last axis is lines, `[draw]`; NaN where no line stands."""
    return read(table) if table.shape[-1] else np.full(len(table), np.nan)


OUTCOMES = (
    Outcome(
        "gas_bill",
        ("market",),
        "USD bn",
        "expected present value of what a market pays for the gas that it buys in the start world",
        lambda found: found.bill_value_with,
    ),
    Outcome(
        "gas_price",
        ("market",),
        "USD/MMBtu",
        "price at the market's grid, mean of the node years",
        lambda found: found.price_with.mean(1),
    ),
    Outcome(
        "gas_value",
        ("party",),
        "USD bn",
        "expected present value of what the lines change for a party, capital and cuts included",
        lambda found: found.npv,
    ),
    Outcome(
        "gas_surplus",
        ("market",),
        "USD bn/year",
        "change of consumers' surplus, mean of the node years",
        lambda found: found.surplus.mean(1),
    ),
    Outcome(
        "transit_income",
        ("party",),
        "USD bn",
        "expected present value of transit fees",
        lambda found: found.fee_value,
    ),
    Outcome(
        "cut_loss",
        ("party",),
        "USD bn/year",
        "what a year's cut of the lines costs a party, mean of the node years",
        lambda found: found.cut_loss.mean(1),
    ),
    Outcome(
        "line_price",
        (),
        "USD/MMBtu",
        "what the lines' buyers pay, mean of the node years",
        lambda found: _of_lines(found.contract_price, lambda table: table.mean((1, 2))),
    ),
    Outcome(
        "line_flow",
        (),
        "bcm/year",
        "what the lines carry, mean of the node years",
        lambda found: found.line_flow.sum(2).mean(1),
    ),
    Outcome(
        "lng_break_even",
        (),
        "USD/MMBtu",
        "LNG price at the ship at which the lines' gas costs the same",
        lambda found: _of_lines(found.break_even, lambda table: table.min(1)),
    ),
)
"""`[draw]`, with an axis of markets or parties where there is one; NaN where not solved."""
