"""An ensemble in a process of its own: it can be ended at any moment, and the page goes on to answer beside it."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import Any

from ..ground.faults import DetenteError

DONE, FAILED, STAGE, DRAWS = "done", "failed", "stage", "draws"
"""What a process tells: how it ended, what it is at, how many draws are done."""


@dataclass(frozen=True)
class Order:
    """What is to be run: a study's text and name, how many draws, their seed, whether flips are sought, and where."""

    text: str
    file: str
    draws: int
    seed: int
    flips: int
    folder: Path


def work(teller: Any, order: Order) -> None:
    """Run a study and write its report; tell by a connection how far it is, and how it ended."""
    _obey()

    def progress(done: int, total: int, left: float | None) -> None:
        teller.send((DRAWS, done, left))
        if done == total:
            teller.send((STAGE, "judging" + (", and seeking where each claim turns" if order.flips else "")))

    try:
        teller.send((STAGE, "loading the models"))
        from ..bind.problem import bind
        from ..run import Laboratory, show
        from ..study.read import parse_study

        lab = Laboratory(bind(parse_study(order.text, order.file)))
        teller.send((STAGE, "compiling and computing"))
        found = lab.run(
            draws=order.draws, seed=order.seed, out=order.folder, flips=order.flips, on_progress=progress
        )
        teller.send((STAGE, "writing the report"))
        show(found, png=True)
        teller.send((DONE, ""))
    except DetenteError as error:
        teller.send((FAILED, str(error)))
    except Exception as error:
        teller.send((FAILED, f"this should not happen ({type(error).__name__}: {error}); please report it"))


def _obey() -> None:
    """Be deaf to Ctrl-C, which the parent hears, and gone when the parent is."""
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
