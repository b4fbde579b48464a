"""Cells of CSV files: a text that a spreadsheet would run as a formula is written so that it does not."""

from __future__ import annotations

import re
from typing import Any

RUN = r"'*[=+\-@\t\r\n]"
"""How a text begins that is guarded, or that would read as guarded."""
NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
"""A text that is a number, and stays one."""
MARK = "'"
"""Put before such a text: spreadsheets take it for text, and show it or hide it."""


def guarded(value: Any) -> Any:
    """Return a cell's value; a text that a spreadsheet would run gets a mark before it.

    >>> guarded("=1+1"), guarded("-1.5"), guarded(-1.5), guarded("North - South")
    ("'=1+1", '-1.5', -1.5, 'North - South')
    """
    if isinstance(value, str) and re.match(RUN, value) and not re.fullmatch(NUMBER, value):
        return MARK + value
    return value


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given.

    >>> unguarded("'=1+1"), unguarded("'s-Hertogenbosch")
    ('=1+1', "'s-Hertogenbosch")
    """
    return text[1:] if text.startswith(MARK) and re.match(RUN, text) else text
