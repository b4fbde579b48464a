"""Numbers of a small file, decimals or fractions, with a fault at each that is none."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import isfinite
from sys import float_info

from .faults import Faults, show
from .records import Node

SIMPLE = 10_000
"""Largest denominator of a fraction that a float is taken for."""
LARGEST = 400
"""Most digits of a number that is read, and its largest power of ten."""


def numbers(node: Node, count: int, what: str, faults: Faults) -> tuple[Fraction, ...]:
    """Return so many numbers of a list; none, and faults, where it holds anything else."""
    items = faults.list_of(node)
    if isinstance(node.value, list) and len(items) != count:
        faults.add(node.place, f"{len(items)} numbers here", f"write one {what} a player, {count} in all")
        return ()
    found = [exactly(item, what, faults) for item in items]
    return tuple(value for value in found if value is not None)


def one(node: Node, what: str, faults: Faults) -> float | None:
    """Return a number as a float, or None and a fault."""
    found = exactly(node, what, faults)
    return None if found is None else float(found)


def exactly(node: Node, what: str, faults: Faults) -> Fraction | None:
    """Return a number as it is written, or None and a fault."""
    try:
        if not isinstance(node.value, str | int | float):
            raise ValueError
        return number(node.value)
    except (ValueError, ZeroDivisionError, OverflowError):
        faults.add(node.place, f"'{show(node)}' is no {what}", "write a number or a fraction, as 0.25 or 1/4")
        return None


def exact(value: Fraction | float) -> Fraction:
    """Return a number as a fraction: a float as the simple fraction or the shortest decimal that it is nearest to.

    >>> exact(1 / 3), exact(0.1)
    (Fraction(1, 3), Fraction(1, 10))
    """
    if not isinstance(value, float):
        return Fraction(value)
    near = Fraction(int(value)) if value.is_integer() else Fraction(value).limit_denominator(SIMPLE)
    return near if float(near) == value and abs(value) < 2**53 else Fraction(Decimal(repr(float(value))))


def number(text: str | int | float) -> Fraction:
    """Return a number written as a decimal or as a fraction, `0.25` or `1/4`, exactly.

    Raises ValueError for what is none, or too large or too near zero to be shown; ZeroDivisionError.
    """
    if isinstance(text, bool):
        raise ValueError(f"{text} is no number")
    if isinstance(text, int | float):
        if not isfinite(text):
            raise ValueError(f"{text} is no finite number")
        return exact(text)
    top, slash, bottom = text.strip().partition("/")
    value = _decimal(top) / _decimal(bottom) if slash else _decimal(top)
    if abs(value) > float_info.max:
        raise ValueError(f"{text} is no finite number")
    return value


def _decimal(text: str) -> Fraction:
    """Return a decimal exactly. Raises ValueError."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError(f"{text} is no number") from None
    if not value.is_finite() or len(value.as_tuple().digits) > LARGEST or abs(value.adjusted()) > LARGEST:
        raise ValueError(f"{text} is no finite number, or too long")
    return Fraction(value)
