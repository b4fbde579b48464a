"""The one way to the terminal: a text is shown as it is written, and has a style only where one is given here.

No other file imports rich's `Console`, `Text` or `markup`, so that a bracket in a name is never read as a tag.
"""

from __future__ import annotations

import re
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What would move the cursor, colour the rest, or turn letters round."""


def visible(text: str) -> str:
    r"""Return a text with its control characters written out.

    >>> visible("a\x1b[31m")
    'a\\x1b[31m'
    """
    return UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


class Terminal(Console):
    """Prints text as it is: no markup, no emoji codes, no colours of its own choice."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(markup=False, emoji=False, highlight=False, stderr=stderr)

    def render_str(self, text: str, **how: Any) -> Text:
        """Return a text as rich takes it; cells, titles and lines all come through here."""
        return super().render_str(visible(text), **how)


def styled(*parts: str | tuple[str, str]) -> Text:
    """Return a line of texts, each as it is or beside its style, as ("A title", "bold")."""
    made = [visible(one) if isinstance(one, str) else (visible(one[0]), one[1]) for one in parts]
    return Text.assemble(*made)


class Grid(Table):
    """A table whose columns fold what is too long: none vanishes on a narrow terminal."""

    def __init__(self, title: str = "", caption: str = "") -> None:
        super().__init__(
            title=title or None, title_justify="left", caption=caption or None, caption_justify="left"
        )

    def texts(self, *heads: str) -> None:
        """Add columns of text."""
        for head in heads:
            self.add_column(head, overflow="fold")

    def numbers(self, *heads: str) -> None:
        """Add columns of numbers."""
        for head in heads:
            self.add_column(head, justify="right", overflow="fold")
