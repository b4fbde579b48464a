"""Study files as they are edited: read with a mark of what they say, written only over what the writer has seen."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path

from ..study.read import shipped
from .library import LARGEST, Library
from .refusals import Refused

BOM = b"\xef\xbb\xbf"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}\.ya?ml")
RESERVED = {"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10))}
"""Names that are no files on Windows."""
_writing = threading.Lock()
"""Between a look at a file and its writing, nothing else here writes."""


@dataclass(frozen=True)
class Opened:
    """A study's text as it is edited, with one kind of line ends, and the mark of the file that it was read from."""

    text: str
    mark: str
    """SHA-256 of the file; empty where there is no file that may be written over."""

    @property
    def version(self) -> str:
        """Return what tells this text from others of the study: a draft is of one of them."""
        return self.mark or hashlib.sha256(self.text.encode()).hexdigest()


def opened(library: Library, name: str) -> Opened:
    """Return a study as it is edited. Raises Refused where there is none, StudyError where it is no text."""
    mark = mark_of(library.home / name) if name in library.files() else ""
    return Opened(one_ending(library.text(name)), mark)


def saved(library: Library, name: str, text: str, mark: str) -> str:
    """Write a study file if it still is what the writer has seen; return its new mark.

    `mark` is that of the file that is to be replaced; empty where there is to be none. Raises Refused, with the file's
    present mark and text, where there is another one; and for a name that is none of a study file.
    """
    path = target(library, name)
    with _writing:
        present = mark_of(path) if path.exists() else ""
        if present != mark:
            raise _changed(path, present, new=not mark)
        data = _encoded(text, path if present else None)
        if present:
            _replace(path, data)
        elif not _create(path, data):
            raise _changed(path, mark_of(path), new=True)
    return hashlib.sha256(data).hexdigest()


def target(library: Library, name: str) -> Path:
    """Return where a study file is written. Raises Refused for a name that is none, or leads out of the folder."""
    known = name in library.files()
    stem = name.partition(".")[0].lower()
    if not known and (not NAME.fullmatch(name) or stem in RESERVED or stem in shipped()):
        what = f"'{name[:80]}' is no name for a study file"
        raise Refused(422, what, "write letters, digits, - and _, then .yaml")
    path = library.home / name
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise Refused(422, f"'{name[:80]}' is no plain file", "give another name")
    return path


def mark_of(path: Path) -> str:
    """Return the mark of what a file says now."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Refused(422, f"'{path.name}' cannot be read ({error.strerror or error})", "mend that") from None


def one_ending(text: str) -> str:
    """Return a text with one kind of line ends, as a page's text field has it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _changed(path: Path, present: str, new: bool) -> Refused:
    now = ""
    if present:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            now = one_ending(path.read_bytes()[:LARGEST].decode("utf-8-sig"))
    if new:
        what, mend = f"there is a file '{path.name}' already", "give another name, or replace it"
    elif present:
        what, mend = (
            f"'{path.name}' has changed since you opened it",
            "replace it, or save under another name",
        )
    else:
        what, mend = f"'{path.name}' is no longer there", "write it anew, or save under another name"
    return Refused(409, what, mend, exists=bool(present), mark=present, now=now)


def _encoded(text: str, before: Path | None) -> bytes:
    """Return a text as bytes, with the line ends and the mark of byte order that its file had."""
    had = before.read_bytes() if before else b""
    text = one_ending(text)
    if had.partition(b"\n")[0].endswith(b"\r"):
        text = text.replace("\n", "\r\n")
    return (BOM if had.startswith(BOM) else b"") + text.encode()


def _replace(path: Path, data: bytes) -> None:
    """Write over a file, whole or not at all."""
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        _finish(unfinished, data)
        unfinished.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise _unwritten(path, error) from None


def _create(path: Path, data: bytes) -> bool:
    """Write a new file; tell whether there was none."""
    try:
        _finish(path, data)
    except FileExistsError:
        return False
    except OSError as error:
        raise _unwritten(path, error) from None
    return True


def _finish(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _unwritten(path: Path, error: OSError) -> Refused:
    what = f"'{path.name}' cannot be written ({error.strerror or error})"
    return Refused(422, what, "your text is still here: save it elsewhere")
