"""A number to so many digits, as a reader writes it."""

from __future__ import annotations

LARGEST = 1e15
"""What is larger is said with a power of ten."""


def digits(value: float, count: int = 4, sign: str = "") -> str:
    """Say a number to so many digits; no power of ten for one that is merely large.

    >>> digits(29180.4), digits(0.123456), digits(1e6, 6), digits(-9183, 3), digits(2e20), digits(3, 3, "+")
    ('29180', '0.1235', '1000000', '-9180', '2e+20', '+3')
    """
    text = f"{value:{sign}.{count}g}"
    return f"{float(text):{sign}.0f}" if "e+" in text and abs(value) < LARGEST else text
