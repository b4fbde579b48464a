"""The outcomes of the gas model that claims may name: what each is, read off two worlds side by side."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .corridor import CorridorResult

FUNCTIONS: dict[str, Callable[[CorridorResult], np.ndarray]] = {
    "gas_bill": lambda found: found.bill_value_with,
    "gas_price": lambda found: found.price_with.mean(1),
    "gas_value": lambda found: found.npv,
    "gas_surplus": lambda found: found.surplus.mean(1),
    "transit_income": lambda found: found.fee_value,
    "cut_loss": lambda found: found.cut_loss.mean(1),
    "line_price": lambda found: found.contract_price.mean((1, 2)),
    "line_flow": lambda found: found.line_flow.sum(2).mean(1),
    "lng_break_even": lambda found: found.break_even.min(1),
}
"""`[draw]`, with an axis of markets or parties where the table of outcomes says so; NaN where not solved."""
