"""Units: an algebra on their texts, and Pint only where two texts differ."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

Unit = tuple[tuple[str, Fraction], ...]
"""Symbols and their powers, sorted; empty for a plain number."""

PLAIN: Unit = ()
PERCENT = "%"
SAME = {"years": "year", "yr": "year", "rounds": "round", "share": "", "1": "", PERCENT: ""}
KNOWN = (
    "USD",
    "USD_bn",
    "USD_mn",
    "year",
    "month",
    "day",
    "bcm",
    "tcm",
    "MMBtu",
    "km",
    "100km",
    "TEU",
    "round",
)
"""Symbols known without asking Pint."""
DEFINITIONS = (
    "USD = [currency]",
    "USD_mn = 1e6 * USD",
    "USD_bn = 1e9 * USD",
    "bcm = 1e9 * meter ** 3",
    "tcm = 1e3 * meter ** 3",
    "MMBtu = 1e6 * Btu",
    "TEU = [container]",
    "round = [round]",
)
"""What Pint is told beside its own units. A bcm is a volume: its energy is a fact, not a unit."""


def parse(text: str) -> Unit:
    """Return the unit that a text names: `USD bn/year`, `USD/tcm/100km`, `1/year`; parts after / divide."""
    found: dict[str, Fraction] = {}
    for place, part in enumerate(text.split("/")):
        symbol = re.sub(r"\s+", "_", part.strip())
        symbol = SAME.get(symbol, symbol)
        if symbol:
            found[symbol] = found.get(symbol, Fraction(0)) + (1 if place == 0 else -1)
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
    return _sorted({symbol: exponent * Fraction(power) for symbol, exponent in unit})


def words(unit: Unit) -> str:
    """Return a unit as text, `a plain number` for none."""
    above = [_word(symbol, exponent) for symbol, exponent in unit if exponent > 0]
    below = [_word(symbol, -exponent) for symbol, exponent in unit if exponent < 0]
    return "/".join([" ".join(above) or "1", *below]) if unit else "a plain number"


def factor(given: Unit, wanted: Unit) -> float | None:
    """Return what a number in one unit is multiplied by to be in another; None if they measure other things."""
    if given == wanted:
        return 1.0
    one, other = (_whole(unit) for unit in (given, wanted))
    if one is None or other is None or one.dimensionality != other.dimensionality:
        return None
    return float((one / other).to_base_units().magnitude)


def _sorted(found: Mapping[str, Fraction]) -> Unit:
    return tuple(sorted((symbol, Fraction(power)) for symbol, power in found.items() if power))


def _word(symbol: str, exponent: Fraction) -> str:
    word = symbol.replace("_", " ")
    return word if exponent == 1 else f"{word}^{exponent}"


@cache
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry()
    for line in DEFINITIONS:
        registry.define(line)
    return registry


def _pint(symbol: str) -> Any:
    """Return one of a symbol as Pint's quantity; None where Pint does not know it."""
    match = re.fullmatch(r"([1-9]\d{0,8})?([A-Za-z_]+)", symbol)
    if match is None:
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
