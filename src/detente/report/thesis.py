"""The first screen: what the argument concludes, how far that holds, and what it hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..audit.records import FAILS, HOLDS, LEANS, LEANS_AGAINST, OPEN, RESTATES, UNDECIDED, Driver, Interval
from ..audit.sentences import error_of, percent, tied
from .sections import Section

MOST = 3
"""How many assumptions the first screen names."""

FORMS = {
    HOLDS: ("holds", "hold"),
    LEANS: ("leans towards holding", "lean towards holding"),
    OPEN: ("is open", "are open"),
    UNDECIDED: ("is undecided", "are undecided"),
    LEANS_AGAINST: ("leans against", "lean against"),
    FAILS: ("fails", "fail"),
    RESTATES: ("restates an assumption", "restate assumptions"),
}
"""How each verdict's word is said of one claim, and of several."""


@dataclass(frozen=True)
class Hinge:
    """One assumption that a conclusion hangs on."""

    column: str
    meaning: str
    decides: str
    """What part of the truth (or of the margin) it decides, in words."""
    judged: bool


@dataclass(frozen=True)
class Thesis:
    """A conclusion, and the assumptions that decide it most."""

    section: Section
    hinges: tuple[Hinge, ...]
    among: str
    """How the claims in all came out, in words."""


def thesis(sections: Sequence[Section]) -> Thesis | None:
    """Return the study's conclusion: its first claim with a verdict; None where no claim has one."""
    judged = [section for section in sections if section.verdict.share is not None]
    if not judged:
        return None
    drivers = [driver for driver in judged[0].verdict.drivers if driver.clear]
    return Thesis(judged[0], tuple(map(_hinge, drivers[:MOST])), _among(judged))


def _hinge(driver: Driver) -> Hinge:
    what = "whether it holds" if driver.on_truth is not None else "how far it holds"
    alone = f"decides {percent(driver.index, driver.spread)} of {what} alone"
    if driver.moves_with:
        alone = f"tells {percent(driver.index, driver.spread)} of {what} ({tied(driver)})"
    total = driver.total
    more = (
        ""
        if total is None or total.value <= driver.index
        else f", {percent(total.value, error_of(Interval(total.low, total.high)))} with others"
    )
    return Hinge(driver.column, driver.meaning or driver.column, alone + more, driver.judged)


def _among(judged: Sequence[Section]) -> str:
    """Say how the claims came out.

    >>> from types import SimpleNamespace
    >>> one = lambda word: SimpleNamespace(verdict=SimpleNamespace(word=word))
    >>> _among([one("fails"), one("holds"), one("holds")])
    'Of 3 claims judged: 2 hold, 1 fails.'
    """
    words = [section.verdict.word for section in judged]
    counts = [(words.count(word), forms) for word, forms in FORMS.items() if word in words]
    said = ", ".join(f"{count} {forms[count > 1]}" for count, forms in counts)
    return f"Of {len(words)} claim{'s' if len(words) > 1 else ''} judged: {said}."
