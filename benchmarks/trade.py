"""The trade model: Caliendo and Parro's world, the world of korea-2018, and a run: `python benchmarks/trade.py`.

Caliendo and Parro's own program takes 93 seconds for one solve of the first, measured on another machine of one core.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from record import Aim, Figure, Record, Table, alternate, clocked, free_share, keep, rates, seconds

from detente.chance.cube import median as centre
from detente.domains.domain import Problem
from detente.domains.move import apply
from detente.domains.trade import read
from detente.domains.trade.batch import GROUP
from detente.domains.trade.draw import built, traded
from detente.domains.trade.equations import Accounts, Shock
from detente.domains.trade.moves.measures import Measures
from detente.domains.trade.solve import equilibria
from detente.run import load
from detente.runs.draws import Draws
from detente.solve.evaluate import Evaluator
from detente.world.embedded import load as load_world

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "cp2015.npz"
AUTHORS_SECONDS = 93.0
NAFTA = (19, 4, 29)
DRAWS, BLOCK, RUN, LANES, ROUNDS = 2048, 512, 256, 64, 3


def caliendo_parro() -> Callable[[], object]:
    """Return what solves 31 economies by 40 industries once, NAFTA's duties of 2005 for those of 1993."""
    data = np.load(DATA)
    old, new = data["tau93"] - 1, (data["tau93"] - 1).copy()
    for buyer in NAFTA:
        for seller in NAFTA:
            if buyer != seller:
                new[:, buyer, seller] = data["tau05"][:, buyer, seller] - 1
    industries, economies = data["B"].shape
    accounts = Accounts(
        share=data["Din"],
        tariff=old,
        value_added_share=data["B"].T,
        inputs=data["G"] * (1 - data["B"].T)[:, None, :],
        final_share=data["alphas"].T,
        value_added=data["VAn"],
        deficit=-data["Sn"],
        spending=data["X0"].T,
    )
    ones = np.ones((industries, economies, economies))
    shock = Shock(
        theta=1 / data["T"],
        tariff=new,
        delivered=ones,
        open=ones,
        productivity=np.ones((economies, industries)),
        transfer=np.zeros(economies),
        deficit_rule=np.int32(0),
        quota_cells=np.zeros((0, industries, economies, economies)),
        quota_cap=np.zeros(0),
    )
    books = jax.tree.map(lambda x: jnp.asarray(x)[None], accounts)
    shocks = jax.tree.map(lambda x: jnp.asarray(x)[None, None], shock)
    solve = jax.jit(equilibria)
    return lambda: jax.block_until_ready(solve(books, shocks))


def one_solve() -> tuple[Table, ...]:
    """Return the time of Caliendo and Parro's world; nothing where the data are not there."""
    if not DATA.exists():
        print("Caliendo and Parro's data are not at ../shared/data: their world is skipped")
        return ()
    taken = alternate({"solve": caliendo_parro()}, 7)["solve"]
    figures = (
        Figure.of("one solve", "ms", [1e3 * one for one in taken]),
        Figure.of("their program's 93 s over it", "times", [AUTHORS_SECONDS / one for one in taken]),
    )
    return (Table("Caliendo and Parro 2015, 31 economies by 40 industries", figures),)


Values = Mapping[str, np.ndarray]


def korea(problem: Problem) -> Mapping[str, Callable[[Values], object]]:
    """Return what solves the trade worlds of draws of korea-2018, gas and games left out; what builds them."""
    models = Evaluator(problem, {column.name: centre(column) for column in problem.columns})

    def set_up(values: Values) -> object:
        def group(first: int) -> object:
            some = {name: column[first : first + GROUP] for name, column in values.items()}
            return [shock.open.shape for shock in built(problem, some, np, (GROUP,))[1]]

        return [group(first) for first in range(0, BLOCK, GROUP)]

    return {
        "solved": lambda values: models.solves["trade"](models.problem, values, BLOCK)(),
        "set up alone": set_up,
    }


def korea_tables() -> tuple[Table, Aim]:
    """Return equilibria a second of the world of korea-2018: a world that is another for trade counts once."""
    problem = load("korea-2018").problem
    worlds = len(traded(problem))
    columns = Draws(problem.columns, DRAWS, 1).values(0, DRAWS)
    parts = [
        {name: column[first : first + BLOCK] for name, column in columns.items()}
        for first in range(0, DRAWS, BLOCK)
    ]
    do = korea(problem)

    def threads(count: int, what: Callable[[Values], object]) -> Callable[[], object]:
        def every() -> object:
            with ThreadPoolExecutor(count) as pool:
                return list(pool.map(what, parts))

        return every

    ways = {
        "two batches at a time": threads(2, do["solved"]),
        "one batch at a time": threads(1, do["solved"]),
        "setting up worlds alone, two at a time": threads(2, do["set up alone"]),
    }
    figures = []
    taken = clocked(ways, ROUNDS)
    for how, times in taken.items():
        passed, worked = [one for one, _ in times], [one for _, one in times]
        shares = [work / clock for clock, work in times]
        figures += [
            Figure.of(how, "equilibria a second", rates(DRAWS * worlds, passed)),
            Figure.of(f"{how}: processors that worked", "of 2", shares),
            Figure.of(f"{how}, a processor's second", "equilibria", rates(DRAWS * worlds, worked)),
        ]
    note = (
        f"{DRAWS:,} draws, {worlds} worlds that differ for trade in each, 16 elasticities and all else drawn."
    )
    aim = Aim("8 economies by 16 industries, two cores", "equilibria a second", 10_000, figures[0].median)
    return Table("korea-2018, 8 economies by 16 industries, its trade model alone", tuple(figures), note), aim


def full_world() -> Table:
    """Return equilibria a second of the whole embedded world under the UN's measures, elasticities drawn."""
    world = apply(Measures("UN"), load_world("world-2014"))
    theta = np.random.default_rng(0).triangular(world.theta_low, world.theta, world.theta_high, (LANES, 16))
    accounts = jax.tree.map(lambda x: jnp.broadcast_to(x, (LANES, *x.shape)), read.accounts(world))
    shock = jax.tree.map(lambda x: jnp.broadcast_to(x, (LANES, 1, *x.shape)), read.shock(world))
    shock = shock._replace(theta=jnp.asarray(theta)[:, None])
    solve = jax.jit(equilibria)
    taken = alternate({"world": lambda: jax.block_until_ready(solve(accounts, shock))}, ROUNDS)["world"]
    figure = Figure.of("one batch at a time, without a guide", "equilibria a second", rates(LANES, taken))
    return Table("world-2014 whole, 18 economies by 16 industries", (figure,))


def end_to_end() -> Table:
    """Return the seconds of a short run of korea-2018 as a user starts it, and of opening it again."""
    first, again = [], []
    for _ in range(2):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            words = ["run", "korea-2018", "--draws", str(RUN), "--out", folder, "--json"]
            command = [sys.executable, "-m", "detente", *words]

            def run(command: list[str] = command) -> None:
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

            first.append(seconds(run))
            again.append(seconds(run))
    figures = (Figure.of("the run", "s", first), Figure.of("the same, opened again", "s", again))
    return Table(f"korea-2018, {RUN} draws, every model, report and start of Python included", figures)


def main() -> None:
    """Measure and write the record."""
    free = [free_share()]
    alone = one_solve()
    batch, aim = korea_tables()
    record = Record(
        name="trade",
        title="The trade model",
        what=(
            "One solve of the world of Caliendo and Parro (2015, Review of Economic Studies 82:1-44), equilibria a "
            "second of worlds that studies use, and a short run."
        ),
        tables=(*alone, batch, full_world(), end_to_end()),
        aims=(aim,),
        notes=(
            "Their program's 93 s were measured on another machine of one core, so that this ratio is a rough one.",
            "Where others use the processors, equilibria of a processor's second tell more than those of a second: "
            "with both processors free the rate is about twice the former.",
            "All numbers are in double precision and solved to the tolerance of a run (1e-11).",
        ),
    )
    keep(record, [*free, free_share()])


if __name__ == "__main__":
    main()
