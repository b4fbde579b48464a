"""The outcomes of the gas model that claims may name: what each is, read off two worlds side by side."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .corridor import CorridorResult


def _of_lines(table: np.ndarray, read: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Return what is read of a table whose last axis is lines, `[draw]`; NaN where no line stands."""
    return read(table) if table.shape[-1] else np.full(len(table), np.nan)


FUNCTIONS: dict[str, Callable[[CorridorResult], np.ndarray]] = {
    "gas_bill": lambda found: found.bill_value_with,
    "gas_price": lambda found: found.price_with.mean(1),
    "gas_value": lambda found: found.npv,
    "gas_surplus": lambda found: found.surplus.mean(1),
    "transit_income": lambda found: found.fee_value,
    "cut_loss": lambda found: found.cut_loss.mean(1),
    "line_price": lambda found: _of_lines(found.contract_price, lambda table: table.mean((1, 2))),
    "line_flow": lambda found: found.line_flow.sum(2).mean(1),
    "lng_break_even": lambda found: _of_lines(found.break_even, lambda table: table.min(1)),
}
"""`[draw]`, with an axis of markets or parties where the table of outcomes says so; NaN where not solved."""
