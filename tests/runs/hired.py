"""Models that other processes can make: of a problem without any, and slow ones that can be killed."""

import os
import time
from pathlib import Path

from ..audit.laboratory import column, problem

AB = (column("a"), column("b"))
CLAIMS = {"gains": "gain[USA, cut] > 0"}


def small():
    return problem(AB, CLAIMS)


def outcomes(values):
    return {"gain[USA,cut]": values["a"] ** 2 - values["b"], "status[cut]": (values["a"] > 0.99).astype(int)}


def make(problem):
    return outcomes


def make_slow(problem):
    """Half a second a batch."""

    def slow(values):
        time.sleep(0.5)
        return outcomes(values)

    return slow


def make_deadly(problem):
    """The process that takes draw 1,024 dies at it, as if it were killed for memory."""

    def deadly(values):
        if values["draw"][0] == 1024:
            os._exit(9)
        return outcomes(values)

    return deadly


def make_once_deadly(problem):
    """The first process that takes draw 1,024 dies at it; the others find its mark."""
    mark = Path(os.environ["DETENTE_TEST_MARK"])

    def deadly(values):
        if values["draw"][0] == 1024 and not mark.exists():
            mark.touch()
            os._exit(9)
        return outcomes(values)

    return deadly


def make_wrong(problem):
    def wrong(values):
        raise ValueError("no supplier left")

    return wrong
