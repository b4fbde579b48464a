"""The first moves of the draw nearest to the centre: who enters and who waits, in every order of moves, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ....report.figure import Figure
from ..records import GameOption
from .opening_tree import Turn, tree


@dataclass(frozen=True)
class Opening:
    """The draw, every turn of its first period, and their tree."""

    draw: int
    turns: tuple[Turn, ...]
    tree: Figure


def opening(game: GameOption, solved: Mapping[str, Any], source: str) -> Opening | None:
    """Return the first period's play as it was solved; None where a world that it reads was not."""
    if solved["opening"] is None:
        return None
    turns = tuple(Turn(**{**one, "before": tuple(one["before"])}) for one in solved["opening"])
    draw = solved["draw"]
    return Opening(draw, turns, tree(turns, game.powers, game.phases[game.phase_now], draw, source))
