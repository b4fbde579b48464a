"""The tree of a game's first period: who may move after whom, what each does, and what entering would pay it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....report.branches import layers
from ....report.colours import actor
from ....report.figure import Figure, Row, framed

Path = tuple[str, ...]
"""Who has had a turn, in their order."""


@dataclass(frozen=True)
class Turn:
    """One power's choice: after which movers, whether it enters, and what that pays over waiting."""

    before: Path
    power: str
    enters: bool
    gain: float
    """[US$ bn, present value]."""
    refused: bool
    """Whether it would enter but for the host's consent."""

    @property
    def said(self) -> str:
        """The choice in two words."""
        return "enters" if self.enters else "is refused" if self.refused else "waits"


def tree(turns: tuple[Turn, ...], powers: tuple[str, ...], phase: str, draw: int, source: str) -> Figure:
    """Draw every turn; an edge is bold where the mover enters."""
    names = {(*turn.before, turn.power): turn for turn in turns}
    down = _down((), names, powers, 0)[0]
    points, lines = [{"x": 0, "y": down[()], "who": phase}], list[dict[str, Any]]()
    for path, turn in names.items():
        words = f"{turn.power} {turn.said} ({turn.gain:+.2g})"
        points.append({"x": len(path), "y": down[path], "who": words, "colour": actor(turn.power)})
        ends = ((len(path) - 1, down[path[:-1]]), (len(path), down[path]))
        on = "played" if turn.enters else "not played"
        lines += [{"edge": ">".join(path), "x": x, "y": y, "on": on} for x, y in ends]
    last = sum(len(path) == len(powers) for path in names)
    chart = layers(points, lines, [], len(powers), last)
    title = (
        f"The first period by the order of moves, in the draw nearest to the centre ({draw}): bold where a power "
        "enters; in brackets what entering pays it over waiting, US$ bn, present value"
    )
    return Figure("opening", title, source, framed(chart), tuple(map(_row, turns)))


def _down(
    path: Path, names: Mapping[Path, Turn], powers: tuple[str, ...], rows: int
) -> tuple[dict[Path, float], int]:
    """Return how far down each path that begins with one stands, and the rows used: ends one below the other."""
    after = [(*path, power) for power in powers if (*path, power) in names]
    if not after:
        return {path: float(rows)}, rows + 1
    found: dict[Path, float] = {}
    for one in after:
        below, rows = _down(one, names, powers, rows)
        found |= below
    return found | {path: float(np.mean([found[one] for one in after]))}, rows


def _row(turn: Turn) -> Row:
    return {
        "after": " ".join(turn.before),
        "power": turn.power,
        "does": turn.said,
        "entering_pays_over_waiting": turn.gain,
    }
