"""Texts of studies that are looked at without being saved: held in memory, by what they say."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass

from . import limits

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
