"""The files of a user's own world, kept beside the draws that were computed from it."""

from __future__ import annotations

from pathlib import Path

from ..ground.faults import DetenteError, RunError
from ..world.folder import digest, texts_of
from ..world.layout import SOURCES
from ..world.records import World
from .disk import write_text

WORLD = "world"
"""The folder, in a run's folder, that holds them."""


def keep(world: World, folder: Path) -> None:
    """Copy a world's files into a run's folder, unless they are there. An embedded world has none.

    Raises RunError where the files are no longer those that the study was bound to.
    """
    kept = folder / WORLD
    if not world.home or found(kept) == world.digest:
        return
    try:
        texts = texts_of(world.home, [])
    except DetenteError as error:
        raise RunError(str(error)) from None
    if digest(texts) != world.digest:
        raise RunError(f"the files of {world.home} changed just now; start again")
    try:
        kept.mkdir(exist_ok=True)
    except OSError as error:
        raise RunError(
            f"{kept} cannot be made ({error.strerror or error}); choose another with --out"
        ) from None
    for name, text in texts.items():
        write_text(kept / (name if name == SOURCES else f"{name}.csv"), text)


def found(folder: Path) -> str:
    """Return the SHA-256 of the world in a folder; empty where there is none."""
    try:
        return digest(texts_of(folder, []))
    except DetenteError:
        return ""
