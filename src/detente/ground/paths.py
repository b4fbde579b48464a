"""Paths as a user gives them: `~` is read once, here, and means the home folder to every part."""

from __future__ import annotations

from pathlib import Path

from .faults import RunError


def path_of(given: str | Path) -> Path:
    """Return a path with the home folder in place of a leading `~`; `./~` is a folder of that name.

    Raises RunError where there is no such user.
    """
    text = str(given)
    if text.startswith("~"):
        try:
            return Path(text).expanduser()
        except RuntimeError:
            raise RunError(
                f"{text}: there is no home folder of that name; write ./{text} for one here"
            ) from None
    path = Path(given)
    return Path.cwd() / path if str(path).startswith("~") else path
