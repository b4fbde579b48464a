"""How wide a text is, so that drawings that are not charts can break their lines."""

from __future__ import annotations

import re

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""Faces of one width, the first in vl-convert, the others on most machines."""
FIRST = 32
WIDTHS = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
"""Of the letters from the blank on, in thousandths of their size: Adobe's metrics of Helvetica, 1985."""
WIDEST, WIDE, BOLD = 1000, 600, 1.09
"""Of a letter of East Asia, of any other letter that is not listed, and how much wider bold type is."""
ASIA = 0x2E80
"""Where the scripts of East Asia begin."""
MORE, TIED = "…", "\u00a0"
"""What stands for what is cut, and a blank at which no line ends."""


WIDER = 1.17
"""How much wider the faces are that stand in for these where a machine has none of them."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is, in the unit of its size.

    >>> width("abc", 10), round(width("abc", 10, bold=True), 2)
    (16.12, 17.57)
    """
    total = sum(_of(letter) for letter in text.replace(TIED, " "))
    return total * size / 1000 * (BOLD if bold else 1)


def _of(letter: str) -> int:
    place = ord(letter) - FIRST
    if 0 <= place < len(WIDTHS):
        return WIDTHS[place]
    return WIDEST if ord(letter) >= ASIA else WIDE


def wrapped(text: str, size: float, room: float, *, bold: bool = False, most: int = 99) -> list[str]:
    r"""Return a text in lines no wider than the room, at most so many, the last ending in `…` where it is cut.

    >>> wrapped("one two three", 10, 45)
    ['one two', 'three']
    >>> wrapped("one two three", 10, 45, most=1), wrapped("up to 90 % of it", 10, 35)
    (['one two…'], ['up to', '90\xa0% of', 'it'])
    """
    lines: list[str] = []
    for word in re.split(r"[ \n\t]+", text.strip().replace(" %", f"{TIED}%")):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines += _broken(word, size, room, bold)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width(last + MORE, size, bold=bold) > room:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + MORE]


def _broken(word: str, size: float, room: float, bold: bool) -> list[str]:
    """Return a word in pieces that fit."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
