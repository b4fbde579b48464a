"""A small file of the user's as a model: the door of the commands that use one model alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..ground.faults import Fault, Place, StudyError, did_you_mean
from .records import Node
from .shape import Shape, checked
from .tree import tree


def page(path: str | Path, model: type[Shape]) -> tuple[Shape, Node]:
    """Read a YAML file as a model; return it with the file's tree, whose nodes know their places.

    Raises StudyError with every fault of the file.
    """
    root, faults = tree(text_of(Path(path)), str(path))
    if root is None or not isinstance(root.value, dict):
        raise StudyError(faults or [Fault(Place(str(path)), "the file is not a table", "write key: value")])
    found, shapes = checked(root, model)
    if found is None or faults:
        raise StudyError([*faults, *shapes])
    return found, root


def text_of(path: Path, names: Iterable[str] = ()) -> str:
    """Return a file's text; `names` are what a path without an ending may have been meant for.

    Raises StudyError where there is no such file, or it is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        mend = did_you_mean(str(path), names) if names and not path.suffix else "check the path"
        what = f"cannot be read ({error.strerror or error})"
        raise StudyError([Fault(Place(str(path)), what, mend)]) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        what = f"byte {data[error.start]:#04x} is not UTF-8"
        place = Place(str(path), line, column)
        raise StudyError([Fault(place, what, "save the file as UTF-8; it may be Latin-1 now")]) from None
