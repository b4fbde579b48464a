"""The studies that are open: each read and bound once, with its models made ready in the background."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property

from ..bind.problem import bind
from ..domains.domain import Problem
from .answers import Solved, Teller
from .jumps import Jumps
from .library import Library
from .models import Models
from .stored_runs import MatchingRuns, StoredRuns

OPEN = 3
"""Studies whose models are kept ready at once; the one not used for longest is put away."""


@dataclass
class OpenStudy:
    """A study that is open: its problem, its models, and what puts their answers into words."""

    name: str
    version: str
    """Of its text: a page that shows another one is told so."""
    problem: Problem
    matching: MatchingRuns
    jumps: Jumps
    centre: Solved | None = None
    """What the page is told of the centre, once it was solved."""
    _models: Models | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def teller(self) -> Teller:
        """Return what puts points into words."""
        return Teller(self.problem)

    def models(self) -> Models:
        """Return the models, which begin to be made ready when they are first asked for."""
        with self._lock:
            if self._models is None:
                self._models = Models(self.problem)
            return self._models

    def close(self) -> None:
        """Put the study away."""
        with self._lock:
            if self._models is not None:
                self._models.close()


class OpenStudies:
    """All studies that are open, by name."""

    def __init__(self, library: Library, stored: StoredRuns) -> None:
        """Begin with none open."""
        self.library, self.stored = library, stored
        self._open: OrderedDict[str, OpenStudy] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, name: str) -> OpenStudy:
        """Return an open study, opened anew where its text has changed.

        Raises Refused where there is no such study, StudyError where it has faults.
        """
        text = self.library.text(name)
        version = hashlib.sha256(text.encode()).hexdigest()[:16]
        with self._lock:
            opened = self._open.pop(name, None)
            if opened is None or opened.version != version:
                if opened is not None:
                    opened.close()
                problem = bind(self.library.study(name, text))
                matching = MatchingRuns(problem, self.stored)
                opened = OpenStudy(name, version, problem, matching, Jumps(problem, matching))
            self._open[name] = opened
            while len(self._open) > OPEN:
                self._open.popitem(last=False)[1].close()
            return opened

    def close(self) -> None:
        """Put all of them away."""
        with self._lock:
            while self._open:
                self._open.popitem()[1].close()
