"""Whether a file has room in the machine's memory, asked before it is read."""

from __future__ import annotations

import ctypes
import os
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

from ...ground.faults import RunError

TIMES = 4.0
"""Memory that reading a table takes, by the size of its text: numbers, and pymrio's copies of them."""
GROUP = Path("/sys/fs/cgroup/memory.max")
"""Where Linux says how much a container may use."""


def available() -> int | None:
    """Return the bytes of memory that are free; None where the system does not say."""
    if sys.platform == "win32":
        return _windows()
    found = _linux() or _physical()
    limit = _container()
    return found if limit is None else limit if found is None else min(found, limit)


def fits(files: Iterable[Path]) -> None:
    """Raise RunError, saying how much is needed, where files have no room in memory."""
    size, free = sum(map(size_of, files)), available()
    if free is not None and TIMES * size > free:
        raise RunError(
            f"{_names(files)}: {_gigabytes(size)} of tables take about {_gigabytes(TIMES * size)} of memory to read, "
            f"and {_gigabytes(free)} are free; close other programs, use a machine with more, or a smaller edition"
        )


def size_of(path: Path) -> int:
    """Return the bytes of a file, of a zip's contents, or of all files of a folder."""
    if path.is_dir():
        return sum(size_of(one) for one in path.iterdir() if one.is_file())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    return path.stat().st_size


def _names(files: Iterable[Path]) -> str:
    return ", ".join(map(str, files))


def _gigabytes(size: float) -> str:
    return f"{size / 1e9:.1f} GB"


def _linux() -> int | None:
    """Return what Linux calls available: free, or held only by caches."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable"))
    except (OSError, StopIteration, ValueError, IndexError):
        return None


def _physical() -> int | None:
    """Return half of the machine's memory, where the system tells no more."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (AttributeError, ValueError, OSError):
        return None


def _container() -> int | None:
    try:
        return int(GROUP.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _windows() -> int | None:  # pragma: no cover (on Windows alone)
    """Ask Windows."""

    class Status(ctypes.Structure):
        _fields_ = [
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *(
                (name, ctypes.c_ulonglong)
                for name in ("total", "free", "pages", "spare", "space", "room", "more")
            ),
        ]

    found = Status(length=ctypes.sizeof(Status))
    asked = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(found))  # type: ignore[attr-defined]
    return int(found.free) if asked else None
