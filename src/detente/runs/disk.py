"""Files that are either whole or not there, whatever interrupts their writing."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np

from ..ground.faults import RunError
from .database import cursor, to_write

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
UNFINISHED = ("batch-*.tmp", "*.json.*.tmp", "*.json.tmp")
KNOWN = re.compile(
    r"manifest\.json|study\.yaml|results\.json|flips\.json|solved\.json|report\.html|batch-\d{5,9}\.parquet"
    r"|data/[\w.-]+\.(?:csv|svg|png)|world/\w+\.csv|world/sources\.json"
)
"""What a run writes, and a bundle may hold: nothing in it is written but into the folder that the user names."""
FULL_WORDS = ("no space left", "not enough space", "quota exceeded")


def write_columns(path: Path, columns: Mapping[str, np.ndarray]) -> str:
    """Write columns `[draw]` as one Parquet file, whole or not at all, and return its SHA-256.

    NaN is written as NULL. Raises RunError where the disk is full or cannot be written.
    """
    unfinished = _unfinished(path)
    target = to_write(unfinished).replace("'", "''")
    try:
        with cursor() as connection:
            connection.register("batch", dict(columns))
            connection.execute(f"COPY (SELECT * FROM batch) TO '{target}' (FORMAT parquet)")
        return _finish(unfinished, path)
    except (OSError, duckdb.Error) as error:
        raise _failed(error, unfinished, path) from error


def write_text(path: Path, text: str) -> None:
    """Write a text, whole or not at all. Raises RunError where the disk is full or cannot be written."""
    unfinished = _unfinished(path)
    try:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
        _finish(unfinished, path)
    except OSError as error:
        raise _failed(error, unfinished, path) from error


def sweep(folder: Path) -> None:
    """Remove what was never finished, by whoever began it: a run that was killed, or a process that outlived it."""
    for pattern in UNFINISHED:
        for path in folder.glob(pattern):
            with contextlib.suppress(OSError):
                path.unlink()


def clear(folder: Path) -> None:
    """Remove what a run wrote into a folder, and nothing else. Raises RunError where a file cannot be removed."""
    for path in [*folder.glob("*"), *folder.glob("data/*"), *folder.glob("world/*")]:
        if path.is_file() and KNOWN.fullmatch(path.relative_to(folder).as_posix()):
            try:
                path.unlink()
            except OSError as error:
                why = error.strerror or error
                raise RunError(
                    f"{path} cannot be removed ({why}); close it, or choose another folder"
                ) from error


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unfinished(path: Path) -> Path:
    """Return a name for a file until it is whole, which nobody else writes: a process may outlive its killed run."""
    return path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")


def _finish(unfinished: Path, path: Path) -> str:
    """Force a file to the disk, then give it its name in one step."""
    with unfinished.open("r+b") as file:
        os.fsync(file.fileno())
    digest = sha256(unfinished)
    unfinished.replace(path)
    _sync_folder(path.parent)
    return digest


def _sync_folder(folder: Path) -> None:
    """Force a folder's names to the disk, where the system lets a folder be opened (Windows does not)."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _failed(error: Exception, unfinished: Path, path: Path) -> RunError:
    with contextlib.suppress(OSError):
        unfinished.unlink(missing_ok=True)
    number = error.errno if isinstance(error, OSError) else None
    if number in FULL or any(words in str(error).lower() for words in FULL_WORDS):
        return RunError(
            f"the disk that holds {path.parent} is full; free some space and start the same run again: "
            f"the batches that are finished are kept"
        )
    return RunError(f"cannot write {path}: {error}; choose a folder that can be written with --out")
