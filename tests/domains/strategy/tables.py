"""Games that several tests play."""

import numpy as np

from detente.domains.forms import CHANCE, END, Extensive, Step

STAG_HUNT = np.array([[[10.0, 1.0], [8.0, 5.0]], [[10.0, 8.0], [1.0, 5.0]]])
COORDINATION = np.stack([np.eye(3), np.eye(3)])
PRISONERS = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])


def chance(moves, chances):
    return Step(CHANCE, 0, moves, chances)


def mover(player, place, *moves):
    return Step(player, place, moves)


def end(*payoffs):
    return Step(END, payoffs=tuple(float(one) for one in payoffs))


POKER = Extensive(
    "poker",
    ("First", "Second"),
    (
        chance(("king", "queen"), (0.5, 0.5)),
        mover(0, 1, "bet", "fold"),
        mover(1, 1, "call", "fold"),
        end(2, -2),
        end(1, -1),
        end(-1, 1),
        mover(0, 2, "bet", "fold"),
        mover(1, 1, "call", "fold"),
        end(-2, 2),
        end(1, -1),
        end(-1, 1),
    ),
)
"""Stripped-down poker (Reiley, Urbancic and Walker 2008)."""

HORSE = Extensive(
    "horse",
    ("One", "Two", "Three"),
    (
        mover(0, 1, "across", "down"),
        mover(1, 1, "across", "down"),
        end(1, 1, 1),
        mover(2, 1, "left", "right"),
        end(4, 4, 0),
        end(0, 0, 1),
        mover(2, 1, "left", "right"),
        end(3, 3, 2),
        end(0, 0, 0),
    ),
)
"""Selten's horse (1975): (down, across, left) is an equilibrium, but not a sequential one."""

ENTRY = Extensive(
    "chain store",
    ("Entrant", "Incumbent"),
    (mover(0, 1, "in", "out"), mover(1, 1, "fight", "yield"), end(-1, -1), end(1, 1), end(0, 2)),
)


def random_tree(rng, depth, players=2, ties=False):
    """Return a tree with perfect information, chance in it, and up to three moves a node."""
    steps = []

    def grow(left):
        kind = rng.integers(0, 6)
        if left == 0 or (kind == 0 and steps):
            payoffs = rng.integers(0, 3, players) if ties else rng.normal(size=players)
            steps.append(end(*payoffs))
            return
        count = int(rng.integers(1, 4))
        moves = tuple("abc"[:count])
        if kind == 1:
            weights = rng.integers(1, 5, count)
            steps.append(chance(moves, tuple(float(one) for one in weights / weights.sum())))
        else:
            steps.append(mover(int(rng.integers(players)), len(steps) + 1, *moves))
        for _ in range(count):
            grow(left - 1)

    grow(depth)
    return Extensive("random", tuple("ABCDE"[:players]), tuple(steps))
