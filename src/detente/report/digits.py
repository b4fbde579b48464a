"""As many digits as sampling bears: no digit of a quantile is finer than its standard error."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ..ground.digits import digits
from .words import UNKNOWN

MEDIAN = math.sqrt(math.pi / 2)
"""The standard error of a median, in those of a mean, where draws are normal (Kendall and Stuart 1963, 14.12)."""
NINE_TENTHS = 2 * 1.645
"""Standard deviations between the 5 % and 95 % quantiles of a normal distribution."""
FINEST = 6
"""Decimals at most; what is smaller is said to two digits."""


def error_of(quantiles: Mapping[int, float], draws: int) -> float:
    """Return the standard error of the median of so many draws, from their 5 % and 95 % quantiles.

    Draws of a Sobol sequence err less than independent ones, for which this is.
    """
    spread = abs(quantiles[95] - quantiles[5]) / NINE_TENTHS
    return MEDIAN * spread / math.sqrt(max(draws, 1))


def borne(value: float, error: float, *, sign: bool = False) -> str:
    """Say a number to the last digit that is not finer than its error; to three where there is no error.

    >>> borne(1.2413, 0.022), borne(-0.0123, 0.0001, sign=True), borne(1234.5, 30.0)
    ('1.2', '-0.0123', '1200')
    >>> borne(3.14159, 0.0), borne(-0.04, 0.5), borne(float("nan"), 1.0)
    ('3.14', '0', 'unknown')
    """
    if not math.isfinite(value):
        return UNKNOWN
    if not (math.isfinite(error) and error > 0):
        return digits(value, 3, "+" if sign and value else "")
    place = math.ceil(math.log10(error) - 1e-9)
    if place < -FINEST:
        return f"{value:{'+' if sign and value else ''}.2g}"
    rounded = round(value, -place) + 0.0
    return f"{rounded:{'+' if sign and rounded else ''}.{max(0, -place)}f}"


def even(
    quantiles: Mapping[int, float], draws: int, *, scale: float = 1, sign: bool = False
) -> dict[int, str]:
    """Say quantiles over draws, all to the digits that the middle one bears.

    >>> even({5: -0.01911, 50: 0.01241, 95: 0.05499}, 1024, scale=100, sign=True)
    {5: '-1.9', 50: '+1.2', 95: '+5.5'}
    """
    error = error_of(quantiles, draws)
    return {end: borne(scale * value, scale * error, sign=sign) for end, value in quantiles.items()}
