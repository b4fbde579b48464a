"""The general engine for games: `python benchmarks/games.py`.

Aims: 10^6 tables of 3 x 3 in under 2 s; 10,000 nodes backward in under 1 ms a draw.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from record import Aim, Figure, Record, Table, alternate, free_share, keep

from detente.domains.forms import CHANCE, END, Extensive, Step
from detente.domains.strategy.backward import backward
from detente.domains.strategy.dominance import eliminate
from detente.domains.strategy.pure import pure_equilibria
from detente.domains.strategy.support import equilibria
from detente.domains.strategy.tree import Tree, tree_of

TABLES, BY_SUPPORT = 1_000_000, 20_000
BLOCK = 100_000
"""Tables looked at together, so that memory stays flat."""
LEVELS, MOVES, DRAWS = 9, 3, 256
REPEATS = 3
PURE = "pure equilibria of 10^6 tables of 3 x 3"


def main() -> None:
    """Measure and write the record."""
    free = [free_share()]
    rng = np.random.default_rng(1)
    tables = rng.normal(size=(TABLES, 2, 3, 3))
    blocks = [tables[start : start + BLOCK] for start in range(0, TABLES, BLOCK)]
    some, tree = tables[:BY_SUPPORT], whole_tree()
    payoffs = rng.normal(size=(DRAWS, *tree.payoffs.shape))
    nodes = f"{len(tree.player):,} nodes backward"
    ways: dict[str, Callable[[], object]] = {
        PURE: lambda: [pure_equilibria(one).sum() for one in blocks],
        "iterated strict dominance of the same": lambda: [eliminate(one) for one in blocks],
        f"every equilibrium by supports of {BY_SUPPORT:,} of them": lambda: equilibria(some),
        nodes: lambda: backward(tree, payoffs),
    }
    taken = alternate(ways, REPEATS)
    a_draw = Figure.of(
        f"{nodes}, in {DRAWS} draws", "ms a draw", [1e3 * one / DRAWS for one in taken.pop(nodes)]
    )
    figures = [Figure.of(how, "s", times) for how, times in taken.items()]
    record = Record(
        name="games",
        title="The engine for games",
        what="Random tables of two players, three strategies each, and a tree in which they and chance move.",
        tables=(Table("Time", (*figures, a_draw)),),
        aims=(
            Aim(PURE, "a second", TABLES / 2, TABLES / figures[0].median, "in 2 s"),
            Aim(nodes, "draws a second", 1000, 1e3 / a_draw.median, "a draw in 1 ms"),
        ),
    )
    keep(record, [*free, free_share()])


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


if __name__ == "__main__":
    main()
