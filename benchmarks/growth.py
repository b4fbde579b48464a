"""How the cost grows with draws, economies, industries and workers: `python benchmarks/growth.py`."""

from __future__ import annotations

import functools
import os
import statistics
import tempfile
from collections.abc import Callable, Mapping, Sequence

import jax
import jax.numpy as jnp
import numpy as np
import tariffs
from record import Figure, Record, Table, alternate, free_share, keep

import detente
from detente.domains.move import apply
from detente.domains.trade import read
from detente.domains.trade.moves.tariff import Tariff
from detente.domains.trade.solve import equilibria
from detente.runs.draws import Draws
from detente.world.aggregate import aggregate, keep_economies
from detente.world.embedded import load
from detente.world.records import World

DRAWS, ECONOMIES, INDUSTRIES = (256, 1024, 4096, 16_384), (4, 8, 12, 18), (2, 4, 8, 16)
WORKERS, GAS_STUDY, RUN = (1, 2, 4), "power-of-siberia-2", 1024
LANES, ROUNDS, DUTY = 128, 3, 0.1
FIRST = ("USA", "CHN")
"""The one taxes the other; they stay in every world."""


def by_draws() -> Mapping[int, Callable[[], object]]:
    """Return what evaluates so many draws of the study of tariffs in one call."""
    evaluate, columns = tariffs.evaluator(), tariffs.laboratory().problem.columns
    values = {count: Draws(columns, count, 1).values(0, count) for count in DRAWS}
    return {count: functools.partial(evaluate, values[count]) for count in DRAWS}


def by_economies() -> Mapping[int, Callable[[], object]]:
    """Return what solves worlds of so many economies, the largest kept and the others summed."""
    world = load("world-2014")
    size = world.flows.sum((0, 1))
    order = [world.economies[k] for k in np.argsort(-size) if world.economies[k] not in FIRST]
    kept = {count: (*FIRST, *order)[: count - (count < len(world.economies))] for count in ECONOMIES}
    return {count: solving(keep_economies(world, codes)) for count, codes in kept.items()}


def by_industries() -> Mapping[int, Callable[[], object]]:
    """Return what solves worlds of eight economies and so many groups of industries, neighbours put together."""
    world = keep_economies(load("world-2014"), tariffs.WHOM[:-1])
    same = {code: [code] for code in world.economies}
    found = {}
    for count in INDUSTRIES:
        parts = np.array_split(np.array(world.industries), count)
        found[count] = solving(aggregate(world, same, {part[0]: list(part) for part in parts}))
    return found


def solving(world: World) -> Callable[[], object]:
    """Return what solves a world with a new duty, elasticities drawn, `LANES` times in one call."""
    taxed = apply(Tariff(buyers=FIRST[:1], sellers=FIRST[1:], add=DUTY), world)
    size = (LANES, len(world.industries))
    theta = np.random.default_rng(0).triangular(world.theta_low, world.theta, world.theta_high, size)
    books = jax.tree.map(lambda x: jnp.broadcast_to(x, (LANES, *x.shape)), read.accounts(world))
    shocks = jax.tree.map(lambda x: jnp.broadcast_to(x, (LANES, 1, *x.shape)), read.shock(taxed))
    shocks = shocks._replace(theta=jnp.asarray(theta)[:, None])
    solve = jax.jit(equilibria)
    return lambda: jax.block_until_ready(solve(books, shocks))


def by_workers() -> Mapping[int, Callable[[], object]]:
    """Return what runs a study of gas lines with so many workers: drawn, computed, written and judged."""
    laboratory = detente.load(GAS_STUDY)

    def run(workers: int) -> object:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            return laboratory.run(draws=RUN, out=folder, workers=workers)

    return {count: functools.partial(run, count) for count in WORKERS}


def measured(
    title: str, unit: str, scale: float, grid: Mapping[int, Callable[[], object]], axis: str
) -> tuple:
    """Return a table and the points of a chart."""
    taken = alternate({str(size): action for size, action in grid.items()}, ROUNDS)
    found = {int(size): [scale * one for one in times] for size, times in taken.items()}
    figures = tuple(Figure.of(f"{size:,} {axis}", unit, times) for size, times in found.items())
    points = [
        {"grows": axis, "size": size, "unit": unit, "title": title, "median": statistics.median(times)}
        | {"low": min(times), "high": max(times)}
        for size, times in found.items()
    ]
    return Table(title, figures, "" if axis == "workers" else power(found)), points


def power(found: Mapping[int, Sequence[float]]) -> str:
    """Say by what power of the size the time grows, between the last two."""
    (small, before), (large, after) = [(size, statistics.median(times)) for size, times in found.items()][-2:]
    exponent = np.log(after / before) / np.log(large / small)
    return f"Between the last two, time grows as the size to the power {exponent:.1f}."


def main() -> None:
    """Measure and write the record."""
    free = [free_share()]
    found = [
        measured("Draws of the study of tariffs in one call", "s", 1, by_draws(), "draws"),
        measured(
            "An equilibrium, by economies (16 industries)", "ms", 1e3 / LANES, by_economies(), "economies"
        ),
        measured(
            "An equilibrium, by industries (8 economies)", "ms", 1e3 / LANES, by_industries(), "industries"
        ),
        measured(f"A run of {RUN:,} draws of {GAS_STUDY}, by workers", "s", 1, by_workers(), "workers"),
    ]
    record = Record(
        name="growth",
        title="How the cost grows",
        what=(
            f"One thing is made larger at a time. Equilibria are solved {LANES} at a time, without a guide, "
            f"elasticities drawn, {FIRST[0]} taxing {FIRST[1]}'s goods {100 * DUTY:g} % more."
        ),
        tables=tuple(table for table, _ in found),
        notes=(
            f"Workers are those of `--workers`, on {os.cpu_count()} processors: more than these cannot help. In a "
            "study of trade one batch alone already keeps more than one processor busy.",
        ),
        series=tuple(point for _, points in found for point in points),
    )
    keep(record, [*free, free_share()])


if __name__ == "__main__":
    main()
