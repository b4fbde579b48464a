"""How a report says numbers and names, and what it is called itself: no digit finer than the error of sampling."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from ..audit.records import AtomSummary
from ..audit.sentences import PLAIN, number
from ..ground.digits import digits

PAGE, DATA = "report.html", "data"
"""A report of a run, and the folder of its figures' data, in the folder of the run."""

SHARE = "share"
"""The unit of changes that are said in per cent."""
UNKNOWN = "unknown"
MEDIAN = math.sqrt(math.pi / 2)
"""The standard error of a median, in those of a mean, where draws are normal (Kendall and Stuart 1963, 14.12)."""
NINE_TENTHS = 2 * 1.645
"""Standard deviations between the 5 % and 95 % quantiles of a normal distribution."""
FINEST = 6
"""Decimals at most; what is smaller is said to two digits."""


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
    places = 2 if abs(value) >= 0.001 or value == 0 else 3
    text = f"{100 * value:+.{places}f} %"
    return text if float(text[:-2]) else f"0.{'0' * places} %"


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


def constant(atom: AtomSummary) -> bool:
    """Tell whether a margin is the same in every draw, so that there is nothing to draw."""
    return atom.quantiles[5] == atom.quantiles[95] and sum(count > 0 for count in atom.counts) == 1


def margin_words(atom: AtomSummary) -> str:
    """Say what the margin of a comparison is: a range, one number, or nothing."""
    known = {end: atom.quantiles.get(end, math.nan) for end in (5, 50, 95)}
    if not math.isfinite(known[50]):
        return "It could not be told in any draw."
    said = even(known, sum(atom.counts), scale=scaled(1.0, atom.unit))
    unit = scale_of(atom.unit)
    unknown = f" It could not be told in {atom.unknown:,} draws." if atom.unknown else ""
    if constant(atom):
        return f"Its margin is {said[50]}{unit} in every draw.{unknown}"
    ends = f"{said[5]} to {said[95]}"
    return f"Its margin is {said[50]}{unit} in the middle draw, and {ends} in nine draws of ten.{unknown}"


def slug(name: str) -> str:
    """Return a name that is safe in file names, ids and classes.

    >>> slug("leans against"), slug("a/b")
    ('leans-against', 'a-b')
    """
    return re.sub(r"[^A-Za-z0-9_]+", "-", name)
