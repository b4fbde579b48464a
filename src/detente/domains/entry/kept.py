"""What the report shows of a game in the draw nearest to the centre, played again: its opening, and where it turns."""

from __future__ import annotations

from typing import Any

from ...ground.plain import plain
from ..domain import Problem
from ..recorded import Recorded, nearest
from .records import GameOption


def kept(problem: Problem, recorded: Recorded) -> Any:
    """Return the draw, its opening, what turns it, and how many assumptions were tried; None without a game.

    JAX is imported where there is one.
    """
    if problem.of(GameOption) is None:
        return None
    from .opening import opening
    from .turning import turning

    at = nearest(problem, recorded)
    return plain({"draw": at.draw, "opening": opening(problem, at), **turning(problem, at)})
