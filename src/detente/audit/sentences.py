"""Numbers and findings in plain English."""

from __future__ import annotations

from collections.abc import Sequence

from ..domains.records import Column
from ..ground.digits import digits as said
from .reasons import Companion, Variant
from .records import (
    HOLDS,
    LEANS,
    LEANS_AGAINST,
    NOT_MODELLED,
    OPEN,
    RESTATES,
    UNDECIDED,
    Driver,
    Interval,
    Verdict,
)
from .shares import Share, word_of

TENTH = 0.001
"""The largest standard error of a share whose tenths of a per cent are said."""
PLAIN = ("", "1", "share")
"""Units that are not said."""
STEMS = {
    HOLDS: "Holds",
    LEANS: "Leans towards holding",
    OPEN: "Open",
    LEANS_AGAINST: "Leans against",
    UNDECIDED: "Undecided",
}


def number(value: float, unit: str = "", digits: int = 4) -> str:
    """Say a number to four digits, or as many, with its unit.

    >>> number(0.123456, "USD bn"), number(3, "1")
    ('0.1235 USD bn', '3')
    """
    return said(float(value), digits) + ("" if unit in PLAIN else f" {unit}")


def value(column: Column, at: float) -> str:
    """Say the value of a column: with its unit, or the variant's name if it is a choice."""
    variants = column.distribution.variants
    return variants[int(at)] if variants else number(at, column.unit)


def percent(share: float, error: float = 0.0) -> str:
    """Say a share in per cent, never rounding up to all or down to none.

    A tenth of a per cent is said where a standard error bears it; where none is given, near none and near all.

    >>> percent(0.5), percent(0.945), percent(0.9999), percent(1.0), percent(0.0002)
    ('50 %', '94.5 %', 'over 99.9 %', '100 %', 'under 0.1 %')
    >>> percent(0.945, 0.006), percent(0.3214, 0.0008), percent(0.002, 0.002)
    ('94 %', '32.1 %', 'under 1 %')
    """
    if share in (0, 1):
        return f"{100 * share:.0f} %"
    digits = int(error <= TENTH if error else share < 0.1 or share > 0.9)
    least = 10.0 ** -(2 + digits)
    if share < least / (2 if error else 1):
        return f"under {100 * least:g} %"
    if share > 1 - least / (2 if error else 1):
        return f"over {100 * (1 - least):g} %"
    return f"{100 * share:.{digits}f} %"


def error_of(interval: Interval | Variant) -> float:
    """Return the standard error behind a 95 % interval."""
    return (interval.high - interval.low) / (2 * 1.96)


def counted(share: float, draws: float) -> str:
    """Say a mean of shares over so many draws: what varies between 0 and 1 has no larger error than this.

    >>> counted(0.3214, 256), counted(0.3214, 1_000_000)
    ('32 %', '32.1 %')
    """
    return percent(share, (max(share * (1 - share), 0.0) / max(draws, 1)) ** 0.5)


def told(found: Verdict | Variant) -> str:
    """Say a share to the digits that its interval bears; nothing where there is none."""
    if found.share is None:
        return ""
    interval = found.interval if isinstance(found, Verdict) else found
    return on_its_side(found.share, error_of(interval) if interval else 0.0)


def on_its_side(share: float, error: float) -> str:
    """Say a share to the digits that its error bears, with one more where it would round to another verdict.

    >>> on_its_side(0.897, 0.006), on_its_side(0.893, 0.006)
    ('89.7 %', '89 %')
    """
    crosses = word_of(round(share, 2)) != word_of(share)
    return percent(share, min(error, TENTH) if crosses else error)


def range_of(interval: Interval | Variant) -> str:
    """Say an interval of shares.

    >>> range_of(Interval(0.93, 0.96)), range_of(Interval(0.0, 0.0036))
    ('93 % to 96 %', '0 % to 0.4 %')
    """
    error = error_of(interval)
    return f"{percent(interval.low, error)} to {percent(interval.high, error)}"


def named(column: Column) -> str:
    """Say which assumption a column is: its meaning and its name."""
    return f"{column.meaning} ({column.name})" if column.meaning else column.name


def companions(found: Sequence[Companion]) -> str:
    """Say what an assumption is drawn together with.

    >>> companions([Companion("cost", 0.6, True), Companion("tilt", -0.2, False)])
    'cost (rank 0.6) and tilt (rank -0.2)'
    """
    return " and ".join(f"{one.column} (rank {one.rank:g})" for one in found)


def tied(driver: Driver) -> str:
    """Say what a driver moves with and what its own part tells; empty where it moves with nothing."""
    if not driver.moves_with:
        return ""
    told = (
        ""
        if driver.own is None
        else f", its own part alone tells {percent(max(0.0, driver.own), driver.spread)}"
    )
    return f"moves with {companions(driver.moves_with)}{told}"


def verdict(word: str, share: Share, draws: int, is_probability: bool, why: str = "") -> str:
    """Say a verdict in one or two sentences; `why` is what a claim that restates an assumption rests on."""
    rest = f" {unsolved(share)}" if share.unknown else ""
    if word == RESTATES:
        return f"Only restates an assumption, so it gets no verdict. {why}{rest}"
    if share.share is None:
        return f"Undecided: it could not be told in any of {draws:,} draws."
    what = "its probability is" if is_probability else "it is true in"
    of = "" if is_probability else f" of {draws:,} draws"
    if share.unknown:
        of = "" if is_probability else " of the draws that could be solved"
    sure = f"95 % interval {range_of(share.interval)}"
    text = f"{STEMS.get(word, 'Fails')}: {what} {on_its_side(share.share, error_of(share.interval))}{of} ({sure})."
    return text + rest


def unsolved(share: Share) -> str:
    """Say what the draws that could not be solved leave open."""
    return (
        f"In {percent(share.unknown)} of draws it could not be told; "
        f"counting them either way, the share lies from {range_of(share.bounds)}."
    )


def not_modelled(reason: str) -> str:
    """Say why a claim has no verdict."""
    return f"{NOT_MODELLED.capitalize()}: {reason}." if reason else f"{NOT_MODELLED.capitalize()}."


def badge(judged_share: float) -> str:
    """Say that judgement decides a verdict."""
    return f"Judgement decides {percent(judged_share)} of what single assumptions decide here."
