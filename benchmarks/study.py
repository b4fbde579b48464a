"""What a draw of `korea-2018` costs, model by model, and one draw alone: `python benchmarks/study.py [draws]`."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import detente
from detente.audit.centre import centre
from detente.audit.draws import Draws
from detente.game.evaluate import Strategist
from detente.system.corridor import corridors
from detente.system.evaluate import Evaluator
from detente.system.peace import courses
from detente.system.settlements import settlements

REPEATS = 3
ALONE = 15


def main(count: int = 256) -> None:
    """Print milliseconds a draw for each model in a batch, and for every model of one draw alone."""
    problem = detente.load("korea-2018").problem
    models = Evaluator(problem, {column.name: centre(column) for column in problem.columns})
    every = Strategist(problem, models)
    sample = Draws(problem.columns, 1024, 1)
    values = sample.values(0, count)
    solved = models(values)
    game = Strategist(problem, lambda _: dict(solved))
    parts: dict[str, Callable[[], object]] = {
        "trade, gas, peace, negotiation": lambda: models(values),
        "gas and its split": lambda: corridors(problem, values, count),
        "peace": lambda: courses(problem, values, count),
        "negotiation": lambda: settlements(problem, values, count),
        "game, all plays": lambda: game(values),
        "every model": lambda: every(values),
    }
    print(f"{count} draws in one call, milliseconds a draw (least of {REPEATS}):")
    for name, part in parts.items():
        part()
        print(f"  {name:32s} {1e3 * min(timed(part) for _ in range(REPEATS)) / count:8.2f}")
    singles = [sample.values(place, place + 1) for place in range(ALONE)]
    every(singles[0])
    alone = [timed(lambda one=one: every(one)) for one in singles]  # type: ignore[misc]
    print(f"one draw alone, every model: median {1e3 * statistics.median(alone):.0f} ms of {ALONE}")


def timed(part: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    start = time.perf_counter()
    part()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
