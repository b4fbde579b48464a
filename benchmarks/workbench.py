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

import numpy as np
import tariffs
from record import Agreement, Aim, Figure, Record, Table, alternate, free_share, keep, rates, ratios

import detente
from detente.chance.cube import median as centre
from detente.domains.domain import Problem
from detente.domains.records import OutcomeCell
from detente.domains.trade.moves.tariff import Tariff
from detente.run import Laboratory
from detente.runs.draws import Draws
from detente.solve.evaluate import Evaluator
from detente.world.aggregate import keep_economies

COUNTS = {"tariffs": (8192, 256, 5), "korea-2018": (512, 32, 3)}
"""Draws in batches, experiments one by one, and rounds."""
BLOCK, WORKERS = 1024, 2
SAME = 1e-9
COMPILED, BY_HAND, LOOP = "the compiled study, one draw a call", "`detente.trade.solve`", "a plain loop"
ALONE, SPREAD = "EMA Workbench, one process", f"EMA Workbench, {WORKERS} processes"
ONE, MORE, RUN = (
    "Détente, one batch at a time",
    f"Détente, {WORKERS} batches at a time",
    "Détente, a whole run",
)

RESTS_ON_GAS = {"gas", "split", "entry"}

Experiment = Callable[..., dict[str, float]]
Rates = dict[str, list[float]]
"""Experiments a second, by how they are run, one number a round."""


@functools.cache
def laboratory(name: str) -> Laboratory:
    """Return a study, bound once a process."""
    return tariffs.laboratory() if name == "tariffs" else detente.load(name)


@functools.cache
def batches(name: str) -> Callable[[dict[str, np.ndarray]], dict[str, np.ndarray]]:
    """Return what evaluates a study's draws, as its run does."""
    problem = laboratory(name).problem
    return Evaluator(problem, {one.name: centre(one) for one in problem.columns})


def one_draw(name: str, x: dict[str, float]) -> dict[str, float]:
    """Evaluate one experiment with the batches' compiled code."""
    problem = laboratory(name).problem
    values = {column.name: np.array([x[f"x{place}"]]) for place, column in enumerate(problem.columns)}
    found = batches(name)(values)
    return {f"y{place}": found[cell.name].item() for place, cell in enumerate(outcomes(problem))}


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
    moves = [Tariff(buyers=(b,), sellers=(s,), add=duties[name]) for name, (b, s) in tariffs.DUTIES.items()]
    found = detente.trade.solve(detente.apply(moves, world()))
    income = dict(zip(found.economy.values, found.real_income.values, strict=True))
    cells = outcomes(laboratory("tariffs").problem)
    return {f"y{place}": float(income[cell.labels[0]]) for place, cell in enumerate(cells)}


@functools.cache
def world():  # type: ignore[no-untyped-def]
    """Return the world of the study of tariffs."""
    return keep_economies(detente.load_world("world-2014"), tariffs.WHOM[:-1])


def outcomes(problem: Problem) -> list[OutcomeCell]:
    """Return the outcomes that are compared: all that are recorded, or the real incomes that duties change."""
    if problem.study.id != "tariffs":
        return list(problem.cells)
    return [cell for cell in problem.cells if (cell.outcome, cell.case) == ("real_income", "duties")]


class Workbench:
    """EMA Workbench with a model of ours and the points at which to run it."""

    def __init__(self, function: Experiment, problem: Problem, values: dict[str, np.ndarray]) -> None:
        from ema_workbench import Model, RealParameter, ScalarOutcome, Scenario

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
        return np.stack([found[cell.name] for cell in cells])

    def every() -> np.ndarray:
        with ThreadPoolExecutor(threads) as pool:
            return np.concatenate(list(pool.map(evaluated, parts)), axis=1)

    return every


def run(name: str, count: int) -> Callable[[], object]:
    """Return what runs a study as a user does: drawn, computed, written to disk and judged."""

    def whole() -> object:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            return laboratory(name).run(draws=count, out=folder, workers=WORKERS)

    return whole


def compare(name: str, functions: dict[str, Experiment]) -> tuple[Table, list[Agreement], Rates]:
    """Measure one study: EMA Workbench over functions of one experiment, and our batches.

    Returns the table, how far outcomes lie apart, and the rates of all that was measured.
    """
    from ema_workbench import MultiprocessingEvaluator

    count, alone, rounds = COUNTS[name]
    problem = laboratory(name).problem
    values = {
        key: column[:alone] for key, column in Draws(problem.columns, count, 1).values(0, alone).items()
    }
    benches = {how: Workbench(function, problem, values) for how, function in functions.items()}
    points = [
        {f"x{place}": float(column[k]) for place, column in enumerate(values.values())} for k in range(alone)
    ]
    fastest = benches[COMPILED]
    with MultiprocessingEvaluator([fastest.model], n_processes=WORKERS) as processes:
        singly: dict[str, Callable[[], object]] = {
            **{f"{ALONE}: {how}": sequential(bench) for how, bench in benches.items()},
            f"{SPREAD}: {COMPILED}": lambda: fastest.run(processes),
            f"{LOOP}: {COMPILED}": lambda: [functions[COMPILED](**point) for point in points],
        }
        batched = {ONE: blocks(name, count, 1), MORE: blocks(name, count, WORKERS), RUN: run(name, count)}
        taken = alternate(singly | batched, rounds)
        theirs = {how: sequential(bench)() for how, bench in benches.items()}
        theirs[f"{WORKERS} processes"] = fastest.run(processes)
    rate = {how: rates(alone if how in singly else count, times) for how, times in taken.items()}
    ours = batched[MORE]()[:, :alone]
    gaps = [one for how, found in theirs.items() for one in agreement(f"{name}, {how}", problem, ours, found)]
    return table(name, rate), gaps, rate


def agreement(what: str, problem: Problem, ours: np.ndarray, theirs: np.ndarray) -> list[Agreement]:
    """Return how far outcomes lie apart, those that rest on gas by themselves: its solver stops earlier."""
    gas = np.array([cell.domain in RESTS_ON_GAS for cell in outcomes(problem)])
    found = []
    for part, rows in (("", ~gas), (": gas, its split, and the game that reads them", gas)):
        if rows.any():
            found.append(Agreement(what + part, apart(ours[rows], theirs[rows]), SAME))
    return found


def table(name: str, rate: Rates) -> Table:
    """Return the rates, and what the ratio between them is made of."""
    compiled, loop = f"{ALONE}: {COMPILED}", f"{LOOP}: {COMPILED}"
    parts = {
        "ours over EMA Workbench, each with both cores": (MORE, f"{SPREAD}: {COMPILED}"),
        "ours over EMA Workbench, one call at a time": (ONE, compiled),
        "of that, batching: batches over the plain loop": (ONE, loop),
        "of that, EMA Workbench itself: the plain loop over it": (loop, compiled),
        "a second batch at the same time": (MORE, ONE),
    }
    count, alone, _ = COUNTS[name]
    figures = [Figure.of(how, "a second", values) for how, values in rate.items()]
    figures += [Figure.of(how, "times", ratios(rate[a], rate[b])) for how, (a, b) in parts.items()]
    title = f"{name}: experiments a second, {count:,} in batches, the first {alone:,} of them one by one"
    return Table(title, tuple(figures))


def aims(name: str, rate: Rates) -> list[Aim]:
    """Return what was aimed at, against each way to drive our model by EMA Workbench."""
    found = []
    for how in (COMPILED, BY_HAND):
        theirs = [rate[key] for key in rate if key.startswith((ALONE, SPREAD)) and key.endswith(how)]
        if theirs:
            best = max(theirs, key=lambda values: float(np.median(values)))
            ratio = float(np.median(ratios(rate[MORE], best)))
            found.append(
                Aim(f"{name}, against {how}, EMA Workbench's faster evaluator", "times its rate", 20, ratio)
            )
    return found


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
    small, small_gaps, small_rates = compare(
        "tariffs", {COMPILED: tariffs_one_draw, BY_HAND: tariffs_by_hand}
    )
    whole, whole_gaps, whole_rates = compare("korea-2018", {COMPILED: korea_one_draw})
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
        aims=(*aims("tariffs", small_rates), *aims("korea-2018", whole_rates)),
        notes=(
            "`detente.trade.solve` is what a user of Python would call: it makes the moves, solves the start world "
            "again each time and returns every outcome with labels. The compiled study is the best case for EMA "
            "Workbench: the code that the batches run, with one draw in it.",
            "In korea-2018 gas and the game take most of a draw, in a batch, too (see what a draw costs, below).",
            "A whole run also draws its points, writes every outcome to disk and judges every claim over all its "
            "assumptions, which weighs most where draws are few; EMA Workbench's rates are without any of that.",
            f"Compiling and importing are not in the times; EMA Workbench {ema_workbench.__version__} starts its "
            f"processes by `spawn`, since JAX does not bear a fork.",
        ),
        packages=("ema_workbench", "pandas"),
    )
    keep(record, [*free, free_share()])


if __name__ == "__main__":
    main()
