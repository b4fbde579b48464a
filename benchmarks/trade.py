"""Measure the trade model: one solve of Caliendo and Parro's world, batches of two sizes, and korea-2018.

Run `python benchmarks/trade.py`. Each figure is the median of several runs in one process, beside the same
process's time for a fixed matrix product, so that machines can be compared. The authors' own program takes
93 seconds for one solve of the first (measured on a machine like CI's, one core).
"""

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

from detente.audit.centre import centre
from detente.audit.draws import Draws
from detente.models.trade import read
from detente.models.trade.equations import Accounts, Shock
from detente.models.trade.solve import equilibria
from detente.moves import apply
from detente.moves.measures import Measures
from detente.run import load
from detente.system.evaluate import Evaluator
from detente.world.embedded import load as load_world

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "cp2015.npz"
AUTHORS_SECONDS = 93.0
NAFTA = (19, 4, 29)


def median(action, runs=7):
    action()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return float(np.median(times))


def caliendo_parro():
    """One solve of 31 economies by 40 industries."""
    if not DATA.exists():
        return "Caliendo-Parro: data not there, skipped"
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
    arguments = jax.device_put(
        (
            jax.tree.map(lambda x: jnp.asarray(x)[None], accounts),
            jax.tree.map(lambda x: jnp.asarray(x)[None, None], shock),
        )
    )
    solve = jax.jit(equilibria)
    seconds = median(lambda: jax.block_until_ready(solve(*arguments)))
    sweeps = int(solve(*arguments).sweeps[0, 0])
    ratio = AUTHORS_SECONDS / seconds
    return (
        f"Caliendo-Parro 31 x 40: {seconds * 1e3:.1f} ms a solve ({sweeps} sweeps), {ratio:,.0f} times theirs"
    )


def korea_batch():
    """Equilibria a second of the korea-2018 world, its own draws and cases, on two threads."""
    problem = load("korea-2018").problem
    evaluate = Evaluator(problem, {column.name: centre(column) for column in problem.columns})
    draws = Draws(problem.columns, 16_384, 1)
    blocks = [draws.values(k * 1024, (k + 1) * 1024) for k in range(4)]
    with ThreadPoolExecutor(2) as pool:
        seconds = median(lambda: list(pool.map(evaluate, blocks)), runs=3)
    return f"korea-2018 8 x 16: {4 * 1024 * len(problem.cases) / seconds:,.0f} equilibria a second on two threads"


def full_world(lanes=64):
    """Equilibria a second of the whole embedded world under the UN's measures, elasticities drawn."""
    world = apply(Measures("UN"), load_world("world-2014"))
    theta = np.random.default_rng(0).triangular(world.theta_low, world.theta, world.theta_high, (lanes, 16))
    accounts = jax.tree.map(lambda x: jnp.broadcast_to(x, (lanes, *x.shape)), read.accounts(world))
    shock = jax.tree.map(lambda x: jnp.broadcast_to(x, (lanes, 1, *x.shape)), read.shock(world))
    shock = shock._replace(theta=jnp.asarray(theta)[:, None])
    solve = jax.jit(equilibria)
    seconds = median(lambda: jax.block_until_ready(solve(accounts, shock)), runs=3)
    return f"world-2014 18 x 16: {lanes / seconds:,.0f} equilibria a second"


def end_to_end():
    """The whole of korea-2018 as a user runs it, twice: the second finds its batches finished."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "detente", "run", "korea-2018", "--out", folder, "--json"]
        times = []
        for _ in range(2):
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times.append(time.perf_counter() - start)
    return f"korea-2018, 16,384 draws: {times[0]:.1f} s, and {times[1]:.1f} s to open it again"


def main():
    square = np.random.default_rng(0).random((1000, 1000))
    print(f"(a 1,000 x 1,000 matrix product takes {median(lambda: square @ square) * 1e3:.0f} ms here)")
    for measure in (caliendo_parro, korea_batch, full_world, end_to_end):
        print(measure(), flush=True)


if __name__ == "__main__":
    main()
