"""Random economies with books that close, shocks to them, and the equations again in plain NumPy."""

import jax
import numpy as np

from detente.domains import pytrees  # noqa: F401  (double precision)
from detente.domains.trade import equations, read, solve
from detente.world.rebalance import totals
from detente.world.records import FIXED, OWN_SHARE, REMOVED

SHAPES = ((3, 2), (5, 3))
"""Economies and industries: few shapes, so that little is compiled."""

_compiled = jax.jit(solve.equilibria)


def book(flows, tariff, inputs):
    """Return accounts from flows, duties and inputs, in NumPy."""
    derived = totals(flows, tariff, inputs)
    return equations.Accounts(
        share=flows * (1 + tariff) / derived.spending.T[:, :, None],
        tariff=tariff,
        value_added_share=1 - inputs.sum(1),
        inputs=inputs,
        final_share=derived.final / derived.final.sum(1, keepdims=True),
        value_added=derived.value_added,
        deficit=derived.deficit,
        spending=derived.spending,
    )


def economy(random, shape, *, duty=0.3, empty=0.0):
    """Return the accounts of a random economy: sizes differ a hundredfold, home trade weighs most."""
    count, goods = shape
    size = np.exp(random.uniform(0, 4.6, count))
    flows = random.uniform(0.02, 0.3, (goods, count, count)) * np.sqrt(np.outer(size, size))
    flows *= random.random(flows.shape) >= empty
    here = np.arange(count)
    flows[:, here, here] = size * random.uniform(0.7, 1.5, (goods, count))
    tariff = random.uniform(0, duty, flows.shape) * (1 - np.eye(count))
    inputs = random.uniform(0.02, 0.6 / goods, (count, goods, goods))
    derived = totals(flows, tariff, inputs)
    used = derived.spending - derived.final
    return book(flows, tariff, inputs * np.minimum(1, 0.8 * derived.spending / used)[:, :, None])


def unchanged(accounts, theta=4.0, rule=FIXED):
    """Return a shock that is none, with room for one quota."""
    goods, count = accounts.tariff.shape[:2]
    return equations.Shock(
        theta=theta * np.ones(goods),
        tariff=accounts.tariff,
        delivered=np.ones((goods, count, count)),
        open=np.ones((goods, count, count)),
        productivity=np.ones((count, goods)),
        transfer=np.zeros(count),
        deficit_rule=np.int32(rule),
        quota_cells=np.zeros((1, goods, count, count)),
        quota_cap=np.full(1, read.UNLIMITED),
    )


def shocked(random, accounts, strength):
    """Return a random shock of every kind; strength 1 doubles or halves costs and bans up to 90 % of flows."""
    goods, count = accounts.tariff.shape[:2]
    abroad = 1 - np.eye(count)
    flat = random.uniform(-1, 1, (goods, count, count)) * strength
    gift = random.uniform(0, 0.03) * strength * accounts.value_added.min()
    transfer = np.zeros(count)
    transfer[:2] = gift, -gift
    return unchanged(accounts)._replace(
        theta=random.uniform(2, 10, goods),
        tariff=accounts.tariff + random.uniform(0, 1, flat.shape) * strength * abroad,
        delivered=np.exp2(flat * abroad),
        open=1 - 0.9 * strength * random.random(flat.shape) * (random.random(flat.shape) < 0.5) * abroad,
        productivity=np.exp2(random.uniform(-1, 1, (count, goods)) * strength),
        transfer=transfer,
        deficit_rule=np.int32(random.integers(0, 3)),
    )


def stacked(rows):
    """Stack NumPy pytrees on a new first axis."""
    return jax.tree.map(lambda *parts: np.stack(parts), *rows)


def solved(accounts, *cases):
    """Solve one economy under some cases; results have the case first. One alone runs twice: same program."""
    cases = cases * 2 if len(cases) == 1 else cases
    one = jax.tree.map(lambda array: np.asarray(array)[None], (accounts, stacked(cases)))
    return jax.tree.map(lambda array: np.asarray(array)[0], jax.device_get(_compiled(*one)))


def solved_many(accounts, shocks):
    """Solve many economies, each under its own shock; results have the economy first."""
    books, cases = stacked(accounts), jax.tree.map(lambda array: array[:, None], stacked(shocks))
    return jax.tree.map(lambda array: np.asarray(array)[:, 0], jax.device_get(_compiled(books, cases)))


def lane(found, place):
    """Return one row of results."""
    return jax.tree.map(lambda array: np.asarray(array)[place], found)


def worst_gap(accounts, shock, found):
    """Return the largest relative gap in the model's equations, written again from the paper."""
    a, s, f = accounts, shock, found
    log_cost, used = np.zeros_like(f.cost), np.array(a.inputs)
    sigma = 1.0 if s.substitution is None else float(s.substitution)
    for n in range(len(f.wage)):
        for j in range(len(s.theta)):
            log_cost[n, j] = a.value_added_share[n, j] * np.log(f.wage[n])
            bundle = a.inputs[n, :, j].sum()
            if sigma == 1:
                log_cost[n, j] += a.inputs[n, :, j] @ np.log(f.price[n])
                continue
            index = (a.inputs[n, :, j] / bundle @ f.price[n] ** (1 - sigma)) ** (1 / (1 - sigma))
            log_cost[n, j] += bundle * np.log(index)
            used[n, :, j] = a.inputs[n, :, j] * (f.price[n] / index) ** (1 - sigma)
    cost = np.exp(log_cost)
    tax = np.zeros_like(s.tariff) if s.export_tax is None else s.export_tax
    hindrance = s.delivered * (1 + tax) * (1 + s.tariff) / (1 + a.tariff)
    let = 1 - s.quota_cells.sum(0) + np.einsum("q,qjni->jni", f.opening, s.quota_cells)
    pull = (hindrance * (cost / s.productivity).T[:, None, :]) ** -s.theta[:, None, None]
    pull = pull * a.share * s.open * let
    price = pull.sum(2).T ** (-1 / s.theta)
    share = pull / pull.sum(2, keepdims=True)
    paid = share * f.spending.T[:, :, None]
    flows = paid / (1 + s.tariff)
    output = (flows / (1 + tax)).sum(1).T
    taxes = (flows - flows / (1 + tax)).sum((0, 1))
    value_added = f.wage * a.value_added
    duties = (s.tariff * flows).sum((0, 2))
    owed = {
        FIXED: a.deficit,
        OWN_SHARE: a.deficit * f.wage - (a.deficit * f.wage).sum() * value_added / value_added.sum(),
        REMOVED: 0 * a.deficit,
    }[int(s.deficit_rule)]
    income = value_added + duties + taxes + owed + s.transfer
    wanted = a.final_share * income[:, None] + np.einsum("nkj,nj->nk", used, output)
    imports, exports = flows.sum((0, 2)), flows.sum((0, 1))
    total = a.value_added.sum()
    gaps = [
        np.abs(price / f.price - 1),
        np.abs(wanted / f.spending - 1),
        np.abs((a.value_added_share * output).sum(1) / value_added - 1),
        np.abs(income / f.income - 1),
        np.abs(value_added.sum() / total - 1),
        np.abs(flows - f.flows) / a.value_added[None, None, :],
        np.abs(taxes - f.export_taxes) / a.value_added,
        np.abs(output / f.sales - 1),
        np.abs(cost / s.productivity / f.gate_price - 1),
        np.abs(imports - exports - owed - s.transfer) / a.value_added,
    ]
    return max(gap.max() for gap in gaps)
