"""A claim of two runs, in the words of the page: both verdicts beside each other, and what moved one to the other."""

from __future__ import annotations

from dataclasses import dataclass

from ..audit.records import Interval
from ..audit.sentences import range_of
from ..compare.compare import points
from ..compare.comparison import Cause, Moved
from ..report.sections import slug
from .verdicts import words

KINDS = {
    "assumption": "Assumption",
    "correlation": "Correlation",
    "quantity": "Quantity",
    "move": "Move",
    "world": "World",
    "start": "Rules in force",
    "setting": "Setting",
    "claim": "Test of a claim",
    "code": "Version",
    "draws": "Draws",
    "seed": "Seed",
}
"""Kinds of changes, as a reader calls them."""


@dataclass(frozen=True)
class Found:
    """One run's verdict on a claim."""

    word: str
    css: str
    share: float | None
    share_words: str
    interval: Interval | None
    interval_words: str


@dataclass(frozen=True)
class Side:
    """A claim, both verdicts, whether it moved, and why as far as draws can tell."""

    claim: str
    says: str
    found: tuple[Found, Found]
    moved: bool
    move: str
    sentence: str
    causes: tuple[str, ...]


def found(word: str, share: float | None, interval: Interval | None) -> Found:
    """Return a verdict in words."""
    shown = range_of(interval) if interval else ""
    return Found(word, slug(word), share, words(share, interval), interval, shown)


def side(one: Moved) -> Side:
    """Return a claim of two runs in words."""
    before, after = one.shares
    move = points(after - before) if before is not None and after is not None else ""
    first, second = map(found, one.words, one.shares, one.intervals)
    causes = tuple(_cause(cause) for cause in one.causes)
    return Side(one.claim, one.says or one.claim, (first, second), one.moved, move, one.sentence, causes)


def _cause(cause: Cause) -> str:
    """Say what one change did to a claim's share."""
    if not cause.told or cause.interval is None:
        return f"{cause.name}: cannot be told; {cause.note}"
    ends = f"{100 * cause.interval.low:+.1f} to {100 * cause.interval.high:+.1f}"
    how = f"{cause.effective:,.0f} effective draws of {cause.draws:,}, of the {cause.by} run"
    note = f"; {cause.note}" if cause.note else ""
    return f"{cause.name}: {points(cause.move)} ({ends}; {how}{note})"
