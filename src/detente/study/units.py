"""Units: an algebra on their texts, and Pint only where two texts differ."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from itertools import chain
from typing import Any

Unit = tuple[tuple[str, Fraction], ...]
"""Symbols and their powers, sorted; empty for a plain number."""

PLAIN: Unit = ()
PERCENT = "%"
POINTS = ("points", "point", "percentage points", "percentage point")
"""What a difference of shares is told in: a hundredth, as `%`."""
SCALES = {"thousand": 1e3, "mn": 1e6, "bn": 1e9, "tn": 1e12}
"""Words before or after a unit that say how many of it are one: `USD bn`, `mn persons`."""
SAME = (
    {"million": "mn", "billion": "bn", "trillion": "tn", "US$": "USD", "yr": "year", "d": "day"}
    | {f"{word}s": word for word in ("year", "month", "week", "day", "round", "barrel")}
    | {"person": "persons", "people": "persons", "household": "households", "bbl": "barrel"}
    | {"tonne": "t", "tonnes": "t", "share": "", "1": "", PERCENT: "pp"}
)
WHOLE = {"a plain number": "", "no unit": "", **dict.fromkeys(POINTS, "")}
"""Texts of several words that are one."""
KINDS = (
    *(("USD",), ("persons",), ("households",), ("TEU",), ("round",), ("MMBtu",)),
    ("year", "month", "day"),
    ("km", "100km"),
    ("bcm", "tcm", "m3", "barrel", "mb", "kb"),
    ("t", "kt", "Mt"),
)
"""Symbols that measure one thing each."""
KNOWN = (*chain(*KINDS), *SCALES, "pp")
"""Symbols known without asking Pint."""
AMBIGUOUS = ("ton", "tons", "quarter", "quarters")
"""Symbols that Pint knows as another thing than a reader may mean."""
DEFINITIONS = (
    *(f"{word} = {scale:g}" for word, scale in SCALES.items()),
    "USD = [currency]",
    "persons = [persons]",
    "households = [households]",
    "m3 = meter ** 3",
    "mcm = 1e6 * meter ** 3",
    "bcm = 1e9 * meter ** 3",
    "tcm = 1e3 * meter ** 3",
    "MMBtu = 1e6 * Btu",
    "barrel = 42 * gallon",
    "kb = 1e3 * barrel",
    "mb = 1e6 * barrel",
    "kt = 1e3 * metric_ton",
    "pp = 0.01",
    "nm = 1852 * meter",
    "TEU = [container]",
    "round = [round]",
)
"""What Pint is told beside its own units, or knows as another thing: its `kt` is a knot, its `nm` no nautical mile.

A bcm is a volume: its energy is a fact, not a unit.
"""
PART = re.compile(r"(?P<symbol>[^\s*·^]+)(?:\^\(?(?P<power>\d+(?:\.\d+|/\d+)?)\)?)?")
SLASH = re.compile(r"/(?!\d+\))")
"""What parts a unit's text: a slash that is not inside a power, as in `year^(1/2)`."""


def parse(text: str) -> Unit:
    """Return the unit that a text names: `USD bn/year`, `mn persons`, `USD/tcm/100km`, `1/year`.

    Parts after / divide, and so does all that follows `per`; words side by side, or with * between them, multiply.
    """
    if " per " in text:
        above, _, below = text.partition(" per ")
        return times(parse(above), parse(below), -1)
    found: dict[str, Fraction] = {}
    for place, part in enumerate(SLASH.split(WHOLE.get(text.strip(), text))):
        words = [(match["symbol"], match["power"] or "1") for match in PART.finditer(part)]
        if len(words) > 1 and any(word == "m" for word, _ in words):
            words = [("_".join(word for word, _ in words), "1")]  # a metre or a million: nobody knows
        for word, power in words:
            symbol = SAME.get(word, word)
            if symbol:
                sign = 1 if place == 0 else -1
                found[symbol] = found.get(symbol, Fraction(0)) + sign * Fraction(power)
    return _sorted(found)


def unknown(text: str) -> tuple[str, ...]:
    """Return the symbols of a unit's text that nobody knows."""
    symbols = [symbol for symbol, _ in parse(text) if symbol not in KNOWN]
    return tuple(symbol for symbol in symbols if _pint(symbol) is None)


def times(one: Unit, other: Unit, power: int = 1) -> Unit:
    """Return a unit times a power of another."""
    found = dict(one)
    for symbol, exponent in other:
        found[symbol] = found.get(symbol, Fraction(0)) + power * exponent
    return _sorted(found)


def raised(unit: Unit, power: float) -> Unit:
    """Return a power of a unit."""
    by = Fraction(power).limit_denominator(1000)
    return _sorted({symbol: exponent * by for symbol, exponent in unit})


def words(unit: Unit) -> str:
    """Return a unit as text that `parse` reads back, `a plain number` for none.

    >>> words(parse("mn people/yr")), words(parse("1/year")), words(parse("USD bn"))
    ('mn persons/year', '1/year', 'USD bn')
    """
    above = {symbol: exponent for symbol, exponent in unit if exponent > 0}
    below = [_word(symbol, -exponent) for symbol, exponent in unit if exponent < 0]
    scale = next((symbol for symbol in above if symbol in SCALES and above[symbol] == 1), "")
    product = "*".join(_word(symbol, exponent) for symbol, exponent in above.items() if symbol != scale)
    pair = (product, scale) if "USD" in above else (scale, product)
    return "/".join([" ".join(filter(None, pair)) or "1", *below]) if unit else "a plain number"


def factor(given: Unit, wanted: Unit) -> float | None:
    """Return what a number in one unit is multiplied by to be in another; None if they measure other things."""
    if given == wanted:
        return 1.0
    one, other = (_whole(unit) for unit in (given, wanted))
    if one is None or other is None or one.dimensionality != other.dimensionality:
        return None
    return float((one / other).to_base_units().magnitude)


def plain_factor(unit: Unit) -> float | None:
    """Return what turns a number in a unit that cancels, as `month/year`, into a plain one; None where it does not."""
    powers = dict(unit)
    if any(sum(powers.get(symbol, 0) for symbol in kind) for kind in KINDS):
        return None
    if all(symbol in SCALES for symbol, _ in unit):
        return math.prod((SCALES[symbol] ** float(power) for symbol, power in unit), start=1.0)
    return factor(unit, PLAIN) if len({power > 0 for _, power in unit}) > 1 else None


def _sorted(found: Mapping[str, Fraction]) -> Unit:
    return tuple(sorted((symbol, Fraction(power)) for symbol, power in found.items() if power))


def _word(symbol: str, exponent: Fraction) -> str:
    if exponent == 1:
        return symbol
    return f"{symbol}^{exponent}" if exponent.denominator == 1 else f"{symbol}^({exponent})"


@cache
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(on_redefinition="ignore")
    for line in DEFINITIONS:
        registry.define(line)
    return registry


def _pint(symbol: str) -> Any:
    """Return one of a symbol as Pint's quantity; None where Pint does not know it."""
    match = re.fullmatch(r"([1-9]\d{0,8})?([A-Za-z_]+3?)", symbol)
    if match is None or symbol in AMBIGUOUS:
        return None
    try:
        return float(match.group(1) or 1) * _registry()(match.group(2))
    except Exception:  # Pint raises errors of many kinds, its tokeniser's among them
        return None


def _whole(unit: Unit) -> Any:
    """Return one of a unit as Pint's quantity; None where a symbol is unknown."""
    product = _registry().Quantity(1.0)
    for symbol, exponent in unit:
        one = _pint(symbol)
        if one is None:
            return None
        product = product * one ** float(exponent)
    return product
