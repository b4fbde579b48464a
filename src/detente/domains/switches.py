"""Moves that can be left out of every world that makes them, while all else stays."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from .domain import Problem


def switches(problem: Problem) -> tuple[str, ...]:
    """Return the moves that some world makes, in the study's order."""
    made = {written.name for case in problem.cases for written in case.written}
    return tuple(name for name in problem.study.moves if name in made)


def switch(move: str) -> str:
    """Return the column that switches a move: 1 where it is made, 0 where it is left out of every world.

    >>> switch("ban")
    'made:ban'
    """
    return f"made:{move}"


def without(problem: Problem, off: Collection[str]) -> Problem:
    """Return a problem with some moves made in none of its worlds."""
    if not off:
        return problem
    cases = tuple(
        replace(case, written=tuple(one for one in case.written if one.name not in off))
        for case in problem.cases
    )
    return replace(problem, cases=cases)
