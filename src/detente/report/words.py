"""Numbers as a reader of the page sees them."""

from __future__ import annotations

import math

from ..audit.sentences import PLAIN, number
from ..ground.digits import digits

SHARE = "share"
"""The unit of changes that are said in per cent."""
UNKNOWN = "unknown"


def points(value: float | None, unit: str = "") -> str:
    """Say a difference with its unit, of shares in points of per cent; one that is not known as `unknown`.

    >>> points(0.0123, "share"), points(3.0, "USD bn"), points(float("nan"))
    ('1.23 points', '3 USD bn', 'unknown')
    """
    if value is None or not math.isfinite(value):
        return UNKNOWN
    return f"{digits(100 * value, 3)} points" if unit == SHARE else number(value, unit)


def change(value: float) -> str:
    """Say a change of a share in per cent, with its sign.

    >>> change(0.01), change(-0.00004), change(float("nan"))
    ('+1.00 %', '-0.004 %', 'unknown')
    """
    if not math.isfinite(value):
        return UNKNOWN
    digits = 2 if abs(value) >= 0.001 or value == 0 else 3
    text = f"{100 * value:+.{digits}f} %"
    return text if float(text[:-2]) else f"0.{'0' * digits} %"


def scaled(value: float, unit: str) -> float:
    """Return a value on the scale of its axis: per cent where the unit is a share."""
    return 100 * value if unit == SHARE else value


def scale_of(unit: str) -> str:
    """Return the unit of what `scaled` returns, after a blank; nothing where there is none.

    >>> scale_of("share"), scale_of("USD bn"), scale_of("1")
    (' points', ' USD bn', '')
    """
    return " points" if unit == SHARE else f" {unit}" if unit not in PLAIN else ""


def axis(what: str, unit: str) -> str:
    """Return the title of an axis, with its unit.

    >>> axis("margin", "share"), axis("margin", "")
    ('margin (percentage points)', 'margin (no unit)')
    """
    return f"{what} ({'percentage points' if unit == SHARE else unit or 'no unit'})"
