"""Characters that no report can carry: XML, HTML and spreadsheets refuse them, so a file may not hold them."""

from __future__ import annotations

import re

from ..ground.faults import Fault, Place

REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters but tab and line ends, halves of pairs, and what is no character."""
LINE_END = re.compile("\r\n|[\n\r\u2028\u2029]")
"""What ends a line, as YAML counts them."""
ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
LETTERS = {"0": 0x00, "a": 0x07, "b": 0x08, "v": 0x0B, "f": 0x0C, "e": 0x1B, "N": 0x85}
"""Escapes of one letter that stand for a character refused."""
MEND = "remove it, or put a blank in its place"


def cleared(text: str, file: str) -> tuple[str, list[Fault]]:
    """Return a text with a blank for each character refused, and a fault at each."""
    found = [_fault(place_of(text, match.start(), file), match[0]) for match in REFUSED.finditer(text)]
    return (REFUSED.sub(" ", text) if found else text), found


def escaped(value: str, written: str, place: Place) -> list[Fault]:
    """Return a fault for each character refused that a quoted text, `written`, spells as an escape."""
    if not REFUSED.search(value):
        return []
    found = []
    for match in ESCAPE.finditer(written):
        code = int(match[0][2:], 16) if len(match[0]) > 2 else LETTERS.get(match[0][1], 0x20)
        if code <= 0x10FFFF and REFUSED.fullmatch(chr(code)):
            at = place_of(written, match.start(), place.file)
            first = place.column - 1 if at.line == 1 else 0
            found.append(_fault(Place(place.file, place.line + at.line - 1, first + at.column), chr(code)))
    return found


def paired(text: str) -> str:
    """Return a text in which two halves of a pair, as JSON escapes them, are the character that they stand for."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _halves(text) else text


def _halves(text: str) -> bool:
    return re.search("[\ud800-\udbff][\udc00-\udfff]", text) is not None


def place_of(text: str, at: int, file: str) -> Place:
    """Return the place of an offset in a text."""
    line, start = 1, 0
    for end in LINE_END.finditer(text, 0, at):
        line, start = line + 1, end.end()
    return Place(file, line, at - start + 1)


def _fault(place: Place, character: str) -> Fault:
    return Fault(place, f"a control character stands here (U+{ord(character):04X})", MEND)
