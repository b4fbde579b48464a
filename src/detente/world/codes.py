"""Codes of economies and industries: what a claim can name, and the name that would do where it cannot."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ..study.syntax import WORDS

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")
"""What the claim language reads as a name, at its start a letter; no longer than a study's labels."""
TAKEN = {*WORDS, "true", "false", "null"}
"""Words of the claim language, and what a study's file reads as something else than text."""
EVERY = "all"
"""What stands for every economy or industry in tables of measures and duties."""


def is_code(name: str) -> bool:
    """Tell whether claims and study files can name it.

    >>> is_code("TWN"), is_code("Taïwan"), is_code("Hong Kong"), is_code("not"), is_code("A-B")
    (True, False, False, False, False)
    """
    return bool(CODE.fullmatch(name)) and name.lower() not in TAKEN


def would_do(name: str) -> str:
    """Return a code that is near to a name.

    >>> would_do("Taïwan"), would_do("Hong Kong"), would_do("2nd"), would_do("or"), would_do("中国")
    ('Taiwan', 'Hong_Kong', 'x2nd', 'or_', 'x')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    joined = re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_")[:58]
    found = joined if joined[:1].isalpha() else f"x{joined}"
    return found if is_code(found) else f"{found}_"


def refused(name: str) -> tuple[str, str]:
    """Return what is wrong with a name that is no code, and what mends it.

    >>> refused("Taïwan")
    ("'Taïwan' is no code that a claim can name", 'write Taiwan')
    """
    if not name:
        return "a code is missing", "begin with a letter; use letters, digits and _"
    return f"'{name}' is no code that a claim can name", f"write {would_do(name)}"


def ambiguous(codes: Iterable[str]) -> bool:
    """Tell whether one of several codes is the word for all of them."""
    found = set(codes)
    return EVERY in found and len(found) > 1


AMBIGUOUS = f"the code '{EVERY}' stands for every one in measures and duties", "choose another"
