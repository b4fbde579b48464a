"""What the codes in columns of statuses mean: how a solve ended."""

from __future__ import annotations

STATUSES = (
    "solved",
    "no equilibrium found",
    "no supplier left",
    "deficit cannot be financed",
    "income below zero",
    "a number out of range",
)
"""What the codes of a trade solve's status mean, in their order."""
GAS_STATUSES = (
    "solved",
    "no equilibrium found",
    "no seller can reach a market",
    "infeasible floors",
    "the base path asks more of a supply than its capacity",
    "a line is booked for more than its supply has left",
    "a number out of range",
)
"""The same of the gas model's."""


def ended(column: str, code: int) -> str:
    """Return what a code in a column of statuses means.

    >>> ended("gas_status[built]", 5), ended("status[start]", 0)
    ('a line is booked for more than its supply has left', 'solved')
    """
    known = GAS_STATUSES if column.startswith("gas_") else STATUSES
    return known[code] if code in range(len(known)) else f"status {code}"
