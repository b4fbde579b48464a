"""ISIC rev. 4: which divisions a code of an industry stands for, in the ways that data bases write them."""

from __future__ import annotations

import re

SECTIONS = {
    "A": (1, 3),
    "B": (5, 9),
    "C": (10, 33),
    "D": (35, 35),
    "E": (36, 39),
    "F": (41, 43),
    "G": (45, 47),
    "H": (49, 53),
    "I": (55, 56),
    "J": (58, 63),
    "K": (64, 66),
    "L": (68, 68),
    "M": (69, 75),
    "N": (77, 82),
    "O": (84, 84),
    "P": (85, 85),
    "Q": (86, 88),
    "R": (90, 93),
    "S": (94, 96),
    "T": (97, 98),
    "U": (99, 99),
}
"""First and last division of each section (United Nations 2008, ISIC revision 4, Statistical Papers M 4/Rev.4)."""
DIVISIONS = frozenset(number for first, last in SECTIONS.values() for number in range(first, last + 1))
ONE = re.compile(r"[A-U]?(\d\d)")
"""A division, as C10 or 10; the letter is its section, or D for division in the OECD's older tables."""


def divisions(code: str) -> frozenset[int]:
    """Return the divisions that a code stands for; none where it is no code of ISIC rev. 4.

    >>> sorted(divisions("C10-C12")), sorted(divisions("62_63")), sorted(divisions("R_S"))
    ([10, 11, 12], [62, 63], [90, 91, 92, 93, 94, 95, 96])
    >>> sorted(divisions("45-47,55-56")), divisions("C01T05AGR")
    ([45, 46, 47, 55, 56], frozenset())
    """
    found: set[int] = set()
    for part in re.split(r"[_,]", code.replace(" ", "")):
        ends = re.split(r"T(?=\d)|-", part)
        spans = [_span(end) for end in ends]
        if not all(spans):
            return frozenset()
        first, last = spans[0], spans[-1]
        found |= set(range(first[0], last[1] + 1))  # type: ignore[index]
    return frozenset(found) & DIVISIONS


def written(numbers: frozenset[int]) -> str:
    """Return divisions as `01-03,05`.

    >>> written(frozenset({1, 2, 3, 5}))
    '01-03,05'
    """
    spans: list[list[int]] = []
    order = sorted(DIVISIONS)
    for number in sorted(numbers):
        if spans and order.index(number) == order.index(spans[-1][1]) + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ",".join(f"{a:02d}" if a == b else f"{a:02d}-{b:02d}" for a, b in spans)


def _span(end: str) -> tuple[int, int] | None:
    if end in SECTIONS:
        return SECTIONS[end]
    match = ONE.fullmatch(end)
    return (int(match[1]), int(match[1])) if match and int(match[1]) in DIVISIONS else None
