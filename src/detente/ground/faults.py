"""Places in a file, faults found there, and the errors that carry them to the user."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Place:
    """A point in a text: file name as the user gave it, line and column counted from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong, where, and what mends it.

    `caret`, where given, is a line of the user's text and a line under it that points at the fault.
    """

    place: Place
    what: str
    mend: str = ""
    caret: str = ""

    def __str__(self) -> str:
        text = f"{self.place}: {self.what}" + (f"; {self.mend}" if self.mend else "")
        return text + (f"\n{self.caret}" if self.caret else "")


class DetenteError(Exception):
    """Base of every error whose text is meant for the user."""


class StudyError(DetenteError):
    """All faults of a study at once, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class RunError(DetenteError):
    """A run that cannot start or go on: what, where, and what mends it."""


class DataError(DetenteError):
    """Facts that do not fit together: which table, which cell, and what mends it."""


def meant(words: Iterable[str], known: Iterable[str]) -> set[str]:
    """Return the known words that words which are not known may stand for.

    >>> meant(["imprter", "add"], ["importer", "add"])
    {'importer'}
    """
    known = list(known)
    strange = [word for word in words if word not in known]
    return {name for word in strange for name in difflib.get_close_matches(word, known, n=1, cutoff=0.6)}


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a mending hint: the nearest known word, or the list of them.

    >>> did_you_mean("PKR", ["PRK", "KOR"])
    "did you mean 'PRK'?"
    >>> did_you_mean("x", ["PRK", "KOR"])
    'known: PRK, KOR'
    """
    known = list(known)
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{folded[near[0]]}'?"
    if not known:
        return "none are defined"
    return "known: " + ", ".join(known[:24]) + (", ..." if len(known) > 24 else "")
