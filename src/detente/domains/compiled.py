"""Compiled code, kept from one start of the program to the next."""

from __future__ import annotations

from pathlib import Path

import jax
from platformdirs import user_cache_dir


def keep_compiled() -> None:
    """Have compiled code kept in the user's cache folder, so that the next run starts at once.

    Where the folder cannot be made, nothing is kept.
    """
    folder = Path(user_cache_dir("detente", appauthor=False)) / "compiled"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    jax.config.update("jax_compilation_cache_dir", str(folder))  # type: ignore[no-untyped-call]
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0)  # type: ignore[no-untyped-call]
