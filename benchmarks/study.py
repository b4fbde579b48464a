"""What a draw of `korea-2018` costs, model by model, and one draw alone: `python benchmarks/study.py [draws]`."""

from __future__ import annotations

import sys
from collections.abc import Callable

from record import Figure, Record, Table, alternate, free_share, keep

import detente
from detente.chance.cube import median as centre
from detente.domains.entry.evaluate import GameSolver
from detente.domains.gas.worlds import corridors
from detente.domains.negotiation.settlements import settlements
from detente.domains.peace.courses import courses
from detente.runs.draws import Draws
from detente.solve.evaluate import Evaluator

REPEATS = 3
ALONE = 15


def main(count: int = 256) -> None:
    """Write milliseconds a draw for each model in a batch, and for every model of one draw alone."""
    free = [free_share()]
    problem = detente.load("korea-2018").problem
    models = Evaluator(problem, {column.name: centre(column) for column in problem.columns})
    sample = Draws(problem.columns, 1024, 1)
    values = sample.values(0, count)
    solved = models(values)
    game = GameSolver(problem)
    singles = [sample.values(place, place + 1) for place in range(ALONE)]
    parts: dict[str, Callable[[], object]] = {
        "gas and its split": lambda: corridors(problem, values, count),
        "peace": lambda: courses(problem, values, count),
        "negotiation": lambda: settlements(problem, values, count),
        "game, all plays": lambda: game(problem, {**values, **solved}, count),
        "every model": lambda: models(values),
        "every model, one draw a call": lambda: [models(one) for one in singles],
    }
    taken = alternate(parts, REPEATS)
    alone = taken.pop("every model, one draw a call")
    figures = [
        Figure.of(name, "ms a draw", [1e3 * one / count for one in times]) for name, times in taken.items()
    ]
    figures.append(
        Figure.of("every model, one draw a call", "ms a draw", [1e3 * one / ALONE for one in alone])
    )
    record = Record(
        name="study",
        title="What a draw of korea-2018 costs",
        what=f"Each model of the study for {count} draws in one call, and every model for one draw a call.",
        tables=(Table("Time", tuple(figures)),),
        notes=("The first line holds the three after it: gas and the rest are solved while trade goes on.",),
    )
    keep(record, [*free, free_share()])


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
