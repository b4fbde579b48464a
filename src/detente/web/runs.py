"""The ensembles that were begun from the page: each in a process of its own, a few at once, resumable."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal

from .. import __version__
from ..domains.domain import Problem
from ..report.words import slug
from ..runs.manifest import DECIDING, versions
from . import limits
from .ensemble import DONE, DRAWS, FAILED, STAGE, Order, work
from .refusals import Refused

STOPPED = "stopped"
REMEMBERED = 64
"""Ends of runs that are remembered; the folders of all are kept."""


@dataclass(frozen=True)
class State:
    """How far a run is. `ended` is empty while it goes on, then `done`, `stopped` or `failed`."""

    run: str
    study: str
    draws: int
    seed: int
    stage: str
    done: int = 0
    left: float | None = None
    """Seconds until all draws are computed; None while that cannot be told."""
    ended: Literal["", "done", "stopped", "failed"] = ""
    number: int = 0
    """Grows with each change."""
    may_stop: bool = False
    """Whether who asks may stop it."""


class RunProcess:
    """A run that goes on, or went."""

    def __init__(self, order: Order, study: str, visitor: str) -> None:
        """Start its process."""
        self.visitor = visitor
        self.state = State(order.folder.name, study, order.draws, order.seed, "starting")
        self._stopping = False
        context = get_context("spawn")
        self._hears, teller = context.Pipe(duplex=False)
        self._process = context.Process(target=work, args=(teller, order), daemon=True)
        self._process.start()
        teller.close()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def stop(self) -> None:
        """End it at once: what is finished is kept, and the same run goes on from there."""
        self._stopping = True
        self._process.kill()

    def wait(self, seconds: float) -> None:
        """Wait until it has ended, or so long."""
        self._listener.join(seconds)

    def _listen(self) -> None:
        try:
            while not self.state.ended:
                self._take(*self._hears.recv())
        except (EOFError, OSError):
            self._process.join()
            self._end()
        self._process.join()

    def _end(self) -> None:
        """Say how a process ended that did not say so itself."""
        if self._stopping:
            kept = f"{self.state.done:,} of {self.state.draws:,} draws are kept"
            self._change(stage=f"stopped: {kept}, and the same run goes on from there", ended=STOPPED)
        else:
            why = f"its process ended by itself (code {self._process.exitcode}); it may lack memory"
            self._change(stage=f"{why}; what is finished is kept, and the same run goes on", ended=FAILED)

    def _take(self, kind: str, *told: Any) -> None:
        if kind == DRAWS:
            self._change(done=told[0], left=told[1])
        elif kind == STAGE:
            self._change(stage=told[0])
        else:
            self._change(
                stage=told[0] or "done",
                ended=kind,
                done=self.state.draws if kind == DONE else self.state.done,
            )

    def _change(self, **changes: Any) -> None:
        self.state = replace(self.state, number=self.state.number + 1, **changes)


class Runs:
    """All runs that were begun from the page, in one folder; safe to use from several threads."""

    def __init__(
        self,
        folder: Path,
        start: Callable[[Order, str, str], RunProcess] = RunProcess,
        *,
        shared: bool = False,
    ) -> None:
        """Begin with none. `start` starts the process of one; `shared` tells whether other people come here, too."""
        self.folder, self.shared = folder, shared
        self.ending: Callable[[], bool] = lambda: False
        """Tells whether the server is about to end: who follows a run is let go."""
        self._start = start
        self._known: OrderedDict[str, RunProcess] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, problem: Problem, file: str, *, draws: int, seed: int, flips: int, visitor: str) -> State:
        """Begin a run, or go on with it where it was stopped; one that goes on already is returned as it is.

        Raises Refused where the visitor, or all together, have as many as are allowed.
        """
        name = name_of(problem, draws, seed)
        order = Order(problem.study.text, file, draws, seed, flips, self.folder / name)
        with self._lock:
            going = [one for one in self._known.values() if not one.state.ended]
            same = self._known.get(name)
            if same is not None and not same.state.ended:
                return same.state
            if any(one.visitor == visitor for one in going):
                raise Refused(409, "a run of yours goes on already", "wait until it is done, or stop it")
            if len(going) >= limits.RUNS:
                raise Refused(503, "as many runs go on as this server allows", "try again later", after=10)
            self._known.pop(name, None)
            self._known[name] = made = self._start(order, problem.study.id, visitor)
            self._forget()
            return made.state

    def state(self, name: str) -> State | None:
        """Return how far a run is that was begun here; None for any other."""
        found = self._known.get(name)
        return found.state if found else None

    def going(self, study: str) -> tuple[State, ...]:
        """Return the runs of a study that go on."""
        with self._lock:
            known = [one.state for one in self._known.values()]
        return tuple(one for one in known if one.study == study and not one.ended)

    def may_stop(self, name: str, visitor: str) -> bool:
        """Tell whether a visitor may stop a run: who began it, and anyone where the server is one person's alone."""
        found = self._known.get(name)
        return found is not None and (not self.shared or found.visitor == visitor)

    def stop(self, name: str, visitor: str) -> State:
        """Stop a run. Raises Refused where none of that name was begun here, or another visitor began it."""
        found = self._known.get(name)
        if found is None:
            raise Refused(404, f"no run '{name[:80]}' was begun here", "open the page again")
        if not self.may_stop(name, visitor):
            raise Refused(
                403, "another visitor began this run", "only they can stop it, and the end of the server"
            )
        if not found.state.ended:
            found.stop()
            found.wait(10)
        return found.state

    def close(self) -> None:
        """Stop all of them."""
        going = [one for one in self._known.values() if not one.state.ended]
        for one in going:
            one.stop()
        for one in going:
            one.wait(5)

    def _forget(self) -> None:
        ended = [name for name, one in self._known.items() if one.state.ended]
        for name in ended[: max(0, len(self._known) - REMEMBERED)]:
            del self._known[name]


def name_of(problem: Problem, draws: int, seed: int) -> str:
    """Return the name of a run's folder: the same text, draws, seed and versions are the same run."""
    code = [f"{name} {version}" for name, version in versions().items() if name in DECIDING]
    marks = "\n".join([problem.study.text, *code, __version__])
    digest = hashlib.sha256(marks.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{slug(problem.study.id)[:40].strip('-') or 'study'}-{draws}-seed{seed}-{digest}"
