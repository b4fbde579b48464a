"""How a solve ended: the base of every model's enumeration of statuses."""

from __future__ import annotations

from enum import IntEnum


class SolveStatus(IntEnum):
    """A way in which a solve ends: its code, counted from 0 in the order of the members, and its words.

    A member is declared by its name in a few words and by what follows it in a sentence, with the places that
    it is about in braces; the first is `solved`.
    """

    brief: str
    """In a few words, for tables."""
    sentence: str
    """In a sentence that says what mends it."""

    def __new__(cls, brief: str, sentence: str = "") -> SolveStatus:
        """Give a member the next code."""
        member = int.__new__(cls, len(cls.__members__))
        member._value_ = len(cls.__members__)
        member.brief, member.sentence = brief, sentence or brief
        return member

    @classmethod
    def of(cls, code: int) -> SolveStatus:
        """Return the member with a code. Raises IndexError where there is none."""
        return tuple(cls)[code]

    def told(self, **about: str) -> str:
        """Return the sentence, with the places that it is about."""
        return self.sentence.format(**about)
