"""Names that stand in a study's file and could not be read."""

from __future__ import annotations

from .records import Node, Study

SETTINGS = ("world", "economies", "industries", "options", "game")
"""Parts of a file that later stages read."""


def unread(top: dict[str, Node], study: Study) -> frozenset[str]:
    """Return the names that stand in the file and not in the study: faulty ones, and those under a key misspelt."""
    parts = [node.value for part, node in top.items() if part not in (*SETTINGS, "argument")]
    given = {name for table in parts if isinstance(table, dict) for name in table}
    read = (study.assumptions, study.quantities, study.moves, study.worlds, study.claims, study.actors)
    return frozenset(given.difference(*read))
