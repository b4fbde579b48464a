"""Where a study finds a world of the user's own: a path, written from where the study's file is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from ..ground.paths import path_of
from . import embedded, folder
from .layout import SOURCES
from .records import World


def load(name: str | Path = "world-2014", as_of: dt.date | None = None) -> World:
    """Load an embedded world by its name, or one's own by its path, with the measures known on a date.

    Raises DataError for a name that is not there, StudyError with every fault of a folder.
    """
    own = isinstance(name, Path) or is_folder(name)
    return folder.load(path_of(name), as_of) if own else embedded.load(str(name), as_of)


def is_folder(named: object) -> bool:
    """Tell whether what a study names is a path, and not the name of an embedded world.

    >>> is_folder("./my-world"), is_folder("world-2014")
    (True, False)
    """
    return isinstance(named, str) and (named.startswith((".", "~")) or "/" in named or "\\" in named)


def home_of(named: str, study: str) -> Path:
    """Return the folder that a study means; a backslash divides folders on every system, as a slash does."""
    if named.startswith("~"):
        return path_of(named)
    here = Path(study).parent
    direct = here / named
    return direct if direct.exists() else here / named.replace("\\", "/")


def beside(place: Path) -> tuple[str, ...]:
    """Return the worlds in a folder, as a study there would name them."""
    if not place.is_dir():
        return ()
    return tuple(f"./{one.name}" for one in sorted(place.iterdir()) if (one / SOURCES).is_file())
