"""What a run costs, told from the study alone: what is to be solved, about how long that takes, what it writes."""

from __future__ import annotations

from dataclasses import dataclass

from ..domains.gas.moves import Pipeline
from ..domains.problem import Problem

SOLVES_A_SECOND = 6_000
"""Equilibria of 8 economies by 16 industries a second on two cores (`benchmarks/trade.py`)."""
MARKETS_A_SECOND = 400
"""Gas markets, over all node years, a second on two cores (docs/models/gas.md tells the time of one)."""
PLAYS_A_SECOND = 1_500
"""Games of three powers over thirty periods a second on two cores (`benchmarks/study.py`)."""
FIRST = 10
"""Seconds to compile."""
NUMBER = 8
"""Bytes of a number on disk; packing saves little, since most numbers differ from draw to draw."""


@dataclass(frozen=True)
class Effort:
    """What is to be solved, in words, and about how long that takes on two cores [s]."""

    parts: tuple[str, ...]
    seconds: float


def effort(problem: Problem, draws: int) -> Effort:
    """Return what is to be solved in so many draws, and about how long that takes."""
    parts, seconds = [], 0.0
    if problem.trades:
        worlds = len({case.about_trade for case in problem.cases})
        solves = draws * worlds
        size = len(problem.world.economies) ** 2 * len(problem.world.industries) / 1024
        seconds += FIRST + solves * max(size, 0.2) / SOLVES_A_SECOND
        parts += [f"{solves:,} equilibria ({draws:,} draws of {worlds} worlds)"]
    markets = draws * sum(2 ** len(built) - 1 for built in _built(problem))
    if markets:
        seconds += markets / MARKETS_A_SECOND
        parts += [f"{markets:,} gas markets"]
    if problem.game:
        plays = draws * len(problem.game.plays)
        seconds += plays / PLAYS_A_SECOND
        parts += [f"{plays:,} games"]
    return Effort(tuple(parts), seconds)


def numbers(problem: Problem) -> int:
    """Return how many numbers a draw has, assumptions and outcomes."""
    return len(problem.columns) + len(problem.cells)


def _built(problem: Problem) -> list[set[str]]:
    """Return the lines built in each world whose gas flows are a solve of their own."""
    found = {case.lines for case in problem.cases if case.lines}
    return [{move.line for move in moves if isinstance(move, Pipeline)} for moves in found]
