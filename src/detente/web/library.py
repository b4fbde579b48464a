"""The studies that the page may open: those that come with the program, and the files of one folder."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ..ground.faults import did_you_mean
from ..study.page import text_of
from ..study.read import parse_study, read, shipped
from ..study.records import Study
from ..world.home import home_of, is_folder
from . import limits
from .refusals import Refused

ENDINGS = (".yaml", ".yml")
LARGEST = 1 << 20
"""Bytes of a study file that is opened."""
BEGIN = "text-"
"""How the name of such a study begins; no file and no shipped study has such a name without an ending."""


@dataclass(frozen=True)
class Held:
    """A text, and the name of the study that it was made from."""

    text: str
    of: str


class Texts:
    """Some texts, the one not used for longest forgotten first; safe to use from several threads."""

    def __init__(self) -> None:
        """Begin with none."""
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._lock = threading.Lock()

    def hold(self, text: str, of: str) -> str:
        """Hold a text, and return the name that it can be opened by."""
        digest = hashlib.sha256(f"{of}\n{text}".encode()).hexdigest()
        name = BEGIN + digest[:24]
        with self._lock:
            self._held.pop(name, None)
            self._held[name] = Held(text, of)
            while len(self._held) > limits.TEXTS:
                self._held.popitem(last=False)
        return name

    def get(self, name: str) -> Held | None:
        """Return a text that is held; None where there is none of that name."""
        with self._lock:
            if name in self._held:
                self._held.move_to_end(name)
            return self._held.get(name)


@dataclass(frozen=True)
class Library:
    """The shipped studies, and the study files that lie in a folder (not in folders below it)."""

    home: Path
    texts: Texts = field(default_factory=Texts)
    """What is looked at without being saved."""

    def names(self) -> tuple[str, ...]:
        """Return the names of all studies: the folder's files, then the shipped ones."""
        return (*self.files(), *shipped())

    def files(self) -> tuple[str, ...]:
        """Return the names of the study files in the folder."""
        return tuple(sorted(one.name for one in self.home.iterdir() if self._is_study(one)))

    def text(self, name: str) -> str:
        """Return a study's text. Raises Refused where there is none, StudyError where it cannot be read as text."""
        held = self.texts.get(name)
        if held is not None:
            return held.text
        return _shipped(name).text if name in shipped() else text_of(self.path(name))

    def study(self, name: str, text: str) -> Study:
        """Return a study as its text has it. Raises Refused where its world lies outside of the folder."""
        held = self.texts.get(name)
        return _shipped(name) if name in shipped() else self.parsed(text, held.of if held else name)

    def parsed(self, text: str, name: str) -> Study:
        """Return a study as any text has it. Raises Refused where its world lies outside of the folder."""
        study = parse_study(text, str(self.home / name))
        self._check_world(study)
        return study

    def path(self, name: str) -> Path:
        """Return the path of a study file that is in the folder. Raises Refused for any other name."""
        if name not in self.files():
            raise Refused(404, f"no study '{name[:80]}' here", did_you_mean(name[:80], self.names()))
        return self.home / name

    def _check_world(self, study: Study) -> None:
        """Refuse a study that reads a world from elsewhere: the page opens this folder and what is in it alone."""
        named = study.settings.get("world")
        if named and is_folder(named.value):
            place = home_of(str(named.value), study.file).resolve()
            if not place.is_relative_to(self.home.resolve()):
                what = f"the world '{named.value}' lies outside of the folder of studies"
                raise Refused(403, what, "put it into the folder, or use `detente run`")

    def _is_study(self, path: Path) -> bool:
        """Tell whether a path is a plain file of a study, in the folder itself even if it is a link."""
        if path.suffix not in ENDINGS or path.name.startswith("."):
            return False
        real = path.resolve()
        return real.is_file() and real.parent == self.home.resolve() and real.stat().st_size <= LARGEST


@lru_cache
def _shipped(name: str) -> Study:
    """Return a study that came with the program: it does not change while the program runs."""
    return read(name)
