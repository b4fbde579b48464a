"""Where a study finds a world of the user's own: a path, written from where the study's file is."""

from __future__ import annotations

from pathlib import Path

from .layout import SOURCES


def is_folder(named: object) -> bool:
    """Tell whether what a study names is a path, and not the name of an embedded world.

    >>> is_folder("./my-world"), is_folder("world-2014")
    (True, False)
    """
    return isinstance(named, str) and (named.startswith(".") or "/" in named or "\\" in named)


def home_of(named: str, study: str) -> Path:
    """Return the folder that a study means; a backslash divides folders on every system, as a slash does."""
    here = Path(study).parent
    direct = here / named
    return direct if direct.exists() else here / named.replace("\\", "/")


def beside(folder: Path) -> tuple[str, ...]:
    """Return the worlds in a folder, as a study there would name them."""
    if not folder.is_dir():
        return ()
    return tuple(f"./{one.name}" for one in sorted(folder.iterdir()) if (one / SOURCES).is_file())
