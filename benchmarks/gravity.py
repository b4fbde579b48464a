"""New trade agreements in one industry, beside the package gegravity: `python benchmarks/gravity.py`.

How the two models are one. gegravity (`pip install gegravity`; Larch and Yotov 2016, WTO working paper
ERSD-2016-08, after Anderson and van Wincoop 2003, American Economic Review 93:170-192) has one Armington good a
country, elasticity sigma. Its sales of i to j are E_j * s_ij * (p_i * t_ij)^(1 - sigma) / sum_k of the same.
Ours, with one industry, no inputs and no duties, are spending_j * pi_ji * (w_i * d_ij)^-theta / sum_k of the same.
So theta = sigma - 1, the factory-gate price p_i is the wage w_i, an endowment is the labour that earns it, and
the cost t_ij is d_ij; pi is the gravity matrix that gegravity fits to output Y and spending E.

They differ in what closes them. In `simulate` gegravity keeps the *values* Y and E and seeks the prices p at
which sales are Y; only afterwards it multiplies Y and E by p. Ours lets income move with wages. So our trade
equations are solved here with gegravity's closure, the sweep below, for the side by side; and the whole model,
its own closure and all, must return wages of one where productivity is 1 / p, which is the same statement.
Prices are in units of the reference importer's price index, as gegravity has them.
"""

from __future__ import annotations

import copy
import csv
import itertools
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from record import Agreement, Aim, Figure, Record, Table, free_share, keep, rates, ratios, seconds

from detente.domains.trade import equations
from detente.domains.trade.equations import Accounts, Shock, State
from detente.domains.trade.read import UNLIMITED
from detente.domains.trade.solve import equilibria
from detente.ground import fixed_point
from detente.world.records import FIXED, OWN_SHARE

TABLE = Path(__file__).resolve().parents[2] / "shared" / "data" / "gegravity_sample.csv"
SIGMA, REFERENCE = 5.0, "DEU"
GRAVITY = {
    "lndist": -0.3898623130973596,
    "contiguity": 0.8915768981515626,
    "pta": 0.47113830269431123,
    "common_language": 0.032624966733283856,
    "international": -3.4125844119204825,
}
"""Poisson estimates on the sample with effects of exporters and importers, as gegravity's example has it."""
STRENGTHS = np.linspace(0.1, 1.5, 15)
"""How deep agreements are, in units of the estimated one."""
GROUP, ROUNDS = 128, 5
SETTINGS = fixed_point.Settings(tolerance=1e-11, sweeps=600, depth=8)
USER, SIMULATED = "gegravity, baseline and counterfactual", "gegravity, from a solved baseline"
SOLVER = "gegravity, its time in SciPy's solver alone"
SINGLE, BATCH, OWN = "Détente, one at a time", "Détente, in a batch", "Détente, in a batch, its own closure"
TIGHT = 1e-13
"""A tolerance for gegravity that shows how far it agrees; its own is 1e-8."""
SCALINGS, RESCALE = 5000, 100
"""Of the gravity matrix; and of gegravity's outward terms: the power of ten at which it solves the baseline soonest."""


class Sample(NamedTuple):
    """Gegravity's sample: codes, access t^(1 - sigma) `[seller, buyer]`, output and spending, and who agrees now."""

    codes: list[str]
    access: np.ndarray
    output: np.ndarray
    spending: np.ndarray
    agreed: np.ndarray


class Case(NamedTuple):
    """A counterfactual: an agreement between two economies, and how deep it is."""

    one: int
    other: int
    strength: float


def sample() -> Sample:
    """Read the sample; spending is scaled to output, as gegravity does by its shares."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    codes = sorted({row["exporter"] for row in table})
    at = {code: place for place, code in enumerate(codes)}
    count = len(codes)
    access, agreed = np.zeros((count, count)), np.zeros((count, count))
    output, spending = np.zeros(count), np.zeros(count)
    for row in table:
        seller, buyer = at[row["exporter"]], at[row["importer"]]
        access[seller, buyer] = np.exp(sum(size * float(row[name]) for name, size in GRAVITY.items()))
        agreed[seller, buyer] = float(row["pta"])
        output[seller], spending[buyer] = float(row["Y"]), float(row["E"])
    return Sample(codes, access, output, spending * output.sum() / spending.sum(), agreed)


def cases(data: Sample) -> list[Case]:
    """Return agreements of several depths between all pairs that have none."""
    pairs = itertools.combinations(range(len(data.codes)), 2)
    free = [(a, b) for a, b in pairs if not data.agreed[a, b] and not data.agreed[b, a]]
    return [Case(a, b, float(strength)) for strength in STRENGTHS for a, b in free]


def accounts(data: Sample) -> Accounts:
    """Return the accounts in which the gravity matrix has output and spending for its sums."""
    rows = np.ones_like(data.output)
    for _ in range(SCALINGS):
        rows = data.output / (data.access @ (data.spending / (data.access.T @ rows)))
    bought = data.access * rows[:, None]
    count = len(rows)
    return Accounts(
        share=(bought / bought.sum(0)).T[None],
        tariff=np.zeros((1, count, count)),
        value_added_share=np.ones((count, 1)),
        inputs=np.zeros((count, 1, 1)),
        final_share=np.ones((count, 1)),
        value_added=data.output,
        deficit=data.spending - data.output,
        spending=data.spending[:, None],
    )


def shock(data: Sample, some: list[Case], rule: int) -> Shock:
    """Return the agreements as shocks, one a lane."""
    lanes, count = len(some), len(data.codes)
    delivered = np.ones((lanes, 1, count, count))
    for lane, case in enumerate(some):
        eased = np.exp(GRAVITY["pta"] * case.strength / (1 - SIGMA))
        delivered[lane, 0, case.one, case.other] = delivered[lane, 0, case.other, case.one] = eased
    return Shock(
        theta=np.full((lanes, 1), SIGMA - 1),
        tariff=np.zeros_like(delivered),
        delivered=delivered,
        open=np.ones_like(delivered),
        productivity=np.ones((lanes, count, 1)),
        transfer=np.zeros((lanes, count)),
        deficit_rule=np.full(lanes, rule, np.int32),
        quota_cells=np.zeros((lanes, 1, 1, count, count)),
        quota_cap=np.full((lanes, 1), UNLIMITED),
    )


def closed(books: Accounts, shocks: Shock, reference: int):  # type: ignore[no-untyped-def]
    """Solve our trade equations with gegravity's closure: log p at which each seller sells Y, `[lane, economy]`.

    Returns log p, the log changes of the consumers' prices, and the residuals.
    """
    weight = jax.vmap(equations.weights, (None, 0))(books, shocks)

    def market(one: Shock, weights: equations.Weights, log_price: jax.Array):  # type: ignore[no-untyped-def]
        still = jnp.zeros_like(books.spending)
        state = State(log_price, still, still + 1, jnp.zeros(1))
        found = equations.trade(books, one, weights, state)
        return found.sales[:, 0], equations.price_change(one, found)[:, 0]

    def sweep_one(one: Shock, weights: equations.Weights, log_price: jax.Array) -> jax.Array:
        sales, paid = market(one, weights, log_price)
        return log_price + jnp.log(sales / books.value_added) / SIGMA - paid[reference]

    def sweep(log_price: jax.Array) -> jax.Array:
        return jax.vmap(sweep_one)(shocks, weight, log_price)

    found = fixed_point.solve(sweep, jnp.zeros_like(shocks.transfer), SETTINGS)
    paid = jax.vmap(market)(shocks, weight, found.point)[1]
    return found.point, paid, found.residual


def grouped(solve, shocks: Shock):  # type: ignore[no-untyped-def]
    """Solve all lanes, a group at a time."""
    lanes = shocks.transfer.shape[0]
    size = min(GROUP, lanes)
    padded = jax.tree.map(lambda x: np.concatenate([x, np.repeat(x[-1:], -lanes % size, axis=0)]), shocks)
    groups = jax.tree.map(lambda x: jnp.asarray(x.reshape(-1, size, *x.shape[1:])), padded)
    run = jax.jit(lambda parts: jax.lax.map(solve, parts))
    return lambda: jax.tree.map(
        lambda x: x.reshape(-1, *x.shape[2:])[:lanes], jax.block_until_ready(run(groups))
    )


class Theirs:
    """Gegravity's model, its baseline solved."""

    def __init__(self, tolerance: float) -> None:
        import gegravity
        import pandas

        table = pandas.read_csv(TABLE)
        rows = [{"var": name, "coeff": size} for name, size in GRAVITY.items()]
        self.package, self.tolerance = gegravity, tolerance
        self.costs = gegravity.CostCoeffs(pandas.DataFrame(rows), identifier_col="var", coeff_col="coeff")
        self.data = gegravity.BaselineData(
            table,
            imp_var_name="importer",
            exp_var_name="exporter",
            year_var_name="year",
            trade_var_name="trade",
            expend_var_name="E",
            output_var_name="Y",
        )
        self.base = self.built()

    def built(self):  # type: ignore[no-untyped-def]
        """Return a model with its baseline solved."""
        model = self.package.OneSectorGE(
            self.data,
            year="2006",
            reference_importer=REFERENCE,
            sigma=SIGMA,
            cost_variables=list(GRAVITY),
            cost_coeff_values=self.costs,
            quiet=True,
        )
        model.build_baseline(omr_rescale=RESCALE, mr_tolerance=self.tolerance)
        return model

    def simulated(self, model, codes: list[str], case: Case):  # type: ignore[no-untyped-def]
        """Return a model after a counterfactual."""
        table = model.baseline_data.copy()
        table["pta"] = table["pta"].astype(float)
        if "index" in table:
            table = table.drop(columns="index")
        pair = {codes[case.one], codes[case.other]}
        both = table["exporter"].isin(pair) & table["importer"].isin(pair)
        table.loc[both & (table["exporter"] != table["importer"]), "pta"] = case.strength
        model.define_experiment(table)
        model.simulate(ge_tolerance=self.tolerance)
        return model


class Stopwatch:
    """Counts the seconds that gegravity spends in SciPy's solver."""

    def __init__(self, root) -> None:  # type: ignore[no-untyped-def]
        self.root, self.spent = root, 0.0

    def __call__(self, *words, **named):  # type: ignore[no-untyped-def]
        start = time.perf_counter()
        found = self.root(*words, **named)
        self.spent += time.perf_counter() - start
        return found


def compared(data: Sample, some: list[Case], prices: np.ndarray, paid: np.ndarray, tolerance: float) -> float:
    """Return the largest gap to gegravity's factory-gate prices and welfare statistics in some counterfactuals."""
    theirs, worst = Theirs(tolerance), 0.0
    for lane, case in enumerate(some):
        model = theirs.simulated(copy.deepcopy(theirs.base), data.codes, case)
        gate = 1 + model.country_results["factory gate price change (percent)"].to_numpy() / 100
        welfare = model.country_results["welfare statistic"].to_numpy()
        worst = max(worst, float(np.abs(np.exp(prices[lane]) / gate - 1).max()))
        worst = max(worst, float(np.abs(np.exp(paid[lane] - prices[lane]) / welfare - 1).max()))
    return worst


def nested(data: Sample, books: Accounts, some: list[Case], prices: np.ndarray, paid: np.ndarray) -> float:
    """Return the largest gap of the whole model, its own closure and all, where productivity is 1 / p."""
    shocks = shock(data, some, FIXED)._replace(productivity=np.exp(-prices)[:, :, None])
    found = whole(books, shocks)()
    wages = np.abs(np.asarray(found.wage) - 1).max()
    return float(max(wages, np.abs(np.log(np.asarray(found.price[:, :, 0])) - paid).max()))


def whole(books: Accounts, shocks: Shock):  # type: ignore[no-untyped-def]
    """Return what solves all lanes with our model's own closure."""

    def solve(part: Shock):  # type: ignore[no-untyped-def]
        repeated = jax.tree.map(lambda x: jnp.broadcast_to(x, (part.transfer.shape[0], *x.shape)), books)
        found = equilibria(repeated, jax.tree.map(lambda x: x[:, None], part))
        return jax.tree.map(lambda x: x[:, 0], found)

    return grouped(solve, shocks)


def measured(
    data: Sample,
    some: list[Case],
    singles: list[Callable[[], object]],
    batches: dict[str, Callable[[], object]],
) -> dict[str, list[float]]:
    """Return the seconds of each way, round by round; each round is another counterfactual."""
    their_file = sys.modules["gegravity.OneSectorGE"]

    theirs = Theirs(1e-8)
    stopwatch = Stopwatch(their_file.root)
    their_file.root = stopwatch
    for action in (*singles, *batches.values()):
        action()
    taken: dict[str, list[float]] = {name: [] for name in (USER, SIMULATED, SOLVER, SINGLE, *batches)}
    for case, single in zip(some, singles, strict=True):
        taken[USER].append(seconds(lambda case=case: theirs.simulated(theirs.built(), data.codes, case)))
        model = copy.deepcopy(theirs.base)
        stopwatch.spent = 0.0
        taken[SIMULATED].append(
            seconds(lambda case=case, model=model: theirs.simulated(model, data.codes, case))
        )
        taken[SOLVER].append(stopwatch.spent)
        taken[SINGLE].append(seconds(single))
        for name, action in batches.items():
            taken[name].append(seconds(action))
    their_file.root = stopwatch.root
    return taken


def tables(taken: dict[str, list[float]], count: int) -> tuple[Table, Table]:
    """Return the rates, and ratios of them."""
    rate = {name: rates(count if name in (BATCH, OWN) else 1, times) for name, times in taken.items()}
    pairs = {
        f"{BATCH}, over gegravity from a solved baseline": (BATCH, SIMULATED),
        f"{BATCH}, over gegravity's time in SciPy's solver alone": (BATCH, SOLVER),
        f"{BATCH}, over gegravity with its baseline": (BATCH, USER),
        f"{SINGLE}, over gegravity from a solved baseline": (SINGLE, SIMULATED),
        "of the ratio, batching: a batch over one at a time, both ours": (BATCH, SINGLE),
    }
    return (
        Table(
            f"Counterfactuals a second, {count:,} in a batch",
            tuple(Figure.of(name, "a second", values) for name, values in rate.items()),
        ),
        Table(
            "Ratios, round by round",
            tuple(Figure.of(name, "times", ratios(rate[a], rate[b])) for name, (a, b) in pairs.items()),
        ),
    )


def record(found: tuple[Table, Table], gaps: tuple[Agreement, ...], difference: float, most: float) -> Record:
    """Return the record."""
    return Record(
        name="gravity",
        title="One industry, beside gegravity",
        what=(
            "A new trade agreement between two of 30 economies, in the sample of the package gegravity (2006, one "
            f"industry, elasticity of substitution {SIGMA:g}): all pairs that have none, {len(STRENGTHS)} depths each. "
            "One industry without inputs is gegravity's model with theta = sigma - 1 and factory-gate prices for "
            "wages. gegravity keeps the values of output and spending; our trade equations are solved with that "
            "closure for the comparison."
        ),
        tables=found,
        agreement=gaps,
        aims=(
            Aim(
                "one industry, a batch against gegravity",
                "times gegravity from a solved baseline",
                500,
                found[1].figures[0].median,
            ),
        ),
        notes=(
            "The mapping, ours on the left: theta = sigma - 1; wage w = factory-gate price p; delivered cost d = trade "
            "cost t; share pi = the gravity matrix fitted to output and spending; price index P = inward resistance; "
            "welfare statistic = P / p.",
            "They agree to nine or ten digits. What is left is what both leave: gegravity stops at 1e-8 in its "
            f"solver's unknowns (the second line asks it for {TIGHT:g}), ours when a sweep changes no logarithm by "
            "more than 1e-11.",
            "Most of gegravity's time goes into tables (pandas, row by row), the rest into SciPy's `root` with "
            "finite-difference slopes; the solver alone is told beside the whole.",
            "With our own closure, in which income moves with factory-gate prices as in the model of the paper, "
            f"prices differ from gegravity's by up to {100 * difference:.2g} % in these counterfactuals, whose largest "
            f"change of a price is {100 * most:.2g} %: no fault of either, but the two are not to be mixed up.",
        ),
        packages=("gegravity", "pandas"),
    )


def main() -> None:
    """Measure and write the record."""
    if not TABLE.exists():
        print("gegravity's sample is not at ../shared/data: nothing is measured")
        return
    try:
        import gegravity  # noqa: F401
    except ImportError:
        sys.exit("gegravity is not installed: pip install gegravity")
    warnings.simplefilter("ignore")
    free = [free_share()]
    data = sample()
    books, every = jax.tree.map(jnp.asarray, accounts(data)), cases(data)
    some = every[:: len(every) // ROUNDS][:ROUNDS]

    def theirs(of: list[Case]) -> Callable[[], object]:
        reference = data.codes.index(REFERENCE)
        return grouped(lambda part: closed(books, part, reference), shock(data, of, FIXED))

    own = whole(books, shock(data, every, OWN_SHARE))
    taken = measured(data, some, [theirs([case]) for case in some], {BATCH: theirs(every), OWN: own})
    prices, paid, residual = map(np.asarray, theirs(some)())
    assert (residual < TIGHT * 1000).all(), "a counterfactual was not solved"
    gaps = (
        Agreement(
            "factory-gate prices and welfare, gegravity as it comes", compared(data, some, prices, paid, 1e-8)
        ),
        Agreement("the same, gegravity asked for 1e-13", compared(data, some, prices, paid, TIGHT), 1e-9),
        Agreement(
            "the whole model where productivity is 1 / p: wages less 1, and consumer prices",
            nested(data, books, some, prices, paid),
            1e-9,
        ),
    )
    wage = np.asarray(whole(books, shock(data, some, OWN_SHARE))().wage)
    level = np.exp(prices) * data.output.sum() / (np.exp(prices) @ data.output)[:, None]
    difference, most = (float(np.abs(one - 1).max()) for one in (level / wage, wage))
    keep(record(tables(taken, len(every)), gaps, difference, most), [*free, free_share()])


if __name__ == "__main__":
    main()
