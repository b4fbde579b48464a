"""The same models driven by EMA Workbench and by our batches: `python benchmarks/workbench.py`.

EMA Workbench (`pip install ema_workbench`) calls a model once an experiment. It gets the model compiled, at the
same points, in the way that is fastest for it: a function of one experiment over the same compiled code.
"""

from __future__ import annotations

import functools
import multiprocessing
import sys
import tempfile
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from record import Agreement, Aim, Figure, Record, Table, alternate, free_share, keep, rates, ratios

import detente
from detente.audit.centre import centre
from detente.audit.draws import Draws
from detente.bind.records import Problem
from detente.game.evaluate import Strategist
from detente.moves.tariff import Tariff
from detente.run import Laboratory
from detente.system.evaluate import Evaluator
from detente.world.aggregate import keep_economies

TARIFFS = """
study: tariffs
question: Whom do three duties hurt?
argument: {title: A benchmark}
as_of: 2018-08-31
world: world-2014
economies: [USA, CHN, RUS, PRK, KOR, JPN, EU28]
assumptions:
  usa_on_china: {is: duty added, uniform: 0 to 0.25, source: judgement}
  china_on_usa: {is: duty added, uniform: 0 to 0.25, source: judgement}
  europe_on_russia: {is: duty added, uniform: 0 to 0.25, source: judgement}
moves:
  one: {is: the first duty, tariff: {buyer: USA, seller: CHN, add: usa_on_china}}
  two: {is: the second duty, tariff: {buyer: CHN, seller: USA, add: china_on_usa}}
  three: {is: the third duty, tariff: {buyer: EU28, seller: RUS, add: europe_on_russia}}
worlds: {duties: [one, two, three]}
claims:
"""
WHOM = ("USA", "CHN", "RUS", "PRK", "KOR", "JPN", "EU28", "ROW")
PAIRS = {"usa_on_china": ("USA", "CHN"), "china_on_usa": ("CHN", "USA"), "europe_on_russia": ("EU28", "RUS")}
DRAWS, SOLVES, WHOLE, WHOLE_ALONE = 8192, 256, 1024, 32
"""Draws in batches; experiments one by one; the same two for the whole of korea-2018."""
BLOCK, ROUNDS, WORKERS = 1024, 5, 2
SAME = 1e-9

Experiment = Callable[..., dict[str, float]]


@functools.cache
def laboratory(name: str) -> Laboratory:
    """Return a study, bound once a process."""
    if name != "tariffs":
        return detente.load(name)
    claims = "".join(
        f'  c_{one.lower()}: {{says: It loses., holds: "real_income[{one}, duties] < 0"}}\n' for one in WHOM
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tariffs.yaml"
        path.write_text(TARIFFS + claims, encoding="utf-8")
        return detente.load(path)


@functools.cache
def batches(name: str) -> Callable[[dict[str, np.ndarray]], dict[str, np.ndarray]]:
    """Return what evaluates a study's draws, as its run does."""
    problem = laboratory(name).problem
    return Strategist(problem, Evaluator(problem, {one.name: centre(one) for one in problem.columns}))


def one_draw(name: str, x: dict[str, float]) -> dict[str, float]:
    """Evaluate one experiment with the batches' compiled code."""
    problem = laboratory(name).problem
    values = {column.name: np.array([x[f"x{place}"]]) for place, column in enumerate(problem.columns)}
    found = batches(name)(values)
    return {f"y{place}": found[cell].item() for place, cell in enumerate(outcomes(problem))}


def tariffs_one_draw(**x: float) -> dict[str, float]:
    """Evaluate one experiment of the study of tariffs."""
    return one_draw("tariffs", x)


def korea_one_draw(**x: float) -> dict[str, float]:
    """Evaluate one experiment of korea-2018, every model."""
    return one_draw("korea-2018", x)


def tariffs_by_hand(**x: float) -> dict[str, float]:
    """Evaluate one experiment of the study of tariffs as a user of Python would write it."""
    columns = laboratory("tariffs").problem.columns
    duties = {column.name: x[f"x{place}"] for place, column in enumerate(columns)}
    moves = [Tariff(buyers=(b,), sellers=(s,), add=duties[name]) for name, (b, s) in PAIRS.items()]
    found = detente.trade.solve(detente.apply(moves, world()))
    income = dict(zip(found.economy.values, found.real_income.values, strict=True))
    cells = laboratory("tariffs").problem.cells
    return {f"y{place}": float(income[cell.labels[0]]) for place, cell in enumerate(cells)}


@functools.cache
def world():  # type: ignore[no-untyped-def]
    """Return the world of the study of tariffs."""
    return keep_economies(detente.load_world("world-2014"), WHOM[:-1])


def outcomes(problem: Problem) -> list[str]:
    """Return the outcomes that are compared: all that the study's claims read."""
    return [cell.name for cell in problem.cells]


class Workbench:
    """EMA Workbench with a model of ours and the points at which to run it."""

    def __init__(self, function: Experiment, problem: Problem, values: dict[str, np.ndarray]) -> None:
        from ema_workbench import Model, RealParameter, Scenario, ScalarOutcome

        count = len(next(iter(values.values())))
        self.names = [f"x{place}" for place, _ in enumerate(problem.columns)]
        self.model = Model("detente", function=function)
        self.model.uncertainties = [
            RealParameter(name, float(column.min()) - 1, float(column.max()) + 1)
            for name, column in zip(self.names, values.values(), strict=True)
        ]
        self.cells = outcomes(problem)
        self.model.outcomes = [ScalarOutcome(f"y{place}") for place, _ in enumerate(self.cells)]
        rows = np.stack(list(values.values()), axis=1)
        self.scenarios = [
            Scenario(str(place), **dict(zip(self.names, map(float, rows[place]), strict=True)))
            for place in range(count)
        ]

    def run(self, evaluator: object) -> np.ndarray:
        """Perform the experiments; return the outcomes in their order, `[cell, draw]`."""
        from ema_workbench import perform_experiments

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            experiments, found = perform_experiments(
                self.model, self.scenarios, evaluator=evaluator, log_progress=True
            )
        order = np.argsort(experiments["scenario"].astype(int).to_numpy())
        return np.stack([np.asarray(found[f"y{place}"])[order] for place, _ in enumerate(self.cells)])


def sequential(bench: Workbench) -> Callable[[], np.ndarray]:
    """Return what performs the experiments one by one."""
    from ema_workbench import SequentialEvaluator

    return lambda: bench.run(SequentialEvaluator(bench.model))


def blocks(name: str, count: int, threads: int) -> Callable[[], np.ndarray]:
    """Return what evaluates so many draws by our batches, `[cell, draw]`."""
    problem = laboratory(name).problem
    size = min(BLOCK, count // WORKERS)
    sample = Draws(problem.columns, count, 1)
    parts = [sample.values(first, first + size) for first in range(0, count, size)]
    cells = outcomes(problem)

    def evaluated(part: dict[str, np.ndarray]) -> np.ndarray:
        found = batches(name)(part)
        return np.stack([found[cell] for cell in cells])

    def every() -> np.ndarray:
        with ThreadPoolExecutor(threads) as pool:
            return np.concatenate(list(pool.map(evaluated, parts)), axis=1)

    return every


def compare(
    name: str, functions: dict[str, Experiment], count: int, alone: int
) -> tuple[Table, list[Agreement], float]:
    """Measure one study: EMA Workbench over some functions of one experiment, and our batches.

    Returns the table, how far outcomes lie apart, and how many times EMA Workbench's best rate ours is.
    """
    from ema_workbench import MultiprocessingEvaluator

    problem = laboratory(name).problem
    values = {key: column[:alone] for key, column in Draws(problem.columns, count, 1).values(0, alone).items()}
    best = next(iter(functions.values()))
    benches = {how: Workbench(function, problem, values) for how, function in functions.items()}
    two = MultiprocessingEvaluator([benches[next(iter(benches))].model], n_processes=WORKERS)
    with two:
        first = next(iter(benches.values()))
        actions: dict[str, Callable[[], object]] = {
            f"EMA Workbench, one process: {how}": sequential(bench) for how, bench in benches.items()
        }
        actions[f"EMA Workbench, {WORKERS} processes: {next(iter(benches))}"] = lambda: first.run(two)
        actions["a plain loop over the same function, without EMA Workbench"] = lambda: [
            best(**{f"x{place}": float(column[k]) for place, column in enumerate(values.values())})
            for k in range(alone)
        ]
        ones = list(actions)
        actions["Détente, batches, one thread"] = blocks(name, count, 1)
        actions[f"Détente, batches, {WORKERS} threads"] = blocks(name, count, WORKERS)
        taken = alternate(actions, ROUNDS)
        theirs = {how: sequential(bench)() for how, bench in benches.items()}
        theirs[f"{WORKERS} processes"] = first.run(two)
    rate = {how: rates(alone if how in ones else count, times) for how, times in taken.items()}
    ours = blocks(name, count, WORKERS)()[:, :alone]
    gaps = [Agreement(f"{name}, {how}", apart(ours, found), SAME) for how, found in theirs.items()]
    return table(name, rate, count, alone), gaps, top(rate)


def table(name: str, rate: dict[str, list[float]], count: int, alone: int) -> Table:
    """Return the rates, and what the ratio between them is made of."""
    names = list(rate)
    batch, threads, loop = names[-2], names[-1], names[-3]
    one, processes = names[0], names[-4]
    figures = [Figure.of(how, "a second", values) for how, values in rate.items()]
    parts = {
        f"ours on {WORKERS} threads over EMA Workbench on {WORKERS} processes": (threads, processes),
        "ours on one thread over EMA Workbench on one process": (batch, one),
        "of it batching: one thread in batches over the plain loop": (batch, loop),
        "of it what EMA Workbench costs: the plain loop over EMA Workbench": (loop, one),
        "a second thread: two over one, in batches": (threads, batch),
    }
    figures += [Figure.of(how, "times", ratios(rate[a], rate[b])) for how, (a, b) in parts.items()]
    title = f"{name}: experiments a second ({count:,} in batches, the first {alone:,} of them one by one)"
    return Table(title, tuple(figures))


def top(rate: dict[str, list[float]]) -> float:
    """Return the median ratio of our best rate to EMA Workbench's best."""
    theirs = [values for how, values in rate.items() if how.startswith("EMA")]
    best = max(theirs, key=lambda values: float(np.median(values)))
    return float(np.median(ratios(rate[list(rate)[-1]], best)))


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """Return the largest gap between outcomes, as a share of the outcome where that is above 1."""
    known = np.isfinite(one) & np.isfinite(other)
    if not (np.isfinite(one) == np.isfinite(other)).all():
        return float("inf")
    return float((np.abs(one - other)[known] / np.maximum(1, np.abs(one[known]))).max())


def main() -> None:
    """Measure both studies and write the record."""
    try:
        import ema_workbench
    except ImportError:
        sys.exit("EMA Workbench is not installed: pip install ema_workbench")
    multiprocessing.set_start_method("spawn")  # JAX's threads do not survive a fork
    free = [free_share()]
    ways = {"the compiled study, one draw a call": tariffs_one_draw, "detente.trade.solve": tariffs_by_hand}
    small, small_gaps, small_ratio = compare("tariffs", ways, DRAWS, SOLVES)
    whole, whole_gaps, whole_ratio = compare(
        "korea-2018", {"the compiled study, one draw a call": korea_one_draw}, WHOLE, WHOLE_ALONE
    )
    aim = "times the best rate of EMA Workbench"
    record = Record(
        name="workbench",
        title="Experiments, beside EMA Workbench",
        what=(
            "The same model at the same points, driven by EMA Workbench, one experiment a call, and by Détente's "
            "batches. `tariffs` is three uncertain duties in 8 economies by 16 industries, two equilibria a draw, "
            "eight outcomes; `korea-2018` is every model of that study, 851 outcomes. All is compiled and imported "
            "before the clock starts, workers too; what is timed is from points to outcomes in memory."
        ),
        tables=(small, whole),
        agreement=(*small_gaps, *whole_gaps),
        aims=(
            Aim("tariffs", aim, 20, small_ratio),
            Aim("korea-2018, every model", aim, 20, whole_ratio),
        ),
        notes=(
            "`detente.trade.solve` is what a user of Python would call: it makes the moves, solves the start world "
            "again each time and returns every outcome with labels. The compiled study is the best case for EMA "
            "Workbench: the code that the batches run, with one draw in it.",
            f"Compiling and importing are not in the times; EMA Workbench {ema_workbench.__version__} starts its "
            f"processes by `spawn`, since JAX does not bear a fork.",
        ),
        packages=("ema_workbench", "pandas"),
    )
    keep(record, [*free, free_share()])


if __name__ == "__main__":
    main()
