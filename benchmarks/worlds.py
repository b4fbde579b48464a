"""A world of one's own at size, 44 economies by 50 industries: `python benchmarks/worlds.py`.

The data are not part of Détente; without them this benchmark says so.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import jax
import numpy as np
from record import Aim, Figure, Record, Table, clocked, free_share, keep, seconds

from detente.domains.compiled import keep_compiled
from detente.domains.move import apply
from detente.domains.trade import alone, read
from detente.domains.trade.moves.ban import Ban
from detente.domains.trade.solve import equilibria
from detente.world.databases.convert import from_arrays
from detente.world.folder import world_of
from detente.world.records import World

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "wiod2014_44x50.npz"
ALLIES = (
    "AUS AUT BEL BGR CAN CHE CYP CZE DEU DNK ESP EST FIN FRA GBR GRC HRV HUN IRL ITA JPN KOR LTU LUX LVA MLT NLD NOR "
    "POL PRT ROU SVK SVN SWE TWN USA"
)
ROUNDS = 7
ALL, ONE = 5.0, 0.1
"""Seconds aimed at: the whole way, and the solve."""


def imported() -> World:
    """Read the arrays, rebalance them, and return the world."""
    held = np.load(DATA)
    flows = held["Din"] * held["X0"][:, :, None] / held["tau"] * 1e-3
    inputs = held["G"] * (1 - held["B"].T)[:, None, :]
    theta = -held["theta_draws"].mean(0) - 1
    codes, goods = [str(code) for code in held["countries"]], [f"s{place}" for place in range(flows.shape[0])]
    stated = held["VAn"] * 1e-3
    facts, _ = from_arrays(codes, goods, flows, held["tau"] - 1, inputs, theta, gdp=stated)
    return world_of(facts)


def embargo(world: World) -> World:
    """Return the world in which the allies and Russia trade nothing."""
    return apply(Ban(between=(tuple(ALLIES.split()), ("RUS",))), world)


def whole() -> None:
    """Go the whole way once, as a new process does."""
    print(alone.solve(embargo(imported())).status)


def main() -> None:
    """Measure and write the record."""
    if not DATA.exists():
        sys.exit(f"{DATA} is not there: this benchmark reads data that are not part of Détente")
    free = [free_share()]
    keep_compiled()
    cut = embargo(imported())
    books = jax.tree.map(lambda array: array[None], read.accounts(cut))
    shock = jax.tree.map(lambda array: array[None, None], read.shock(cut))
    solve = jax.jit(equilibria)
    found = solve(books, shock)
    assert int(found.status.code[0, 0]) == 0, "the embargo is solved"
    ways = clocked(
        {
            "read and rebalance": imported,
            "the solve": lambda: jax.block_until_ready(solve(books, shock)),
            "a solve from Python, compared with the start, every outcome labelled": lambda: alone.solve(cut),
        },
        ROUNDS,
    )
    figures = []
    for name, times in ways.items():
        figures.append(Figure.of(name, "s", [one for one, _ in times]))
        figures.append(Figure.of(f"{name}: a processor's time", "s", [one for _, one in times]))
    command = [sys.executable, "-c", "import worlds; worlds.whole()"]

    def process() -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=Path(__file__).parent)

    process()
    again, worked = [], []
    for _ in range(ROUNDS):
        before = os.times()
        again.append(seconds(process))
        after = os.times()
        worked.append(
            after.children_user + after.children_system - before.children_user - before.children_system
        )
    figures.append(Figure.of("the whole way in a new process, compiled code at hand", "s", again))
    figures.append(Figure.of("the whole way: a processor's time", "s", worked))
    aims = (
        Aim("44 economies by 50 industries, one embargo", "solves a second", 1 / ONE, 1 / figures[2].median),
        Aim("the whole way, compiled code at hand", "a processor's second", 1 / ALL, 1 / figures[-1].median),
    )
    note = f"{int(found.sweeps[0, 0])} sweeps; 36 economies ban all trade with Russia."
    record = Record(
        name="worlds",
        title="A world of one's own, at size",
        what=(
            "44 economies by 50 industries of the World Input-Output Database, in the arrangement of Felbermayr, "
            "Groeschl and Heiland (2022): read from arrays, rebalanced, and solved once under an embargo."
        ),
        tables=(Table("44 economies by 50 industries", tuple(figures), note),),
        aims=aims,
        notes=(
            "Before the first solve of a size the equations are compiled, which takes some 5 to 10 seconds of a "
            "processor once a machine; the compiled code is kept.",
            "Value added by the arrays differs from what is stated by up to 4.5 %: rebalancing scales input shares.",
        ),
    )
    keep(record, [*free, free_share()])


if __name__ == "__main__":
    main()
