"""Words of the file formats of Gambit (Savani and Turocy, Gambit: The package for doing computation in game theory)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from ...ground.faults import Fault, Place, StudyError
from ...study.fractions import exact, number

WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|([{}])|([^\s,{}"]+)', re.DOTALL)
GAP = re.compile(r"[\s,]*")


class Words:
    """The words of a file, taken one after the other; each knows its place."""

    def __init__(self, text: str, file: str) -> None:
        """Split a text. Raises StudyError for a quotation that does not end."""
        self.file, self.text = file, text
        self.found: list[tuple[str, str, int]] = []
        self.next = 0
        at = GAP.match(text, 0).end()  # type: ignore[union-attr]
        while at < len(text):
            met = WORD.match(text, at)
            if met is None:
                raise StudyError([Fault(self.place_at(at), "a quotation does not end", 'close it with "')])
            quoted, brace, plain = met.groups()
            kind = "text" if quoted is not None else "brace" if brace else "word"
            word = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else (brace or plain)
            self.found.append((kind, word, at))
            at = GAP.match(text, met.end()).end()  # type: ignore[union-attr]

    def place_at(self, at: int) -> Place:
        """Return the place of a character."""
        line = self.text.count("\n", 0, at) + 1
        return Place(self.file, line, at - self.text.rfind("\n", 0, at))

    @property
    def place(self) -> Place:
        """Where the next word stands."""
        return self.place_at(self.found[self.next][2] if self.more else len(self.text))

    @property
    def more(self) -> bool:
        """Whether a word is left."""
        return self.next < len(self.found)

    def is_text(self) -> bool:
        """Tell whether the next word is a quotation."""
        return self.more and self.found[self.next][0] == "text"

    def sees(self, word: str) -> bool:
        """Tell whether the next word is this one, not quoted."""
        return self.more and not self.is_text() and self.found[self.next][1] == word

    def fail(self, wanted: str, mend: str = "") -> StudyError:
        """Return an error at the next word."""
        what = f"'{self.found[self.next][1]}' stands here" if self.more else "the file ends here"
        return StudyError([Fault(self.place, f"{wanted} is wanted, and {what}", mend)])

    def take(self, *words: str) -> str:
        """Take one of these words. Raises StudyError for another."""
        for word in words:
            if self.sees(word):
                self.next += 1
                return word
        raise self.fail(" or ".join(words))

    def text_(self) -> str:
        """Take a quotation. Raises StudyError for anything else."""
        if not self.is_text():
            raise self.fail("a text in quotes")
        self.next += 1
        return self.found[self.next - 1][1]

    def whole(self, least: int = 0, most: int | None = None) -> int:
        """Take a whole number in a range. Raises StudyError for anything else."""
        wanted = f"a whole number from {least}" + ("" if most is None else f" to {most}")
        if not self.more or self.is_text() or not re.fullmatch(r"\d+", self.found[self.next][1]):
            raise self.fail(wanted)
        value = int(self.found[self.next][1])
        if value < least or (most is not None and value > most):
            raise self.fail(wanted)
        self.next += 1
        return value

    def value(self) -> Fraction:
        """Take a number, decimal or fraction. Raises StudyError for anything else."""
        try:
            if not self.more or self.is_text():
                raise ValueError
            value = number(self.found[self.next][1])
        except (ValueError, ZeroDivisionError):
            raise self.fail("a number", "write a decimal or a fraction, as 0.25 or 1/4") from None
        self.next += 1
        return value

    def texts(self) -> tuple[str, ...]:
        """Take quotations in braces."""
        self.take("{")
        found = []
        while not self.sees("}"):
            found.append(self.text_())
        self.take("}")
        return tuple(found)

    def values(self, count: int) -> tuple[Fraction, ...]:
        """Take so many numbers in braces."""
        self.take("{")
        found = tuple(self.value() for _ in range(count))
        self.take("}")
        return found


def quoted(text: str) -> str:
    """Return a text in quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def decimal(value: Fraction | float) -> str:
    """Return a number as a decimal without an exponent, or as a fraction where no decimal is the same number.

    >>> decimal(1e-7), decimal(3.0), decimal(Fraction(2, 3))
    ('0.0000001', '3', '2/3')
    """
    number = exact(value)
    twos, fives, left = 0, 0, number.denominator
    while left % 2 == 0:
        twos, left = twos + 1, left // 2
    while left % 5 == 0:
        fives, left = fives + 1, left // 5
    if left > 1:
        return str(number)
    places = max(twos, fives)
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def braced(words: Sequence[str], between: str = " ") -> str:
    """Return words in braces."""
    return "{ " + between.join(words) + " }"
