"""What a run costs, told from the study alone: what is to be solved, about how long that takes, what it writes."""

from __future__ import annotations

from dataclasses import dataclass

from ..domains.domain import Problem

NUMBER = 8
"""Bytes of a number on disk; packing saves little, since most numbers differ from draw to draw."""


@dataclass(frozen=True)
class Effort:
    """What is to be solved, in words, and about how long that takes on two cores [s]."""

    parts: tuple[str, ...]
    seconds: float


def effort(problem: Problem, draws: int) -> Effort:
    """Return what is to be solved in so many draws, and about how long that takes."""
    found = [one for domain in problem.domains if (one := domain.effort(problem, draws))]
    return Effort(tuple(words for words, _ in found), sum(seconds for _, seconds in found))


def numbers(problem: Problem) -> int:
    """Return how many numbers a draw has, assumptions and outcomes."""
    return len(problem.columns) + len(problem.cells)
