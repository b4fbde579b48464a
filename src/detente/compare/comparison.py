"""Two runs beside each other: what changed in their studies, which verdicts moved, and why."""

from __future__ import annotations

from dataclasses import dataclass

from ..audit.records import Interval

STANDS_OUT = 1.5
"""A move is named as a cause if it is so many times the reach of its 95 % interval: some three errors."""


@dataclass(frozen=True)
class Changed:
    """Something that one study says otherwise than the other."""

    kind: str
    """`assumption`, `correlation`, `quantity`, `move`, `world`, `start`, `setting`, `claim`, `code`, `draws` or
    `seed`."""
    name: str
    before: str
    """Empty where the first run has no such thing."""
    after: str
    """Empty where the second has none."""


@dataclass(frozen=True)
class Cause:
    """What one change did to the share of draws in which a claim holds, as far as draws can tell."""

    kind: str
    """`assumption`, `correlation`, `test` (the claim's own), or `assumptions` for all that could be told, at once."""
    name: str
    told: bool
    move: float | None
    """From the first run to the second; None where it cannot be told."""
    interval: Interval | None
    effective: float
    """Effective draws behind it, of `draws`."""
    draws: int
    by: str
    """Whose draws were reweighted: `first` or `second`; empty where none could be."""
    note: str
    """How it was done, or why it cannot be told."""

    @property
    def clear(self) -> bool:
        """Tell whether the move is more than the chance of the draws, though many are looked at."""
        if self.interval is None or self.move is None:
            return False
        return abs(self.move) > STANDS_OUT * (self.interval.high - self.interval.low) / 2


@dataclass(frozen=True)
class Moved:
    """A claim that both runs judge."""

    claim: str
    says: str
    words: tuple[str, str]
    shares: tuple[float | None, float | None]
    intervals: tuple[Interval | None, Interval | None]
    moved: bool
    """Whether the word is another, or the intervals do not meet."""
    causes: tuple[Cause, ...]
    left: float | None
    """What is left of the move once all assumptions that could be told are reckoned with."""
    sentence: str
    flips: tuple[float | None, float | None] = (None, None)
    """How far from the centre it turns [standard deviations]; None where no flip was found, or sought."""


@dataclass(frozen=True)
class Comparison:
    """All that differs between two runs."""

    folders: tuple[str, str]
    studies: tuple[str, str]
    changed: tuple[Changed, ...]
    claims: tuple[Moved, ...]
    new: tuple[str, ...]
    """Claims that only the second run has."""
    gone: tuple[str, ...]
    notes: tuple[str, ...]
    """What could not be compared, and why."""
