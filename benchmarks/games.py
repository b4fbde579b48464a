"""The general engine for games: `python benchmarks/games.py`.

Aims: 10^6 tables of 3 x 3 in under 2 s; 10,000 nodes backward in under 1 ms a draw.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from detente.bind.alone.forms import CHANCE, END, Extensive, Step
from detente.game.backward import backward
from detente.game.dominance import eliminate
from detente.game.pure import pure_equilibria
from detente.game.support import equilibria
from detente.game.tree import Tree, tree_of

TABLES, BY_SUPPORT = 1_000_000, 20_000
BLOCK = 100_000
"""Tables looked at together, so that memory stays flat."""
LEVELS, MOVES, DRAWS = 9, 3, 256
REPEATS = 3


def main() -> None:
    """Print what each task takes, the least of a few repeats."""
    rng = np.random.default_rng(1)
    tables = rng.normal(size=(TABLES, 2, 3, 3))
    blocks = [tables[start : start + BLOCK] for start in range(0, TABLES, BLOCK)]
    told("pure equilibria of 10^6 tables of 3 x 3", lambda: [pure_equilibria(one).sum() for one in blocks])
    told("iterated strict dominance of the same", lambda: [eliminate(one) for one in blocks])
    some = tables[:BY_SUPPORT]
    told(f"every equilibrium by supports of {BY_SUPPORT:,} of them", lambda: equilibria(some))
    tree = whole_tree()
    payoffs = rng.normal(size=(DRAWS, *tree.payoffs.shape))
    took = told(f"{len(tree.player):,} nodes backward in {DRAWS} draws", lambda: backward(tree, payoffs))
    print(f"  that is {1e3 * took / DRAWS:.2f} ms a draw")


def whole_tree() -> Tree:
    """Return a tree in which two players and chance move in turn, three moves a node."""
    steps: list[Step] = []

    def grow(left: int) -> None:
        if left == 0:
            steps.append(Step(END, payoffs=(0.0, 0.0)))
            return
        names = tuple("abc"[:MOVES])
        if left % 3 == 0:
            steps.append(Step(CHANCE, moves=names, chances=(1 / MOVES,) * MOVES))
        else:
            steps.append(Step(left % 3 - 1, set=len(steps) + 1, moves=names))
        for _ in range(MOVES):
            grow(left - 1)

    grow(LEVELS - 1)
    return tree_of(Extensive("whole", ("A", "B"), tuple(steps)))


def told(name: str, part: Callable[[], object]) -> float:
    """Print and return the seconds that a task takes."""
    least = np.inf
    for _ in range(REPEATS):
        start = time.perf_counter()
        part()
        least = min(least, time.perf_counter() - start)
    print(f"{name}: {least:.2f} s")
    return float(least)


if __name__ == "__main__":
    main()
