"""What a zip holds, whoever packed it: read-me files and what systems add are left aside, a folder on top is opened."""

from __future__ import annotations

import re
from collections.abc import Iterable

ASIDE = re.compile(
    r"(.*/)?(__MACOSX/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini"
    r"|[^/.]*(read[-_ ]?me|licen[cs]e|copying|notice)[^/.]*(\.(txt|md|rst|pdf|docx?|html?))?)",
    re.IGNORECASE,
)
"""Files that belong to no data."""
FOLDER = "/"


def members(inside: Iterable[str]) -> dict[str, str]:
    """Return the names of a zip's files without the single folder that may hold them all, and as they stand in it.

    >>> members(["run/", "run/study.yaml", "run/data/x.csv", "README.txt", "__MACOSX/run/._study.yaml"])
    {'study.yaml': 'run/study.yaml', 'data/x.csv': 'run/data/x.csv'}
    """
    names = [name for name in inside if not name.endswith(FOLDER) and not ASIDE.fullmatch(name)]
    tops = {name.partition(FOLDER)[0] for name in names}
    if len(tops) == 1 and all(FOLDER in name for name in names):
        return {name.partition(FOLDER)[2]: name for name in names}
    return {name: name for name in names}
