"""The trade model on a GPU beside the same code on the processor: `python benchmarks/gpu.py`.

It runs where JAX finds a GPU (`pip install "jax[cuda12]"`); elsewhere it says so and measures nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import tariffs
from record import Agreement, Figure, Record, Table, alternate, free_share, keep, rates, ratios

from detente.chance.cube import median as centre
from detente.domains.trade import batch as system
from detente.domains.trade.draw import traded
from detente.runs.draws import Draws

DRAWS, ROUNDS = 16_384, 5
GROUPS = (system.GROUP, 4096)
"""Draws solved side by side: what suits a processor's cache, and what fills a GPU."""


def solving(device: jax.Device, group: int, count: int) -> Callable[[], np.ndarray]:
    """Return what evaluates draws of the study of tariffs on a device, `[cell, draw]`, elasticities drawn."""
    problem = tariffs.laboratory(True).problem
    names = [column.name for column in problem.columns]
    values = Draws(problem.columns, count, 1).values(0, count)
    middle = {column.name: float(centre(column)) for column in problem.columns}

    def every(draws: jax.Array, guide: object) -> jax.Array:
        usual, system.GROUP = system.GROUP, group  # read while it is traced
        try:
            found = system.evaluate(problem, dict(zip(names, draws.T, strict=True)), guide)
        finally:
            system.GROUP = usual
        return jnp.stack([found[cell.name] for cell in problem.cells])

    with jax.default_device(device):
        guide = system.guide_at(problem, middle)
        draws = jax.device_put(np.stack([values[name] for name in names], axis=1), device)
        compiled = jax.jit(every)

    def run() -> np.ndarray:
        with jax.default_device(device):
            return np.asarray(compiled(draws, guide))

    return run


def compared(devices: dict[str, jax.Device], count: int = DRAWS, rounds: int = ROUNDS) -> Record:
    """Return the record of the same draws on some devices, the first of which the others are compared with."""
    worlds = len(traded(tariffs.laboratory(True).problem))
    ways = {
        f"{name}, groups of {group:,}": solving(device, min(group, count), count)
        for name, device in devices.items()
        for group in GROUPS
    }
    taken = alternate(ways, rounds)
    first, *others = ways
    base = ways[first]()
    figures = [
        Figure.of(how, "equilibria a second", rates(count * worlds, times)) for how, times in taken.items()
    ]
    figures += [
        Figure.of(f"{how}, over {first}", "times", ratios(taken[first], taken[how])) for how in others
    ]
    kinds = ", ".join(f"{name}: {device.device_kind}" for name, device in devices.items())
    return Record(
        name="gpu",
        title="On a GPU",
        what=(
            f"{count:,} draws of the study of tariffs, elasticities drawn, {worlds} worlds each, in double precision, "
            f"the same code on each device ({kinds})."
        ),
        tables=(Table("Equilibria a second", tuple(figures)),),
        agreement=tuple(
            Agreement(f"real incomes and money, {how} and {first}", gap(base, ways[how]()), 1e-9)
            for how in others
        ),
    )


def gap(one: np.ndarray, other: np.ndarray) -> float:
    """Return the largest gap, as a share of the number where that is above 1."""
    return float((np.abs(one - other) / np.maximum(1, np.abs(one))).max())


def main() -> None:
    """Measure and write the record, where there is a GPU."""
    try:
        graphics = jax.devices("gpu")[0]
    except RuntimeError:
        print("JAX finds no GPU on this machine: nothing is measured")
        return
    free = [free_share()]
    record = compared({"processor": jax.devices("cpu")[0], "GPU": graphics})
    keep(record, [*free, free_share()])


if __name__ == "__main__":
    main()
